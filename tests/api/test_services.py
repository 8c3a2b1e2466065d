import pytest
from pytest_django import DjangoAssertNumQueries

from tests.api.programs import SERVICES, Program, is_problem
from tests.builders import a_service, an_id_service

pytestmark = pytest.mark.django_db


def test_anybody_finds_services_by_name() -> None:
    service = an_id_service()
    service.names = {"zh": "补领身份证", "en": "Replace an ID card"}
    service.save()
    a_service("something-else")

    answer = Program().get(SERVICES, {"q": "身份证", "region": "310104", "limit": 5})

    assert answer.status_code == 200
    said = answer.json()
    assert said["total"] == 1
    assert said["items"][0]["id"] == service.code
    assert said["items"][0]["name"] == "Replace an ID card"
    assert said["items"][0]["online"] is True


def test_the_language_asked_for_is_the_language_of_names() -> None:
    service = a_service("book")
    service.names = {"zh": "户口簿", "en": "Family book", "ko": "호적부"}
    service.save()
    names = [
        Program().get(f"{SERVICES}/book", Accept_Language=language).json()["name"]
        for language in ("zh-CN", "en-GB,en;q=0.8", "ko", "fr")
    ]
    assert names == ["户口簿", "Family book", "호적부", "户口簿"]


def test_a_guide_carries_the_whole_package() -> None:
    service = an_id_service()
    said = Program().get(f"{SERVICES}/{service.code}").json()
    assert said["version"] == 1
    assert said["package"]["form"]["schema"]["properties"]


def test_a_listing_says_where_to_go_instead() -> None:
    service = a_service("far-away")
    service.elsewhere = {"zh": "到窗口办理"}
    service.save()
    said = Program().get(f"{SERVICES}/far-away").json()
    assert said["package"] is None
    assert said["elsewhere"] == {"zh": "到窗口办理"}


@pytest.mark.parametrize("name", ["none", "%00", "%ED%A0%80", "a" * 300])
def test_a_service_that_is_not_there_is_a_problem(name: str) -> None:
    assert is_problem(Program().get(f"{SERVICES}/{name}"), 404, "not_found")


@pytest.mark.parametrize(
    ("query", "place"),
    [
        ({"limit": "0"}, "limit"),
        ({"limit": "101"}, "limit"),
        ({"limit": "many"}, "limit"),
        ({"offset": "-1"}, "offset"),
        ({"q": "x" * 201}, "q"),
    ],
)
def test_an_odd_question_says_which_part_is_odd(query: dict[str, str], place: str) -> None:
    answer = Program().get(SERVICES, query)
    assert is_problem(answer, 422, "invalid_request")
    assert [fault["place"] for fault in answer.json()["faults"]] == [place]


def test_every_fault_of_a_question_is_told_at_once() -> None:
    answer = Program().get(SERVICES, {"limit": "0", "offset": "x", "q": "y" * 300})
    assert {fault["place"] for fault in answer.json()["faults"]} == {"limit", "offset", "q"}


def test_readers_may_keep_an_answer_and_ask_whether_it_changed() -> None:
    a_service("kept")
    first = Program().get(f"{SERVICES}/kept")
    assert first["Cache-Control"] == "public, max-age=60"
    assert "Accept-Language" in first["Vary"]

    again = Program().get(f"{SERVICES}/kept", If_None_Match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_missing_is_kept_by_nobody() -> None:
    assert Program().get(f"{SERVICES}/none")["Cache-Control"] == "no-store"


def test_finding_asks_the_database_twice_at_most(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(30):
        a_service()
    with django_assert_max_num_queries(2):
        assert Program().get(SERVICES, {"limit": 30}).json()["total"] == 30


def test_a_method_that_an_address_does_not_know_is_a_problem() -> None:
    answer = Program().post(SERVICES, {})
    assert is_problem(answer, 405, "method_not_allowed")
    assert answer["Allow"] == "GET"


def test_an_address_that_does_not_exist_is_a_problem() -> None:
    assert is_problem(Program().get("/api/v1/nothing"), 404, "not_found")
    assert is_problem(Program().post("/api/v1/nothing", {}), 404, "not_found")

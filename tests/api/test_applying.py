import json

import pytest

from tests.api.programs import CASES, Program, is_problem, program_of
from tests.builders import ANSWERS, a_service, an_actor, an_applicant, an_id_service
from tongban.audit.models import Entry
from tongban.cases.models import Case
from tongban.messages.models import Message

pytestmark = pytest.mark.django_db


def application(**changes: object) -> dict[str, object]:
    return {"service": an_id_service().code, "answers": ANSWERS, **changes}


def test_one_request_creates_and_submits() -> None:
    ana = an_applicant()
    answer = program_of(ana).post(CASES, application())

    assert answer.status_code == 201, answer.content
    said = answer.json()
    case = Case.objects.get()
    assert said["id"] == str(case.public_id)
    assert said["reference"] == case.reference
    assert said["status"] == "submitted"
    assert said["channel"] == "api"
    assert case.applicant == ana.person
    assert [step.action for step in case.steps.all()] == ["submitted"]
    assert Message.objects.filter(about=case.ref, to=ana.person).count() == 1
    assert Entry.objects.filter(subject=case.ref, action="cases.submitted").count() == 1


def test_the_same_key_gives_the_same_case_again() -> None:
    program, body = program_of(an_applicant()), application()
    first = program.post(CASES, body, Idempotency_Key="k-1")
    again = program.post(CASES, body, Idempotency_Key="k-1")

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Case.objects.count() == Message.objects.count() == 1


def test_without_a_key_two_requests_are_two_cases() -> None:
    program, body = program_of(an_applicant()), application()
    assert program.post(CASES, body).status_code == 201
    assert program.post(CASES, body).status_code == 201
    assert Case.objects.count() == 2


@pytest.mark.parametrize("reason", ["stolen", "no such reason"])
def test_a_key_names_one_application_only(reason: str) -> None:
    program, body = program_of(an_applicant()), application()
    program.post(CASES, body, Idempotency_Key="k-1")
    other = {**body, "answers": {**ANSWERS, "reason": reason}}
    answer = program.post(CASES, other, Idempotency_Key="k-1")
    assert is_problem(answer, 409, "idempotency_key_reused")
    assert Case.objects.count() == 1


def test_two_people_may_choose_the_same_key() -> None:
    body = application()
    for name in ("Ana", "Ben"):
        answer = program_of(an_applicant(name)).post(CASES, body, Idempotency_Key="k-1")
        assert answer.status_code == 201


@pytest.mark.parametrize("key", ["", "with space", "x" * 81, "é"])
def test_an_odd_key_is_refused(key: str) -> None:
    answer = program_of(an_applicant()).post(CASES, application(), Idempotency_Key=key)
    assert is_problem(answer, 422, "invalid_request")
    assert answer.json()["faults"][0]["place"].lower() == "idempotency-key"


def test_all_faults_of_an_application_are_told_at_once() -> None:
    answers = {"reason": "boredom", "phone": "12"}
    answer = program_of(an_applicant()).post(CASES, application(answers=answers))
    assert is_problem(answer, 422, "incomplete")
    assert {fault["place"] for fault in answer.json()["faults"]} >= {"reason", "phone", "delivery"}
    assert not Case.objects.exists()


def test_what_government_knows_already_cannot_be_overwritten() -> None:
    ana = an_applicant()
    program_of(ana).post(CASES, application(answers={**ANSWERS, "name": "Somebody else"}))
    assert Case.objects.get().answers["name"] == "Ana"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"answers": {}}, "service"),
        ({"service": "x"}, "answers"),
        ({"service": "x", "answers": []}, "answers"),
        ({"service": 1, "answers": {}}, "service"),
        ({"service": "x", "answers": {}, "applicant": "me"}, "applicant"),
        ([], "body"),
        (None, "body"),
        ("text", "body"),
    ],
)
def test_a_body_of_another_shape_says_what_is_wrong(body: object, place: str) -> None:
    answer = program_of(an_actor()).post(CASES, json.dumps(body))
    assert is_problem(answer, 422, "invalid_request")
    assert place in [fault["place"] for fault in answer.json()["faults"]]


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"service": "x", "answers": {"n": NaN}}',
        b'{"service": "x", "answers": {"n": -Infinity}}',
        b'{"service": "x", "answers": {"n": 1e999}}',
        b'{"service": "\\ud800", "answers": {}}',
        b'{"service": "x", "answers": {"\\u0000": 1}}',
        b'{"service": "\xff", "answers": {}}',
        b"[" * 100_000,
        '{"service": "x", "answers": {}}'.encode("utf-16"),
    ],
)
def test_what_is_not_json_is_a_problem(body: bytes) -> None:
    assert is_problem(program_of(an_actor()).post(CASES, body), 400, "bad_request")


def test_a_body_that_is_too_large_is_a_problem() -> None:
    body = {"service": "x", "answers": {"story": "y" * 3_000_000}}
    assert is_problem(program_of(an_actor()).post(CASES, body), 413, "too_large")


def test_a_service_that_is_only_listed_cannot_be_applied_for() -> None:
    answer = program_of(an_applicant()).post(CASES, application(service=a_service().code))
    assert is_problem(answer, 409, "not_online")


def test_a_service_that_does_not_exist_is_not_found() -> None:
    answer = program_of(an_applicant()).post(CASES, application(service="none"))
    assert is_problem(answer, 404, "not_found")


def test_somebody_who_showed_too_little_may_not_apply() -> None:
    answer = program_of(an_actor(level=1)).post(CASES, application())
    assert is_problem(answer, 403, "needs_step_up")


def test_refusals_are_in_the_language_asked_for() -> None:
    body = application(service=a_service().code)
    answer = program_of(an_applicant()).post(CASES, body, Accept_Language="en")
    assert answer.json()["title"].startswith("This cannot be done online")


def test_a_program_needs_a_token_and_nothing_else_will_do() -> None:
    body = application()
    nobody = Program()
    nobody.client.force_login(an_applicant().person)
    for headers in ({}, {"Authorization": "Bearer nonsense"}, {"Authorization": "Basic YTpi"}):
        answer = nobody.post(CASES, body, **headers)
        assert is_problem(answer, 401, "sign_in_needed")
        assert answer["WWW-Authenticate"] == "Bearer"
    assert not Case.objects.exists()

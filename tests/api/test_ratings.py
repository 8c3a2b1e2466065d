import pytest
from django.utils.timezone import now

from tests.api.programs import Program, is_problem, program_of
from tests.builders import a_case, a_post, an_actor, an_applicant
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.identity.models import Actor
from tongban.ratings.models import Norm, Rating

RATINGS = "/api/v1/ratings"
pytestmark = pytest.mark.django_db


def a_decided_case(by: Actor) -> Case:
    case = a_case(by=by)
    officer = a_post("Officer", office=case.office)
    for deed in (operations.accept, operations.begin_review, operations.grant):
        case = deed(case=case, by=officer, at=now())
    return case


def rating_of(case: Case, **changes: object) -> dict[str, object]:
    return {"case": case.reference, "level": 5, "comment": "Quick and kind", **changes}


def test_the_applicant_says_how_it_went() -> None:
    ana = an_applicant()
    Norm.objects.create(code="501", level=5, names={"zh": "服务热情", "en": "Friendly"})
    case, program = a_decided_case(ana), program_of(ana)

    answer = program.post(RATINGS, rating_of(case, norms=["501"]))

    assert answer.status_code == 201, answer.content
    assert answer.json()["case"] == str(case.public_id)
    assert program.get(f"{RATINGS}/{case.public_id}").json() == answer.json()
    assert Rating.objects.get().channel == "api"


def test_the_same_key_gives_the_same_rating_again() -> None:
    ana = an_applicant()
    program, body = program_of(ana), rating_of(a_decided_case(ana))
    first = program.post(RATINGS, body, Idempotency_Key="k-1")
    again = program.post(RATINGS, body, Idempotency_Key="k-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert Rating.objects.count() == 1


def test_a_key_names_one_rating_only() -> None:
    ana = an_applicant()
    program, body = program_of(ana), rating_of(a_decided_case(ana))
    program.post(RATINGS, body, Idempotency_Key="k-1")
    other = program.post(RATINGS, {**body, "level": 1}, Idempotency_Key="k-1")
    assert is_problem(other, 409, "idempotency_key_reused")
    elsewhere = program.post(RATINGS, rating_of(a_decided_case(ana)), Idempotency_Key="k-1")
    assert is_problem(elsewhere, 409, "idempotency_key_reused")


def test_a_case_is_rated_once() -> None:
    ana = an_applicant()
    program, case = program_of(ana), a_decided_case(ana)
    program.post(RATINGS, rating_of(case))
    assert is_problem(program.post(RATINGS, rating_of(case)), 409, "already_rated")


def test_an_undecided_case_cannot_be_rated() -> None:
    ana = an_applicant()
    answer = program_of(ana).post(RATINGS, rating_of(a_case(by=ana)))
    assert is_problem(answer, 409, "not_finished")


def test_ben_can_neither_rate_nor_read_ratings_of_anas_case() -> None:
    ana, ben = an_applicant(), program_of(an_actor("Ben"))
    case = a_decided_case(ana)
    program_of(ana).post(RATINGS, rating_of(case))
    assert is_problem(ben.post(RATINGS, rating_of(case)), 404, "not_found")
    assert is_problem(ben.get(f"{RATINGS}/{case.reference}"), 404, "not_found")


def test_what_was_not_rated_has_no_rating() -> None:
    ana = an_applicant()
    case = a_decided_case(ana)
    assert is_problem(program_of(ana).get(f"{RATINGS}/{case.reference}"), 404, "not_found")


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"level": 0}, "level"),
        ({"level": 6}, "level"),
        ({"level": "five"}, "level"),
        ({"level": 4.5}, "level"),
        ({"norms": "501"}, "norms"),
        ({"norms": ["1"] * 9}, "norms"),
        ({"comment": "x" * 501}, "comment"),
        ({"stars": 5}, "stars"),
    ],
)
def test_an_odd_rating_says_which_part_is_odd(changes: dict[str, object], place: str) -> None:
    ana = an_applicant()
    answer = program_of(ana).post(RATINGS, rating_of(a_case(by=ana), **changes))
    assert is_problem(answer, 422, "invalid_request")
    assert [fault["place"] for fault in answer.json()["faults"]] == [place]


def test_anybody_reads_which_remarks_go_with_a_level() -> None:
    Norm.objects.create(code="501", level=5, names={"zh": "服务热情", "en": "Friendly"})
    Norm.objects.create(code="101", level=1, names={"zh": "态度差", "en": "Rude"})
    said = Program().get(f"{RATINGS}/norms", {"level": 5}).json()
    assert [item["name"] for item in said["items"]] == ["Friendly"]

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import MONDAY, a_post, an_office
from tests.workbench.desk import BOX, a_case_at, a_case_of, a_review_of, address, at_work
from tongban.cases import operations
from tongban.cases.models import Case, Correction, Pause
from tongban.cases.rules import Status
from tongban.catalog.rules import Role
from tongban.messages.queries import messages_of
from tongban.workbench.cases.moves import MOVES, moves_for

pytestmark = pytest.mark.django_db
ALL = sorted(MOVES)
WORDS = {"reason": "Because of article three", "kind": "expert"}


def do(client: Client, case: Case, move: str, said: dict[str, str] | None = None) -> Case:
    """Do it through the page; the case afterwards."""
    answer = client.post(address(case, move) + BOX, said or {})
    assert answer.status_code == 302, answer.context["form"].errors
    case.refresh_from_db()
    return case


def refused(client: Client, case: Case, move: str, said: dict[str, str] | None = None) -> str:
    """The sentence with which it was refused; nothing has changed."""
    before = Case.objects.values().get(pk=case.pk)
    answer = client.post(address(case, move) + BOX, said or {})
    assert answer.status_code == 200
    assert Case.objects.values().get(pk=case.pk) == before
    refusal = answer.context.get("refusal")
    form = answer.context.get("form")
    sentence = str(refusal) if refusal else str(next(iter(form.errors.values()))[0])
    assert sentence.split("'")[0] in answer.content.decode()
    return sentence


def test_taking_a_case_makes_it_mine_and_opens_it(client: Client) -> None:
    post = at_work(client)
    case = do(client, a_case_at(post.office), "take")
    assert case.handler == post.person
    assert case.applicant.masked_id_number in client.get(address(case)).content.decode()


def test_a_case_of_a_colleague_is_not_taken(client: Client) -> None:
    post = at_work(client)
    case = a_case_of(a_post("Mate", office=post.office))
    assert client.post(address(case, "take")).context["refusal"].code == "someone_elses"
    case.refresh_from_db()
    assert case.handler != post.person


def test_accepting_starts_the_clock_and_tells_the_applicant(client: Client) -> None:
    case = do(client, a_case_of(at_work(client)), "accept")
    assert case.status == Status.ACCEPTED
    assert messages_of(case.applicant).filter(template="cases/accepted").exists()


def test_a_clerk_accepts_but_does_not_decide(client: Client) -> None:
    post = at_work(client, role=Role.CLERK)
    case = a_case_of(post)
    assert {move.name for move in moves_for(case, post)} == {"accept", "correction"}
    do(client, case, "accept")
    review = a_review_of(a_post("Mate", office=post.office))
    assert moves_for(review, post) == []


@pytest.mark.parametrize("move", ["grant", "refuse", "pause"])
def test_a_clerk_is_refused_what_an_officer_does(client: Client, move: str) -> None:
    post = at_work(client, role=Role.CLERK)
    case = a_review_of(a_post("Mate", office=post.office))
    client.post(reverse("work_case_open", args=[case.public_id]), {"why": "advice"})
    assert refused(client, case, move, WORDS)


def test_a_correction_names_every_defect_at_once(client: Client) -> None:
    case = a_case_of(at_work(client))
    said = {
        "field-lost_on": "on",
        "field-lost_on-problem": "This was a holiday",
        "material-hukou-book-problem": "Cannot be read",
    }
    do(client, case, "correction", said)
    assert case.status == Status.CORRECTION
    assert Correction.objects.get(case=case).defects == [
        {"kind": "field", "key": "lost_on", "problem": "This was a holiday"},
        {"kind": "material", "key": "hukou-book", "problem": "Cannot be read"},
    ]


def test_a_tick_without_words_is_refused_and_nothing_typed_is_lost(client: Client) -> None:
    case = a_case_of(at_work(client))
    said = {"field-lost_on": "on", "material-hukou-book-problem": "Cannot be read"}
    refused(client, case, "correction", said)
    text = client.post(address(case, "correction"), said).content.decode()
    assert "Cannot be read" in text
    assert not Correction.objects.exists()


def test_a_correction_that_says_nothing_is_refused(client: Client) -> None:
    assert refused(client, a_case_of(at_work(client)), "correction")


def test_a_case_that_is_not_accepted_gets_its_reason(client: Client) -> None:
    case = a_case_of(at_work(client))
    refused(client, case, "not-accept", {"reason": "  "})
    do(client, case, "not-accept", WORDS)
    assert (case.status, case.decision_reason) == (Status.NOT_ACCEPTED, WORDS["reason"])


def test_a_review_pauses_and_goes_on(client: Client) -> None:
    post = at_work(client)
    case = operations.accept(case=a_case_at(post.office), by=post, at=MONDAY)
    operations.take(case=case, by=post, at=MONDAY)
    do(client, case, "review")
    refused(client, case, "pause", {"kind": "expert"})
    refused(client, case, "pause", {"reason": "Why not", "kind": "holiday"})
    do(client, case, "pause", WORDS)
    assert case.status == Status.PAUSED
    assert Pause.objects.get(case=case).kind == "expert"
    do(client, case, "resume")
    assert case.status == Status.REVIEWING


def test_a_granted_case_has_its_certificate(client: Client) -> None:
    case = do(client, a_review_of(at_work(client)), "grant")
    assert case.status == Status.GRANTED
    assert case.certificate is not None
    do(client, case, "deliver")
    do(client, case, "close")
    assert case.status == Status.CLOSED


def test_a_refusal_needs_a_reason_and_says_how_to_appeal(client: Client) -> None:
    case = a_review_of(at_work(client))
    refused(client, case, "refuse")
    form = client.get(address(case, "refuse")).content.decode()
    assert 'name="reason"' in form
    do(client, case, "refuse", WORDS)
    assert (case.status, case.decision_reason) == (Status.REFUSED, WORDS["reason"])


def test_a_chief_gives_a_case_to_a_colleague(client: Client) -> None:
    chief = at_work(client, role=Role.CHIEF)
    mate = a_post("Mate", office=chief.office)
    case = do(client, a_case_of(chief), "assign", {"to": str(mate.public_id)})
    assert case.handler == mate.person
    stranger = a_post("Stranger", office=an_office("There"))
    other = a_case_of(chief)
    assert refused(client, other, "assign", {"to": str(stranger.public_id)})


@pytest.mark.parametrize("move", ["accept", "grant", "review", "resume", "deliver", "close"])
def test_what_the_state_does_not_allow_is_refused_in_words(client: Client, move: str) -> None:
    case = do(client, a_review_of(at_work(client)), "refuse", WORDS)
    if move == "close":
        do(client, case, "close")
    assert refused(client, case, move)


def test_after_an_action_the_next_case_follows(client: Client) -> None:
    post = at_work(client)
    cases = [a_case_of(post) for _ in range(3)]
    for day, case in enumerate(cases, 1):
        Case.objects.filter(pk=case.pk).update(due_on=MONDAY.date().replace(day=day))
    answer = client.post(address(cases[1], "not-accept") + "?box=mine", WORDS, follow=True)
    assert answer.context["case"] == cases[2]
    assert cases[1].reference in answer.content.decode()
    answer = client.post(address(cases[2], "not-accept") + "?box=mine", WORDS, follow=True)
    assert answer.resolver_match.url_name == "work"


def test_it_is_said_once_what_was_done(client: Client) -> None:
    post = at_work(client)
    case = a_case_of(post)
    do(client, case, "accept")
    assert client.get(reverse("work")).context["told"].reference == case.reference
    assert client.get(reverse("work")).context["told"] is None


@pytest.mark.parametrize("move", ALL)
def test_without_a_reason_on_record_nothing_is_done(client: Client, move: str) -> None:
    """Whoever does not handle the case is led to the question why; only taking it is open."""
    post = at_work(client)
    case = a_case_at(post.office)
    answer = client.post(address(case, move), WORDS)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.status == Status.SUBMITTED
    assert (case.handler is not None) == (move == "take")


@pytest.mark.parametrize("move", ALL)
def test_following_the_link_of_an_action_does_nothing(client: Client, move: str) -> None:
    post = at_work(client)
    case = a_case_of(post)
    before = Case.objects.values().get(pk=case.pk)
    assert client.get(address(case, move)).status_code in {200, 302}
    assert Case.objects.values().get(pk=case.pk) == before


def test_there_is_no_action_of_another_name(client: Client) -> None:
    case = a_case_of(at_work(client))
    assert client.post(address(case, "shred")).status_code == 404


def test_every_action_has_a_key_that_is_its_own_in_every_state(client: Client) -> None:
    post = at_work(client, role=Role.CHIEF)
    case = a_case_at(post.office)
    for status in Status:
        case.status = status
        keys = [move.key for move in moves_for(case, post)]
        assert len(keys) == len(set(keys))

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import MONDAY, a_case, an_applicant, an_id_service, an_office, publish
from tests.doors import sign_in
from tests.workbench.desk import BOX, a_case_at, a_case_of, a_review_of, address, at_work
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.privacy.queries import accesses_to
from tongban.workbench.cases.opened import OPENED

pytestmark = pytest.mark.django_db
WHY = {"why": "advice", "words": ""}


def page_of(client: Client, case: Case) -> str:
    answer = client.get(address(case) + BOX)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_handler_sees_everything_on_one_page(client: Client) -> None:
    case = a_review_of(at_work(client))
    text = page_of(client, case)
    person = case.applicant
    for wanted in (person.name, person.masked_id_number, person.id_number, "2026"):
        assert wanted in text
    assert "progress" in text
    assert address(case, "grant") in text


def test_the_first_look_of_a_day_leaves_a_line_and_the_next_ones_nothing(client: Client) -> None:
    case = a_review_of(at_work(client))  # on another day
    before = accesses_to(case.applicant).count()
    page_of(client, case)
    assert accesses_to(case.applicant).count() == before + 1
    with CaptureQueriesContext(connection) as asked:
        page_of(client, case)
    reads = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT")
    assert all(query["sql"].startswith(reads) for query in asked)
    assert accesses_to(case.applicant).count() == before + 1


def test_a_case_takes_a_known_number_of_questions(client: Client) -> None:
    case = a_review_of(at_work(client))
    page_of(client, case)  # parses the package
    with CaptureQueriesContext(connection) as asked:
        page_of(client, case)
    # One of them is what the line says that the applicant will read.
    assert len(asked) <= 15, [query["sql"][:90] for query in asked]


def test_whoever_does_not_handle_it_is_asked_why_first(client: Client) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    text = page_of(client, case)
    assert reverse("work_case_open", args=[case.public_id]) in text
    assert case.applicant.name not in text.replace(case.applicant.masked_name, "")
    assert not accesses_to(case.applicant).exists()


def test_the_applicant_sees_the_reason_for_which_a_case_was_opened(client: Client) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    answer = client.post(
        reverse("work_case_open", args=[case.public_id]), {"why": "other", "words": "Mix-up"}
    )
    assert answer.status_code == 302
    assert case.applicant.masked_id_number in page_of(client, case)
    seen = accesses_to(case.applicant).get()
    assert (seen.reason, seen.by, seen.under) == ("Mix-up", post.person, post.ref)


@pytest.mark.parametrize("said", [{}, {"why": "other"}, {"why": "other", "words": "  "}])
def test_no_reason_no_case(client: Client, said: dict[str, str]) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    answer = client.post(reverse("work_case_open", args=[case.public_id]), said)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not accesses_to(case.applicant).exists()
    assert case.applicant.masked_id_number not in page_of(client, case)


def test_an_opened_case_closes_after_half_an_hour(client: Client) -> None:
    post = at_work(client)
    case = a_case_at(post.office)
    client.post(reverse("work_case_open", args=[case.public_id]), WHY)
    session = client.session
    name = f"{post.public_id}/{case.public_id}"
    assert session[OPENED][name] > (now() + timedelta(minutes=29)).timestamp()
    session[OPENED] = {name: (now() - timedelta(seconds=1)).timestamp()}
    session.save()
    assert case.applicant.masked_id_number not in page_of(client, case)


def test_an_opened_case_is_open_to_one_post_only(client: Client) -> None:
    first = at_work(client)
    case = a_case_at(first.office)
    client.post(reverse("work_case_open", args=[case.public_id]), WHY)
    second = Post.objects.create(person=first.person, office=first.office, role=Role.CLERK)
    client.post(reverse("work_post"), {"post": str(second.public_id)})
    assert case.applicant.masked_id_number not in page_of(client, case)


def test_another_office_finds_no_such_case(client: Client) -> None:
    case = a_case_at(an_office("Here"))
    at_work(client, office=an_office("There"), role=Role.CHIEF)
    assert client.get(address(case)).status_code == 404
    assert client.post(address(case, "take")).status_code == 404
    assert client.post(reverse("work_case_open", args=[case.public_id]), WHY).status_code == 404
    case.refresh_from_db()
    assert case.handler is None


def test_a_stranger_and_a_citizen_are_led_to_the_sign_in(client: Client) -> None:
    case = a_case_at(an_office())
    assert client.get(address(case)).status_code == 302
    sign_in(client, case.applicant)
    assert client.get(address(case)).status_code == 302
    assert client.post(address(case, "take")).status_code == 302


def test_a_draft_is_nobodys_business(client: Client) -> None:
    post = at_work(client, role=Role.CHIEF)
    draft = operations.start(service=an_id_service(), by=an_applicant(), at=MONDAY)
    Case.objects.filter(pk=draft.pk).update(office=post.office)
    assert client.get(address(draft)).status_code == 404


def test_neighbours_are_those_of_the_box(client: Client) -> None:
    post = at_work(client)
    cases = [a_case_of(post) for _ in range(3)]
    for day, case in enumerate(cases, 1):
        Case.objects.filter(pk=case.pk).update(due_on=MONDAY.date().replace(day=day))
    context = client.get(address(cases[1]) + "?box=mine").context
    assert (context["before"], context["after"]) == (cases[0], cases[2])
    context = client.get(address(cases[2]) + "?box=mine").context
    assert (context["before"], context["after"]) == (cases[1], None)


def test_earlier_corrections_are_shown_with_the_names_of_the_places(client: Client) -> None:
    post = at_work(client)
    defects = [{"kind": "material", "key": "hukou-book", "problem": "Page missing"}]
    case = operations.ask_correction(
        case=a_case_at(post.office), defects=defects, by=post, at=MONDAY
    )
    text = page_of(client, case)
    assert "Page missing" in text
    assert client.get(address(case)).context["corrections"][0].lines[0][1] == "Page missing"


def test_the_rule_that_fired_is_explained(client: Client) -> None:
    case = a_review_of(at_work(client))
    why = {"zh": "满足第三条", "en": "Row three holds"}
    Case.objects.filter(pk=case.pk).update(rule_explained=why, decided_by_rule="row-3")
    text = page_of(client, case)
    assert "满足第三条" in text
    assert "row-3" in text


def test_a_case_keeps_the_words_of_the_version_it_began_with(client: Client) -> None:
    post = at_work(client)
    service = an_id_service()
    case = a_case(service=service)
    operations.take(case=case, by=post, at=MONDAY)
    package = dict(service.version.package)  # type: ignore[union-attr]
    publish(service, {**package, "form": {"pages": [], "schema": {"properties": {}}}})
    assert client.get(address(case)).context["pages"]


def test_a_paused_case_is_never_called_overdue(client: Client) -> None:
    post = at_work(client)
    case = operations.pause(
        case=a_review_of(post), kind="expert", reason="Experts meet", by=post, at=MONDAY
    )
    Case.objects.filter(pk=case.pk).update(due_on=MONDAY.date())
    assert client.get(address(case)).context["left"].tone == ""
    assert client.get(reverse("work")).context["rows"][0].left.tone == ""

"""What is left of somebody in requests, halls, ratings and registers: in the copy all, then nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.appointments.offering import booked
from tests.architecture.trials import NAME, Scene, a_problem
from tests.builders import MONDAY, PACK, a_post
from tests.doors import sign_in
from tests.sharing.registers import a_case_with, a_rental, a_resource, a_row, an_approval
from tongban.appointments.models import Feed, Visit
from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.files import store
from tongban.hotline.models import Photo, Problem, Request, RequestStep
from tongban.identity.models import Person
from tongban.privacy import operations, queries, tasks
from tongban.ratings.models import Rating
from tongban.sharing.models import SharingCall

pytestmark = pytest.mark.django_db
OVER = {"status": "closed", "desk": None, "closed_at": MONDAY}


@pytest.fixture
def scene(settings: Any, tmp_path: Any) -> Scene:
    """Somebody who asked, came, rated, was looked at and looked up; all of it is over."""
    settings.TONGBAN_FILES = tmp_path
    made = Scene()
    a_problem(made)
    visit = booked(by=made.actor)
    Visit.objects.filter(pk=visit.pk).update(status="attended", closed_at=MONDAY)
    Feed.objects.create(person=made.person, secret="x", index="x", made_at=MONDAY)
    request = Request.objects.get()
    name = store.new_name()
    store.keep(name, b"picture")
    Photo.objects.create(
        request=request,
        purpose="asked",
        kind="image/jpeg",
        size=7,
        digest="x",
        stored_as=name,
        at=MONDAY,
    )
    resource = a_resource(office=made.handler.office)
    an_approval(resource.code)
    a_row(number=made.person.id_number, name=NAME)
    case, otto = a_case_with(made.person, a_rental(), made.handler.office)
    cases.take(case=case, by=otto, at=MONDAY)
    cases.consult(case=case, key="no-home", by=otto, at=MONDAY)
    SharingCall.objects.update(proof=f"signed for {NAME}")
    return made


def test_the_copy_has_requests_visits_ratings_looks_messages_and_shared_data(scene: Scene) -> None:
    tables = queries.copy_of(scene.person, at=MONDAY)["tables"]
    for kind, field in {
        "hotline.Request": "text",
        "hotline.RequestStep": "action",
        "hotline.Problem": "what",
        "appointments.Visit": "number",
        "ratings.Rating": "comment",
        "privacy.Access": "reason",
        "messages.Message": "template",
        "sharing.SharingCall": "fields",
        "cases.Consultation": "lines",
        "cases.Case": "answers",
    }.items():
        assert tables[kind][0][field], kind
    officials = queries.copy_of(a_post("Nosy", office=scene.handler.office).person, at=MONDAY)
    assert NAME not in str(officials)
    handlers = queries.copy_of(scene.handler.person, at=MONDAY)
    assert NAME not in str(handlers)


def test_a_closed_account_leaves_what_the_law_keeps_and_nobody_in_it(
    scene: Scene, django_capture_on_commit_callbacks: Any
) -> None:
    person, picture = scene.person, Photo.objects.get().stored_as
    Case.objects.filter(applicant=person).update(**OVER)
    Request.objects.filter(asker=person).update(**OVER)
    closing = operations.ask_closing(person=person, at=MONDAY)
    with django_capture_on_commit_callbacks(execute=True):
        operations.close_due(at=closing.due_at)
    assert not Person.objects.get(pk=person.pk).is_active
    request = Request.objects.get()
    assert (request.kind, request.authority.code, request.closed_at) == ("complaint", "MPS", MONDAY)
    assert (request.asker, request.text, request.answer, request.place) == (None, "", "", {})
    assert not any(step.note for step in RequestStep.objects.all())
    assert not Photo.objects.exists()
    with pytest.raises(FileNotFoundError):
        store.read(picture)
    problem = Problem.objects.get()
    assert (problem.what, problem.rater) == ("", None)
    assert str(person.public_id) not in problem.about
    visit = Visit.objects.get()
    assert (visit.holder, visit.visitor, visit.about, visit.status) == (None, "", "", "attended")
    assert not Feed.objects.exists()
    assert (Rating.objects.get().comment, Rating.objects.get().level) == ("", 1)
    assert SharingCall.objects.get().proof == ""
    left = queries.copy_of(person, at=MONDAY)["tables"]
    assert {"hotline.Request", "appointments.Visit", "privacy.Access"}.isdisjoint(left)


def test_what_stays_goes_after_the_days_of_the_register(scene: Scene) -> None:
    operations.load_purposes(contents.purposes(packs.read(PACK)))
    Request.objects.update(**OVER)
    kept = queries.kept_for()
    for names, models in (
        (["visits"], [Visit]),
        (["requests", "calls"], [Request, SharingCall]),
    ):
        (days,) = {kept[name] for name in names}
        tasks.tidy(at=MONDAY + days)
        assert all(model.objects.exists() for model in models)  # type: ignore[attr-defined]
        tasks.tidy(at=MONDAY + days + timedelta(seconds=1))
        assert not any(model.objects.exists() for model in models)  # type: ignore[attr-defined]


def test_the_page_says_what_stays_why_and_for_how_long(client: Client, scene: Scene) -> None:
    operations.load_purposes(contents.purposes(packs.read(PACK)))
    sign_in(client, scene.person)
    page = client.get("/me/close/", headers={"accept-language": "en"}).content.decode()
    for words in ("only kind, office and dates", "5 years", "2 years", "article 13 (3)"):
        assert words in page

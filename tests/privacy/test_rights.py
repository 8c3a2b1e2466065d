"""What people may do about what is kept of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Model

from tests.architecture.sources import MODELS, name_of
from tests.architecture.trials import Scene
from tests.builders import (
    ANSWERS,
    DAY,
    MONDAY,
    a_case,
    a_person,
    a_post,
    an_applicant,
    an_id_service,
    an_organisation,
)
from tongban.audit.models import Entry
from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.hotline.operations import open_request
from tongban.identity import operations as identity
from tongban.identity.models import ApiToken, Grant, Passkey, Person, SignIn
from tongban.identity.operations import AccountClosed
from tongban.identity.rules import Door, GrantKind, Level, Method
from tongban.messages import operations as messages
from tongban.messages.models import Message
from tongban.privacy import operations, queries, tasks
from tongban.privacy.models import Access, Closing, Purpose
from tongban.privacy.operations import AlreadyClosing, NotClosing, ThingsWait
from tongban.privacy.providers import keepers

pytestmark = pytest.mark.django_db
PERSONAL = [model for model in MODELS if model.Privacy.personal]  # type: ignore[attr-defined]


@pytest.mark.parametrize("model", PERSONAL, ids=name_of)
def test_everything_personal_is_in_the_copy_or_says_why_not(model: type[Model]) -> None:
    ways, why = queries.ways_to(model), queries.why_apart(model)
    assert bool(ways) != bool(why), "say in Privacy whose it is (`whose`), or why not (`apart`)"
    for way in ways:
        model._base_manager.filter(**{way: 1}).exists()


def test_the_copy_holds_what_is_hers_whole_and_nothing_of_anybody_else(settings, tmp_path) -> None:
    settings.TONGBAN_FILES = tmp_path
    scene = Scene()
    other = an_applicant("路人")
    cases.look(case=scene.case, by=scene.handler, at=MONDAY + DAY)
    told = queries.copy_of(scene.person, at=MONDAY)
    text = str(told)
    for hers in (*scene.canaries, scene.case.reference, "page.jpg"):
        assert hers in text
    assert told["tables"]["privacy.Access"][0]["person"] == "you"
    for not_hers in ("路人", other.person.phone, scene.handler.person.name):
        assert not_hers not in text
    assert str(scene.person.id_index) not in text
    assert scene.upload.stored_as not in text
    assert told["not_copied"]["identity.RegisterEntry"]


def a_full_account() -> Person:
    """Somebody with one of everything that goes."""
    person = a_person("林晓")
    at = MONDAY
    opened = identity.open_sign_in(
        person=person, door=Door.PORTAL, method=Method.CODE, level=Level(3), device="", at=at
    )
    assert opened.ended_at is None
    identity.issue_token(person=person, label="x", by=person, at=at)
    Passkey.objects.create(
        person=person, name="x", credential_id="x", public_key=b"x", level=2, created_at=at
    )
    messages.queue("cases/submitted", to=person, about="case/1", at=at)
    operations.record_access(
        person=person,
        by=a_person("Clerk"),
        under="post/1",
        office={},
        about="x/1",
        fields=["name"],
        reason="",
        at=at,
    )
    return person


def test_an_account_is_closed_after_the_days_of_grace_and_leaves_nobody_behind() -> None:
    person = a_full_account()
    phone = person.phone
    closing = operations.ask_closing(person=person, at=MONDAY)
    assert closing.due_at == MONDAY + timedelta(days=15)
    assert tasks.tidy(at=closing.due_at - timedelta(seconds=1)) == 0
    assert Person.objects.get(pk=person.pk).is_active

    assert operations.close_due(at=closing.due_at) == 1

    gone = Person.objects.get(pk=person.pk)
    assert (gone.name, gone.id_number, gone.phone, gone.facts) == ("", "", "", {})
    assert (gone.id_index, gone.phone_index, gone.is_active) == (None, None, False)
    assert not SignIn.objects.filter(person=person, ended_at=None).exists()
    assert not ApiToken.objects.filter(person=person, revoked_at=None).exists()
    for model in (Passkey, Message, Access):
        assert not model.objects.exists()
    with pytest.raises(AccountClosed):
        identity.open_sign_in(
            person=gone, door=Door.PORTAL, method=Method.CODE, level=Level(1), device="", at=MONDAY
        )
    assert Person.objects.with_phone(phone) is None
    assert Entry.objects.filter(action="privacy.account_closed").exists()
    assert operations.close_due(at=closing.due_at + DAY) == 0


def test_files_that_the_law_keeps_stay_and_drafts_go() -> None:
    by, service = an_applicant(), an_id_service(decide={"by": "official"})
    cases.start(service=service, by=by, at=MONDAY)
    person = by.person
    closing = operations.ask_closing(person=person, at=MONDAY)
    operations.close_due(at=closing.due_at)
    assert not Case.objects.exists()
    done = a_case(by=an_applicant("Bea"), service=service)
    Case.objects.filter(pk=done.pk).update(status="closed", desk=None, closed_at=MONDAY)
    later = operations.ask_closing(person=done.applicant, at=MONDAY)
    operations.close_due(at=later.due_at)
    kept = Case.objects.get()
    assert kept.answers["phone"] == ANSWERS["phone"]


def test_who_changes_their_mind_in_time_keeps_everything() -> None:
    person = a_full_account()
    operations.ask_closing(person=person, at=MONDAY)
    with pytest.raises(AlreadyClosing):
        operations.ask_closing(person=person, at=MONDAY)
    operations.keep_account(person=person, at=MONDAY + DAY)
    with pytest.raises(NotClosing):
        operations.keep_account(person=person, at=MONDAY + DAY)
    assert operations.close_due(at=MONDAY + 100 * DAY) == 0
    person.refresh_from_db()
    assert person.is_active
    operations.ask_closing(person=person, at=MONDAY + DAY)
    assert Closing.objects.count() == 2


def test_an_account_with_open_things_is_not_closed() -> None:
    case = a_case()
    with pytest.raises(ThingsWait) as refused:
        operations.ask_closing(person=case.applicant, at=MONDAY)
    assert refused.value.faults == {"cases": "1"}
    firm = an_organisation()
    head = firm.legal_representative
    Grant.objects.create(
        organisation=firm, agent=head, kind=GrantKind.LEGAL_REPRESENTATIVE, starts_at=MONDAY
    )
    with pytest.raises(ThingsWait):
        operations.ask_closing(person=head, at=MONDAY)
    with pytest.raises(ThingsWait):
        operations.ask_closing(person=a_post().person, at=MONDAY)
    asker = a_person()
    open_request(by=asker, kind="complaint", text="Noise at night", authority="MPS", at=MONDAY)
    with pytest.raises(ThingsWait):
        operations.ask_closing(person=asker, at=MONDAY)
    assert not Closing.objects.exists()


def test_what_came_up_meanwhile_is_waited_for() -> None:
    by = an_applicant()
    closing = operations.ask_closing(person=by.person, at=MONDAY)
    case = a_case(by=by)
    operations.close_due(at=closing.due_at)
    by.person.refresh_from_db()
    assert by.person.is_active
    Case.objects.filter(pk=case.pk).update(status="closed", desk=None, closed_at=MONDAY)
    operations.close_due(at=closing.due_at + DAY)
    by.person.refresh_from_db()
    assert not by.person.is_active


def a_purpose(keeps: list[dict]) -> None:
    words = {"zh": "x", "en": "x", "ko": "x"}
    row: dict[str, Any] = {"id": "x", "names": words, "says": words, "basis": "duty", "law": words}
    row |= {"fields": [words], "reads": words, "keeps": keeps, "confidence": "compiled"}
    operations.load_purposes([row])


def test_what_the_register_keeps_for_so_many_days_is_gone_after_them() -> None:
    says = {"zh": "x"}
    a_purpose([{"id": name, "days": 10, "says": says} for name in keepers()])
    a_full_account()
    cases.start(service=an_id_service(), by=an_applicant(), at=MONDAY)
    handed_in = a_case(by=an_applicant("Bea"), service=an_id_service())
    Message.objects.exclude(template="cases/submitted").delete()
    tasks.tidy(at=MONDAY + 10 * DAY)
    assert Access.objects.exists()
    assert Case.objects.count() == 2

    tasks.tidy(at=MONDAY + 10 * DAY + timedelta(seconds=1))

    for model in (Access, Message, SignIn):
        assert not model.objects.exists(), model
    assert list(Case.objects.all()) == [handed_in]


def test_what_the_register_does_not_limit_stays() -> None:
    a_purpose([{"id": "accesses", "says": {"zh": "x"}}])
    a_full_account()
    tasks.tidy(at=MONDAY + 10_000 * DAY)
    assert Access.objects.exists()


def test_loading_the_register_again_changes_it_and_drops_what_it_names_no_longer() -> None:
    a_purpose([{"id": "accesses", "days": 1, "says": {"zh": "x"}}])
    Purpose.objects.create(code="old", basis="duty")
    a_purpose([{"id": "accesses", "days": 2, "says": {"zh": "x"}}])
    assert [purpose.code for purpose in queries.purposes()] == ["x"]
    assert queries.kept_for() == {"accesses": timedelta(days=2)}

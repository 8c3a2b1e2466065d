"""People who act for people: seen, told of, and stopped."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.builders import a_post, an_applicant, an_id_service
from tests.cases.filing import AT, a_citizen, filed
from tests.doors import sign_in
from tongban.audit.models import Entry
from tongban.cases import operations as cases
from tongban.cases.models import Case
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.identity import operations as identity
from tongban.identity.models import Actor
from tongban.identity.queries import actor_for
from tongban.identity.rules import MandateKind
from tongban.messages.models import Message
from tongban.privacy.models import Access

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.TONGBAN_FILES = tmp_path / "files"


@pytest.fixture
def helped(client: Client) -> Case:
    """The draft that a relative began for somebody, on the phone that `client` is."""
    service = an_id_service()
    her, helper = an_applicant("陈秀英").person, an_applicant("何丽").person
    told = {"phone": helper.phone, "name": "何丽", "services": [service.code], "at": now()}
    power = cases.entrust(by=her, ends_at=now() + timedelta(days=30), **told)
    sign_in(client, helper)
    assert client.post(f"/me/helpers/{power.public_id}/act/").status_code == 302
    assert client.post(f"/services/{service.code}/apply/").status_code == 302
    return Case.objects.get()


def test_somebody_acts_for_another_person_who_reads_it_at_once(
    helped: Case, client: Client
) -> None:
    her, act = helped.applicant, helped.acts.get()
    helper, form = act.mandate.agent, f"/cases/{helped.public_id}/form/about/"
    assert "Acting for 陈秀英" in client.get(form).content.decode()
    assert "but this page is your own" in client.get("/wallet/").content.decode()
    client.get(form)
    look = Access.objects.get(person=her)
    assert (look.by, look.under, look.kind) == (helper, act.mandate.ref, "relative")
    assert Entry.objects.get(action="cases.started").by == helper.public_id
    assert Message.objects.filter(to=her, template="cases/helped").count() == 1


def test_whoever_is_acted_for_stops_it_and_ends_the_power(helped: Case, client: Client) -> None:
    act, phone = helped.acts.get(), Client()
    sign_in(phone, helped.applicant)
    shown = phone.get(f"/me/helpers/{act.mandate.public_id}/").content.decode()
    assert "Stop this" in shown
    stop = f"/me/helpers/acts/{act.public_id}/stop/"
    assert client.post(stop).status_code == 404  # the helper
    assert phone.post(stop, {"also_end": "yes"}).status_code == 302
    helped.refresh_from_db()
    act.mandate.refresh_from_db()
    assert helped.status == "withdrawn"
    assert act.mandate.ended_at
    by = helped.applicant.public_id
    assert Entry.objects.filter(action="cases.vetoed", by=by).exists()
    assert client.get(f"/cases/{helped.public_id}/form/about/").status_code == 302
    with pytest.raises(cases.VetoOver):
        cases.veto(act=act, by=helped.applicant, at=now())


def test_what_would_be_decided_at_once_waits_for_an_official_if_a_helper_handed_it_in() -> None:
    her, helper = a_citizen().person, an_applicant("何丽").person
    power = identity.give_mandate(
        principal=her,
        agent=helper,
        kind=MandateKind.FAMILY,
        services=["iit-record"],
        ends_at=AT + timedelta(days=30),
        by=her,
        at=AT,
    )
    case = filed("iit-record", Actor(her, mandate=power), year_from=2023, year_to=2024)
    assert (case.status, case.decided_by_rule) == ("submitted", "")
    assert case.steps.get(action="submitted").by == helper


def test_a_power_reaches_only_its_matters_its_days_and_registered_helpers() -> None:
    service, other = an_id_service(), an_id_service()
    her, helper = an_applicant("陈秀英").person, a_post("何丽", role=Role.HELPER)
    power = cases.entrust(
        by=her,
        phone=helper.person.phone,
        name="何丽",
        services=[service.code],
        ends_at=now() + timedelta(days=30),
        at=now(),
    )
    by = actor_for(helper.person, power.public_id, at=now())
    assert by is not None
    case = cases.start(service=service, by=by, at=now())
    with pytest.raises(cases.NotEntrusted):
        cases.start(service=other, by=by, at=now())
    with pytest.raises(cases.NotEntrusted):
        cases.save_draft(case=case, answers={}, by=by, at=now() + timedelta(days=31))
    Post.objects.update(ended_at=now())
    with pytest.raises(cases.NotEntrusted):
        cases.save_draft(case=case, answers={}, by=by, at=now())
    act = case.acts.get()
    with pytest.raises(cases.VetoOver):
        cases.veto(act=act, by=her, at=now() + timedelta(days=4))
    assert Case.objects.get().status == "draft"

"""Who stands at a counter, what they brought, and whose form is whose."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from tests.architecture.trials import NAME, Scene, a_code
from tests.builders import (
    ANSWERS,
    a_certificate,
    a_post,
    an_applicant,
    an_id_service,
    an_organisation,
)
from tests.doors import sign_in_at_work
from tests.identity.test_names import FACTS
from tongban.audit.models import Entry
from tongban.cases import operations as cases
from tongban.cases.models import Case, Voucher
from tongban.cases.rules import DeadEnd
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.certificates.operations import CodeRefused
from tongban.identity import operations as identity
from tongban.identity.models import Actor, Grant, Mandate, Person, id_index
from tongban.identity.operations import ConfirmedByTheSame, NameNotMatched
from tongban.identity.rules import GrantKind
from tongban.messages.models import Message
from tongban.privacy.models import Access

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
COUNTER = "/work/counter/"
CARDS = {"310104195402039984": "周桂兰", "310104194509179923": "陈秀英"}


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> None:
    settings.TONGBAN_FILES = tmp_path / "files"


@pytest.fixture
def clerk() -> Post:
    identity.load_register(
        [
            {"name": name, "number": number, **FACTS, "region": "310104"}
            for number, name in CARDS.items()
        ]
    )
    return a_post("王建国", role=Role.CLERK)


@pytest.fixture
def desk(client: Client, clerk: Post) -> Client:
    sign_in_at_work(client, clerk.person)
    return client


def meets(desk: Client, number: str) -> str:
    """The page of whoever has this card."""
    answer = desk.post(f"{COUNTER}people/", {"name": CARDS[number], "number": number})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def whose(number: str) -> Person:
    return Person.objects.get(id_index=id_index(number))


def test_somebody_without_an_account_applies_by_card_and_takes_the_receipt_home(
    desk: Client, clerk: Post
) -> None:
    service = an_id_service()
    person = meets(desk, "310104194509179923")
    her = whose("310104194509179923")
    a_certificate("hukou-book", holder=her)
    assert (her.level, her.phone_index) == (4, None)
    form = desk.post(f"{person}begin/", {"service": service.code})["Location"]
    page = desk.get(form).content.decode()
    assert "陈秀英" in page
    desk.post(form, {**ANSWERS, "revision": "0"})
    printed = desk.get(f"{form}print/").content.decode()
    assert "Filled in, and not handed in yet." in printed
    done = desk.post(f"{form}hand-in/", {"confirmed": "yes"}).content.decode()
    assert "Print the receipt" in done

    case = Case.objects.get()
    assert (case.applicant, case.channel, case.status) == (her, "counter", "submitted")
    receipt = desk.get(f"{form}print/").content.decode()
    assert case.reference in receipt
    assert "This is not an official document" in receipt
    looks = Access.objects.filter(person=her)
    assert {look.by for look in looks} == {clerk.person}
    assert Entry.objects.filter(action="cases.filled_in_at_counter", by=clerk.person.public_id)


def test_two_forms_of_two_people_in_two_tabs_are_never_mixed(desk: Client) -> None:
    service = an_id_service()
    forms = {}
    for number, name in CARDS.items():
        page = meets(desk, number)
        forms[name] = desk.post(f"{page}begin/", {"service": service.code})["Location"]
    first, second = forms["周桂兰"], forms["陈秀英"]
    desk.post(first, {"phone": "13811112222", "revision": "0"})
    desk.post(second, {"phone": "13933334444", "revision": "0"})
    assert "This is the form of <b>周桂兰</b>" in desk.get(first).content.decode()
    phones = {
        c.applicant.name: c.answers["phone"] for c in Case.objects.select_related("applicant")
    }
    assert phones == {"周桂兰": "13811112222", "陈秀英": "13933334444"}
    stale = desk.post(first, {"phone": "13955556666", "revision": "0"}).content.decode()
    assert "13955556666" in stale  # kept, and said that it was saved by somebody else meanwhile
    assert Case.objects.get(applicant=whose("310104195402039984")).answers["phone"] == "13811112222"


def test_one_scan_of_a_code_from_a_dead_end_brings_what_was_typed(desk: Client) -> None:
    service, phone = an_id_service(), Client()
    told = {"dead_end": "refused", "service": service.code, "phone": "13877776666"}
    assert phone.post("/counter-code/", told).status_code == 302
    voucher = Voucher.objects.get()
    shown = phone.get("/counter-code/").content.decode()
    assert f"{voucher.code[:4]} {voucher.code[4:]}" in shown
    assert "data:image/svg" in shown

    brought = desk.post(COUNTER, {"code": voucher.code})["Location"]
    assert "13877776666" in desk.get(brought).content.decode()
    card = {"name": "陈秀英", "number": "310104194509179923", "voucher": str(voucher.public_id)}
    form = desk.post(f"{COUNTER}people/", card)["Location"]
    assert "13877776666" in desk.get(form).content.decode()
    assert desk.post(COUNTER, {"code": voucher.code}).status_code == 409


def test_a_firms_draft_is_opened_with_the_power_of_whoever_came(desk: Client) -> None:
    firm = an_organisation()
    ana = an_applicant("林晓").person
    grant = Grant.objects.create(
        organisation=firm, agent=ana, kind=GrantKind.AGENT, starts_at=now() - timedelta(days=1)
    )
    by = Actor(ana, grant)
    service = an_id_service(audience=["person", "organisation"])
    draft = cases.start(service=service, by=by, at=now())
    code = cases.make_voucher(case=draft, by=by, at=now()).code
    form = desk.post(COUNTER, {"code": code})["Location"]
    assert "Acme" in desk.get(form).content.decode()
    assert "Saved." in desk.post(form, {"phone": "13811112222", "revision": "0"}).content.decode()
    Grant.objects.update(revoked_at=now())
    refused = desk.post(form, {"phone": "13811113333", "revision": "1"}).content.decode()
    assert "does not cover this" in refused


def test_refusals_at_the_counter(clerk: Post) -> None:
    number = "310104195402039984"
    with pytest.raises(NameNotMatched):
        cases.meet_with_card(name="别人", number=number, by=clerk, at=now())
    with pytest.raises(CodeRefused):
        cases.meet_with_code(text="TB1:" + "A" * 60, by=clerk, at=now())
    helper = a_post("何丽", office=clerk.office, role=Role.HELPER)
    with pytest.raises(cases.MayNot):
        cases.meet_with_card(name="周桂兰", number=number, by=helper, at=now())
    own = Post.objects.create(
        person=cases.meet_with_card(name="周桂兰", number=number, by=clerk, at=now()).person,
        office=clerk.office,
        role=Role.CLERK,
    )
    with pytest.raises(cases.OwnCase):
        cases.meet_with_card(name="周桂兰", number=number, by=own, at=now())


def test_a_power_on_paper_holds_once_a_second_official_has_seen_it(
    desk: Client, clerk: Post
) -> None:
    service = an_id_service()
    service.for_person = True
    service.save()
    helper = an_applicant("何丽").person
    page = meets(desk, "310104194509179923")
    told = {
        "name": "何丽",
        "phone": helper.phone,
        "until": str((now() + timedelta(days=30)).date()),
        "services": [service.code],
        "paper": "A-7",
    }
    assert desk.post(f"{page}paper/", told).status_code == 302
    power = Mandate.objects.get()
    assert power.starts_at is None
    confirm = f"{COUNTER}powers/{power.public_id}/"
    assert "has to confirm this" in desk.post(confirm).content.decode()
    with pytest.raises(ConfirmedByTheSame):
        cases.confirm_paper(mandate=power, by=clerk, at=now())
    stranger, colleague = Client(), Client()
    sign_in_at_work(stranger, a_post("Other", role=Role.CLERK).person)
    assert stranger.post(confirm).status_code == 404
    sign_in_at_work(colleague, a_post("李四", office=clerk.office, role=Role.CLERK).person)
    assert "A-7" in colleague.get(COUNTER).content.decode()
    assert colleague.post(confirm).status_code == 302
    power.refresh_from_db()
    assert power.is_live(at=now())
    assert Message.objects.filter(template="cases/power_begun").count() == 2


def test_the_code_of_a_person_opens_their_page_once() -> None:
    scene = Scene()
    desk = scene.at_work(a_post("Clerk", office=scene.handler.office, role=Role.CLERK))
    code = a_code(scene)
    page = desk.post(COUNTER, {"code": code})["Location"]
    assert NAME in desk.get(page).content.decode()
    assert "used here already" in desk.post(COUNTER, {"code": code}).content.decode()
    assert "does not count here" in desk.post(COUNTER, {"code": "x" * 80}).content.decode()


def test_what_is_over_is_forgotten(clerk: Post) -> None:
    at = now()
    cases.meet_with_card(name="周桂兰", number="310104195402039984", by=clerk, at=at)
    left = {"dead_end": DeadEnd.SEARCH, "typed": {"q": "x"}, "service": None}
    cases.leave_voucher(**left, by=None, source="192.0.2.1", at=at)
    assert cases.forget_vouchers(at=at + timedelta(days=1)) == 0
    assert cases.forget_vouchers(at=at + timedelta(days=3)) == 2

"""The sheet of a certificate: first who gets what, then the form is filled and locked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.builders import ANSWERS, MONDAY, a_person, an_id_service, an_office
from tests.cases.test_uploading import a_photo
from tests.cases.wallets import BOOK, PERMIT, holds
from tests.doors import sign_in
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.identity.models import Actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(client: Client) -> Actor:
    person = a_person("林晓", region="310104")
    holds(person, "hukou-book", BOOK)
    holds(person, "residence-permit", PERMIT)
    sign_in(client, person, level=3)
    return Actor(person)


@pytest.fixture
def draft(ana: Actor) -> Case:
    an_office()
    service = an_id_service()
    schema = service.version.package["form"]["schema"]  # type: ignore[union-attr]
    schema["properties"]["lost_where"]["x-prefill"] = "certificate:residence-permit.live_address"
    service.version.save()  # type: ignore[union-attr]
    case = operations.start(service=service, by=ana, at=MONDAY)
    return operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY)


def sheet(case: Case, kind: str, page: str = "") -> str:
    address = reverse("case_present", args=[case.public_id, kind])
    return f"{address}?page={page}" if page else address


def test_the_sheet_says_who_gets_what_and_what_for_and_presents_nothing(
    client: Client, draft: Case
) -> None:
    said = client.get(sheet(draft, "hukou-book")).content.decode()
    for part in ("公安部", str(draft.service), "household_no", BOOK["household_no"]):
        assert part in said
    assert BOOK["head"] not in said
    assert not draft.materials.exists()


def test_the_form_offers_it_and_shows_it_locked_with_its_source(
    client: Client, draft: Case
) -> None:
    form = reverse("case_form", args=[draft.public_id, "loss"])
    assert sheet(draft, "residence-permit", "loss") in client.get(form).content.decode()

    answer = client.post(sheet(draft, "residence-permit", "loss"))

    assert answer["Location"] == form
    shown = client.get(form)
    field = shown.context["form"]["lost_where"]
    assert (field.value(), field.field.disabled) == (PERMIT["live_address"], True)
    assert "residence-permit" in field.field.source
    assert sheet(draft, "residence-permit", "loss") in shown.content.decode(), "the way back"

    client.post(sheet(draft, "residence-permit", "loss"), {"back": "1"})

    assert client.get(form).context["form"]["lost_where"].field.disabled is False


def test_presenting_strikes_the_material_out_and_the_check_says_who_gets_it(
    client: Client, draft: Case
) -> None:
    client.post(sheet(draft, "hukou-book"))
    materials = client.get(reverse("case_materials", args=[draft.public_id])).content.decode()
    assert "<s>居民户口簿</s>" in materials
    check = client.get(reverse("case_check", args=[draft.public_id])).content.decode()
    assert "Presented from your certificates" in check
    assert "公安部" in check


def test_a_certificate_that_is_not_there_has_no_sheet(client: Client, draft: Case) -> None:
    for kind in ("sscard", "nothing"):
        assert client.get(sheet(draft, kind)).status_code == 404
        assert client.post(sheet(draft, kind)).status_code == 404


def test_a_file_instead_of_a_certificate_asks_why(client: Client, draft: Case) -> None:
    address = reverse("case_material", args=[draft.public_id, "hukou-book"])

    def hands_in(**more: str) -> int:
        photo = SimpleUploadedFile("a.jpg", a_photo(), "image/jpeg")
        return client.post(address, {"file": photo, **more}).status_code

    assert hands_in() == 200, "the page again, with what is missing"
    assert not draft.materials.exists()
    assert hands_in(reason="rather_not") == 302
    assert draft.materials.get().held

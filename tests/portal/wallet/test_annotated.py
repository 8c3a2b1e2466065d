"""Annotated copies: signed, marked, checkable by anybody, and over when they should be."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate, now
from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pypdf import PdfReader

from tests.builders import DAY, a_person, a_post, an_organisation
from tests.certificates.wallets import NUMBER, issued
from tests.doors import sign_in
from tongban.audit.queries import trail_of
from tongban.certificates import operations, queries
from tongban.certificates.models import AnnotatedCopy, Certificate
from tongban.certificates.rules import Standing
from tongban.identity.models import Actor, Grant, Person
from tongban.identity.operations import TooOften
from tongban.identity.rules import GrantKind

pytestmark = pytest.mark.django_db

ASKED = {"purpose": "Renting a flat", "receiver": "Landlord Ltd"}


@pytest.fixture
def ana(client: Client) -> Person:
    person = a_person("Ana")
    sign_in(client, person)
    client.cookies["django_language"] = "en"
    return person


@pytest.fixture
def card(ana: Person) -> Certificate:
    return issued(holder=ana, ends=localdate() + 1000 * DAY, at=now())


def a_copy(card: Certificate, **more: object) -> AnnotatedCopy:
    assert card.person
    facts = {**ASKED, "until": localdate() + 30 * DAY, "by": Actor(card.person), "at": now()}
    return operations.annotate(certificate=card, **facts | more)  # type: ignore[arg-type]


def fetched(client: Client, copy: AnnotatedCopy) -> bytes:
    answer = client.get(reverse("copy_file", args=[copy.public_id]))
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.content


def status_of(client: Client, pdf: bytes) -> PdfSignatureStatus:
    """What a foreign validator says who knows only our root certificate."""
    roots = list(load_certs_from_pemder_data(client.get(reverse("copy_root")).content))
    [signature] = PdfFileReader(BytesIO(pdf)).embedded_signatures
    return validate_pdf_signature(signature, ValidationContext(trust_roots=roots))


def checked(client: Client, token: str) -> str:
    return client.post(reverse("copy_check", args=[token])).text


def test_a_copy_is_made_on_the_page_and_listed(client: Client, card: Certificate) -> None:
    address = reverse("certificate_copies", args=[card.public_id])
    until = localdate() + 30 * DAY
    answer = client.post(address, {**ASKED, "until": until.isoformat()})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    copy = AnnotatedCopy.objects.get()
    assert (copy.purpose, copy.receiver, copy.until) == (*ASKED.values(), until)
    assert [entry.action for entry in trail_of(copy.ref)] == ["certificates.copy_made"]
    assert reverse("copy_file", args=[copy.public_id]) in client.get(address).text


def test_the_pdf_is_signed_and_a_foreign_validator_believes_it(
    client: Client, card: Certificate
) -> None:
    status = status_of(client, fetched(client, a_copy(card)))
    assert status.bottom_line
    assert status.trusted
    assert status.coverage.name == "ENTIRE_FILE"


def test_a_changed_pdf_is_not_believed(client: Client, card: Certificate) -> None:
    pdf = bytearray(fetched(client, a_copy(card)))
    place = pdf.index(b"stream") + 40
    pdf[place] ^= 1
    assert not status_of(client, bytes(pdf)).bottom_line


def test_a_pdf_to_which_something_was_added_is_not_believed(
    client: Client, card: Certificate
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(fetched(client, a_copy(card))))
    writer.root["/Lang"] = writer.add_object(writer.root["/Type"])
    writer.update_root()
    written = BytesIO()
    writer.write(written)
    assert not status_of(client, written.getvalue()).bottom_line


def test_the_paper_says_what_for_for_whom_and_until_when(client: Client, card: Certificate) -> None:
    text = PdfReader(BytesIO(fetched(client, a_copy(card)))).pages[0].extract_text()
    text = text.replace("\n", " ")
    for said in (*ASKED.values(), NUMBER):
        assert said in text
    assert text.count("Only for") >= 5  # across the page


def squares_in(pdf: bytes) -> Iterator[str]:
    """Every QR code that a foreign reader sees on the paper."""
    page = pypdfium2.PdfDocument(pdf)[0]
    picture: Image.Image = page.render(scale=3).to_pil()
    for found in zxingcpp.read_barcodes(picture.convert("L")):
        yield found.text


def test_the_square_on_the_paper_leads_to_the_page_that_checks_it(
    client: Client, card: Certificate
) -> None:
    copy = a_copy(card)
    [address] = squares_in(fetched(client, copy))
    assert address.endswith(reverse("copy_check", args=[copy.token]))
    assert str(Standing.GOOD.label) in checked(Client(), copy.token)


def test_a_link_alone_asks_nothing_and_tells_nothing(client: Client, card: Certificate) -> None:
    copy = a_copy(card)
    text = Client().get(reverse("copy_check", args=[copy.token])).text
    assert ASKED["receiver"] not in text
    copy.refresh_from_db()
    assert copy.checks == 0


def test_who_checks_learns_no_more_than_is_needed(client: Client, card: Certificate) -> None:
    copy = a_copy(card)
    stranger = Client()
    stranger.cookies["django_language"] = "en"
    text = checked(stranger, copy.token)
    assert ASKED["receiver"] in text
    assert "A**" in text
    for hidden in ("Ana", NUMBER, card.identifier):
        assert hidden not in text


def test_the_holder_sees_that_it_was_checked(client: Client, card: Certificate) -> None:
    copy = a_copy(card)
    checked(Client(), copy.token)
    checked(Client(), copy.token)
    text = client.get(reverse("certificate_copies", args=[card.public_id])).text
    assert "Checked 2 times" in text


@pytest.mark.parametrize("token", ["x", "a" * 27, "%00", "é" * 500])
def test_a_made_up_token_gets_always_the_same_answer(client: Client, token: str) -> None:
    answer = client.post(reverse("copy_check", args=[token.replace("%", "_")]))
    assert answer.status_code == 422
    assert str(operations.NoSuchCopy.message) in answer.text


def test_guessing_is_counted_although_it_is_refused(card: Certificate) -> None:
    at = now()
    refused: list[str] = []
    for _ in range(61):
        with pytest.raises((operations.NoSuchCopy, TooOften)) as told:
            operations.check_annotated(token="x", source="1.2.3.4", at=at)
        refused.append(told.value.code)
    assert refused == ["no_such_copy"] * 60 + ["too_often"]
    copy = a_copy(card)
    assert operations.check_annotated(token=copy.token, source="5.6.7.8", at=at)


def test_a_copy_that_was_ended_does_not_count(client: Client, card: Certificate) -> None:
    copy = a_copy(card)
    client.post(reverse("copy_end", args=[copy.public_id]))
    assert str(Standing.ENDED.label) in checked(client, copy.token)
    assert client.get(reverse("copy_file", args=[copy.public_id])).status_code == 404
    assert [entry.action for entry in trail_of(copy.ref)][1] == "certificates.copy_ended"
    copy.refresh_from_db()
    with pytest.raises(operations.CopyOver):
        operations.end_annotated(copy=copy, by=Actor(copy.by), at=now())


def test_a_copy_is_over_with_its_day_and_with_its_certificate(card: Certificate) -> None:
    copy = a_copy(card)
    assert queries.copy_standing(copy, at=now() + 30 * DAY) == Standing.GOOD
    assert queries.copy_standing(copy, at=now() + 31 * DAY) == Standing.OVER
    operations.cancel(certificate=card, reason="x", by=a_post(), at=now())
    copy.refresh_from_db()
    assert queries.copy_standing(copy, at=now()) == Standing.CANCELLED
    with pytest.raises(operations.NoLongerValid):
        a_copy(card)


def test_a_copy_of_a_replaced_certificate_sends_to_the_newer(card: Certificate) -> None:
    copy = a_copy(card)
    issued(holder=card.person, replaces=card, at=now())
    copy.refresh_from_db()
    assert queries.copy_standing(copy, at=now()) == Standing.CHANGED


@pytest.mark.parametrize("days", [-1, 366])
def test_a_copy_counts_neither_too_long_nor_in_the_past(card: Certificate, days: int) -> None:
    with pytest.raises(operations.CopyTooLong):
        a_copy(card, until=localdate() + timedelta(days=days))
    assert not AnnotatedCopy.objects.exists()


def test_a_copy_never_outlives_its_certificate(ana: Person) -> None:
    card = issued(holder=ana, ends=localdate() + 10 * DAY, at=now())
    with pytest.raises(operations.CopyTooLong):
        a_copy(card, until=localdate() + 11 * DAY)


def test_nobody_makes_copies_of_what_is_not_theirs(client: Client, card: Certificate) -> None:
    with pytest.raises(operations.NoLongerValid):
        a_copy(card, by=Actor(a_person("Ben")))
    stranger = Client()
    sign_in(stranger, a_person("Ben"))
    copy = a_copy(card)
    for screen, name in [("certificate_copies", card.public_id), ("copy_file", copy.public_id)]:
        assert stranger.get(reverse(screen, args=[name])).status_code == 404
    assert stranger.post(reverse("copy_end", args=[copy.public_id])).status_code == 404


def test_a_firms_copy_hangs_on_the_power_of_whoever_made_it() -> None:
    firm, agent = an_organisation(), a_person("Ben")
    card = issued("sscard", holder=firm, at=now())
    grant = Grant.objects.create(
        organisation=firm, agent=agent, kind=GrantKind.AGENT, starts_at=now() - DAY
    )
    copy = a_copy_of_firm(card, Actor(agent, grant))
    assert queries.copy_standing(copy, at=now()) == Standing.GOOD
    grant.revoked_at = now()
    grant.save()
    copy = AnnotatedCopy.objects.select_related("grant").get()
    assert queries.copy_standing(copy, at=now()) == Standing.NO_POWER


def a_copy_of_firm(card: Certificate, by: Actor) -> AnnotatedCopy:
    return operations.annotate(certificate=card, **ASKED, until=localdate() + DAY, by=by, at=now())

"""A counter asks a wallet that somebody else made, and believes only what it may."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import a_post
from tests.portal.vc import counters, wallets
from tests.portal.vc.counters import answer, asked, request_of, shown
from tongban.catalog.models import Post
from tongban.certificates import operations, queries
from tongban.certificates.models import Certificate, Presentation, Verifier
from tongban.certificates.operations import BeyondPurpose, VerifierOver
from tongban.core.refusal import Refusal
from tongban.crypto import sd_jwt
from tongban.crypto.devices import Device
from tongban.crypto.keys import INTL, encoded, generate
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


@pytest.fixture
def window(post: Post) -> Verifier:
    return counters.a_verifier(post)


def outcome(told: dict[str, Any]) -> str:
    found: str = Presentation.objects.get(public_id=told["state"]).outcome
    return found


def test_what_is_asked_is_shown_and_the_holder_reads_who_looked(
    card: Certificate, post: Post, window: Verifier
) -> None:
    device = Device.make()
    text, told = wallets.fetched(card, device), request_of(asked(window, post))
    assert told["dcql_query"]["credentials"][0]["claims"] == [{"path": ["name"]}]
    assert told["client_id"].startswith("x509_hash:")

    assert answer(told, shown(text, device, told, "name")).json() == {}
    (found,) = queries.presentations_of(post)
    assert (found.outcome, found.shown) == ("good", {"name": "林晓"})
    (line,) = accesses_to(card.person)
    assert (line.fields, line.by, line.under) == (["idcard.name"], post.person, post.ref)
    assert line.matter["zh"].startswith("在窗口办理")


def test_an_answer_counts_once(card: Certificate, post: Post, window: Verifier) -> None:
    device = Device.make()
    text, told = wallets.fetched(card, device), request_of(asked(window, post))
    vp = shown(text, device, told, "name")
    assert answer(told, vp).status_code == 200
    assert answer(told, vp).status_code == 400
    other = request_of(asked(window, post))
    assert answer(other, vp).status_code == 400
    assert outcome(other) == "wrong_nonce"
    assert len(accesses_to(card.person)) == 1


def test_what_is_not_believed_shows_nothing(
    card: Certificate, post: Post, window: Verifier
) -> None:
    device, stranger = Device.make(), Device.make()
    text = wallets.fetched(card, device)
    signed, *disclosures, _end = text.split("~")
    named = next(each for each in disclosures if "name" in sd_jwt.decoded(each).decode())
    lie = encoded('["AAAAAAAAAAAAAAAAAAAAAA","name","李"]'.encode())
    changed = text.replace(named, lie)
    forged = sd_jwt.issue(
        {"iss": wallets.ISSUER}, hidden={"name": "x"}, key=generate(INTL), holder=device.public
    )
    nobody = sd_jwt.issue(
        {"iss": "https://evil.example"}, hidden={}, key=generate(INTL), holder=device.public
    )
    for reason, whole, key, how in [
        ("wrong_audience", text, device, {"audience": "https://other.example"}),
        ("wrong_nonce", text, device, {"nonce": "another"}),
        ("expired", text, device, {"at": now() - timedelta(minutes=6)}),
        ("not_bound", text, stranger, {}),
        ("tampered_disclosure", changed, device, {}),
        ("unknown_key", forged, device, {}),
        ("unknown_issuer", nobody, device, {}),
    ]:
        told = request_of(asked(window, post))
        vp = shown(whole, key, told, "name", **how)
        refused = answer(told, vp)
        assert (refused.status_code, outcome(told)) == (400, reason)
    for junk in ["", "x", "~", "a.b.c~d~e.f.g", "." * 9]:
        told = request_of(asked(window, post))
        assert answer(told, junk).status_code == 400
    assert not any(each.shown for each in queries.presentations_of(post))
    assert not accesses_to(card.person)
    assert signed


def test_more_or_less_than_was_asked_is_not_kept(
    card: Certificate, post: Post, window: Verifier
) -> None:
    device = Device.make()
    text = wallets.fetched(card, device)
    for show, reason in [
        (("name", "certificate_status"), "beyond_purpose"),
        ((), "not_all"),
    ]:
        told = request_of(asked(window, post))
        answer(told, shown(text, device, told, *show))
        assert outcome(told) == reason
    assert not any(each.shown for each in queries.presentations_of(post))


def test_a_certificate_that_ended_is_refused_at_once(
    card: Certificate, post: Post, window: Verifier
) -> None:
    device = Device.make()
    text, told = wallets.fetched(card, device), request_of(asked(window, post))
    operations.cancel(certificate=card, reason="lost", by=a_post("Chief"), at=now())
    answer(told, shown(text, device, told, "name"))
    assert outcome(told) == "revoked"


def test_another_kind_of_certificate_is_no_answer(card: Certificate, post: Post) -> None:
    both = counters.a_verifier(post, certificates={"idcard": ["name"], "hukou-book": ["name"]})
    device = Device.make()
    text, told = wallets.fetched(card, device), request_of(asked(both, post, kind="hukou-book"))
    answer(told, shown(text, device, told, "name"))
    assert outcome(told) == "other_kind"


def test_a_holder_who_declines_is_believed(post: Post, window: Verifier) -> None:
    told = request_of(asked(window, post))
    form = {"error": "access_denied", "state": told["state"]}
    assert Client().post(reverse("vc_response", args=[told["state"]]), form).status_code == 200
    assert outcome(told) == "declined"


def test_a_question_ends_with_its_time_and_with_its_verifier(
    card: Certificate, post: Post, window: Verifier
) -> None:
    device = Device.make()
    text, late = wallets.fetched(card, device), request_of(asked(window, post))
    Presentation.objects.update(expires_at=now() - timedelta(seconds=1))
    assert answer(late, shown(text, device, late, "name")).status_code == 400
    told = request_of(asked(window, post))
    operations.end_verifier(verifier=window, by=post, at=now())
    assert answer(told, shown(text, device, told, "name")).status_code == 400
    assert not accesses_to(card.person)
    with pytest.raises(VerifierOver):
        asked(window, post)


def test_an_answer_larger_than_any_is_not_read(post: Post, window: Verifier) -> None:
    told = request_of(asked(window, post))
    assert answer(told, "x" * 70_000).status_code == 400
    assert not outcome(told)


@pytest.mark.parametrize(
    "certificates",
    [{"idcard": ["photo"]}, {"passport": ["name"]}, {"idcard": []}, {"idcard": ["name", "x"]}],
)
def test_over_asking_is_refused_when_a_verifier_is_registered(
    post: Post, certificates: dict[str, list[str]]
) -> None:
    with pytest.raises(BeyondPurpose):
        counters.a_verifier(post, certificates=certificates)
    assert not Verifier.objects.exists()


def test_a_verifier_of_another_office_or_another_kind_asks_nothing(window: Verifier) -> None:
    for post, kind in [(a_post("Other"), "idcard"), (a_post("Other"), "passport")]:
        with pytest.raises(Refusal):
            asked(window, post, kind=kind)
    assert not Presentation.objects.exists()


def test_what_was_shown_is_forgotten_after_a_day(
    card: Certificate, post: Post, window: Verifier
) -> None:
    device = Device.make()
    text, told = wallets.fetched(card, device), request_of(asked(window, post))
    answer(told, shown(text, device, told, "name"))
    assert "林晓" not in json.dumps(list(Presentation.objects.values_list("request", flat=True)))
    operations.tidy_presentations(at=now() + timedelta(days=2))
    assert not Presentation.objects.exists()

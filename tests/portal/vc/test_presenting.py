"""Our wallet is asked: the holder reads who asks and what for, and nobody else is heard."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import a_person
from tests.doors import sign_in
from tests.portal.vc import counters
from tests.portal.vc.counters import asked, links, opened, pressed
from tongban.catalog.models import Post
from tongban.certificates import queries
from tongban.certificates.models import Certificate, Presentation, WalletCredential
from tongban.certificates.rules.presentations import lies_at
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


def test_the_holder_reads_who_asks_and_shows_exactly_that(card: Certificate, post: Post) -> None:
    window = counters.a_verifier(post)
    question = asked(window, post)
    phone, page = opened(card.person, links(post, question)["ours"])
    assert "一号窗口" in page.text
    assert "在窗口办理" in page.text
    assert page.context["asked"][0]["labels"] == ["姓名"]
    assert "林晓" not in page.text
    assert not Presentation.objects.get().answered_at

    assert "It was shown" in pressed(phone, page).text
    (found,) = queries.presentations_of(post)
    assert (found.outcome, found.shown) == ("good", {"name": "林晓"})
    (line,) = accesses_to(card.person)
    assert (line.fields, line.by) == (["idcard.name"], post.person)
    assert not queries.credentials_of(card, at=now())  # it lies in no wallet
    assert WalletCredential.objects.get().expires_at < now() + timedelta(minutes=11)


def test_the_holder_shows_nothing(card: Certificate, post: Post) -> None:
    question = asked(counters.a_verifier(post), post)
    phone, page = opened(card.person, links(post, question)["others"])
    assert "Nothing was shown" in pressed(phone, page, "decline").text
    assert Presentation.objects.get().outcome == "declined"
    assert not accesses_to(card.person)
    assert not WalletCredential.objects.exists()


def test_a_question_is_answered_once(card: Certificate, post: Post) -> None:
    question = asked(counters.a_verifier(post), post)
    phone, page = opened(card.person, links(post, question)["ours"])
    pressed(phone, page)
    again = pressed(phone, page)
    assert again.status_code == 422
    assert len(accesses_to(card.person)) == 1
    assert WalletCredential.objects.count() == 1


def test_nobody_shows_what_is_somebody_elses(card: Certificate, post: Post) -> None:
    question = asked(counters.a_verifier(post), post)
    phone, page = opened(a_person("Ben"), links(post, question)["ours"])
    assert page.context["asked"][0]["fitting"] == []
    answer = pressed(phone, page, **{"certificate-0": str(card.public_id)})
    assert answer.status_code == 422
    assert not Presentation.objects.get().answered_at


def test_an_address_below_another_is_told_by_the_letter() -> None:
    assert lies_at("https://a.example/x/y", "https://a.example/x")
    for wrong in ["https://a.example/xy", "https://a.example/x/../y", "https://b.example/x/y"]:
        assert not lies_at(wrong, "https://a.example/x")


def test_a_copy_is_shown_from_where_it_was_issued(card: Certificate, post: Post) -> None:
    question = asked(counters.a_verifier(post), post)
    Certificate.objects.update(node="west")
    _phone, page = opened(card.person, links(post, question)["ours"])
    assert page.context["asked"][0]["fitting"] == []
    assert [each["node"] for each in page.context["asked"][0]["elsewhere"]] == ["west"]


def test_a_certificate_that_does_not_say_it_all_is_not_shown(card: Certificate, post: Post) -> None:
    question = asked(counters.a_verifier(post), post)
    phone, page = opened(card.person, links(post, question)["ours"])
    Certificate.objects.filter(pk=card.pk).update(fields={"status": "有效"})
    assert pressed(phone, page).context["error"] == "not_on_it"
    assert not Presentation.objects.get().answered_at
    assert not accesses_to(card.person)


def test_the_page_without_a_link_asks_for_one(client: Client, card: Certificate) -> None:
    sign_in(client, card.person)
    assert "openid4vp://" in client.get(reverse("wallet_present")).text

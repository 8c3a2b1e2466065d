"""The screens of ratings: for whoever was served, for everybody, and for officials."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import DAY, a_person, a_post, an_authority
from tests.doors import sign_in, sign_in_at_work
from tests.ratings.occasions import an_occasion
from tongban.catalog.rules import Role
from tongban.messages.models import Delivery
from tongban.ratings import operations, queries
from tongban.ratings.models import Rating
from tongban.ratings.rules import Opinion

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}
TEXTS = "/api/v1/texts"


def text(client: Client, address: str) -> str:
    return client.get(address, headers=ENGLISH).content.decode()


def test_what_is_mine_is_on_my_list_and_rated_with_nothing_chosen(client: Client) -> None:
    occasion = an_occasion(at=now(), reference="A012")
    page = reverse("occasion", args=[occasion.public_id])
    sign_in(client, a_person("Ben"))
    assert client.get(page).status_code == 404, "somebody else's"
    assert page not in text(client, reverse("ratings"))
    sign_in(client, occasion.rater)
    assert page in text(client, reverse("ratings"))
    assert " checked" not in text(client, page)
    assert client.post(page, {"comment": "Slow"}).status_code == 422
    assert client.post(page, {"level": "5"}).status_code == 302
    assert client.post(page, {"level": "1"}).status_code == 409
    assert Rating.objects.get().level == 5


def test_the_code_at_the_counter_asks_no_name_and_counts_once(client: Client) -> None:
    ana = a_person("甄金丝雀")
    occasion = an_occasion(at=now(), rater=ana, reference="A012", counter="3")
    page = reverse("rating_code", args=[queries.word_for(occasion.about)])
    shown = text(client, page)
    assert "A012" in shown
    assert not [secret for secret in (ana.name, ana.phone) if secret in shown]
    assert client.post(page, {"level": "4"}).status_code == 302
    assert "A code counts once" in text(client, page)
    client.post(page, {"level": "1"})
    rating = Rating.objects.get()
    assert (rating.level, rating.obtained) == (4, "qr")
    assert client.get(page[:-3] + "x/").status_code == 404
    early = reverse("rating_code", args=[queries.word_for("visit/not-served-yet")])
    assert "once you were served" in text(client, early)


def test_a_carrier_with_the_key_brings_answers_and_each_gets_one(client: Client, settings) -> None:
    occasion = an_occasion(at=now())
    body = {"phone": occasion.rater.phone, "text": "很好"}
    post = {"content_type": "application/json", "headers": {"authorization": "Bearer k-1"}}
    assert client.post(TEXTS, body, **post).status_code == 401, "no key, no door"
    settings.TONGBAN_TEXTS_KEY = "k-1"
    assert "1" in client.post(TEXTS, body, **post).json()["answer"]
    assert not Rating.objects.exists()
    client.post(TEXTS, body | {"text": "5"}, **post)
    assert Rating.objects.get().obtained == "sms"
    assert Delivery.objects.filter(address_index=occasion.rater.phone_index).count() == 2
    assert client.post(TEXTS, {**body, "phone": "19911112222"}, **post).status_code == 200
    assert Delivery.objects.count() == 2, "strangers are not written to"


def test_everybody_sees_sample_sizes_and_few_are_hidden(client: Client) -> None:
    authority = an_authority()
    for count, code in ((6, authority.code), (3, "small")):
        for number in range(count):
            occasion = an_occasion(authority=code)
            said = Opinion(1 if number == 0 else 5, (), "Words of one")
            operations.rate(
                occasion=occasion, opinion=said, by=occasion.rater, at=occasion.ended_at
            )
    page = reverse("ratings_public")
    assert "No sealed ratings yet" in text(client, page)
    operations.seal(at=now() + DAY)
    shown = text(client, page)
    assert "83 %" in shown
    assert "Fewer than 30" in shown
    assert shown.count("Fewer than 5 ratings") == 1
    assert "Words of one" not in shown
    assert text(client, f"{page}?by=service&authority={authority.code}").count('"card"') == 1


def test_staff_enter_a_sheet_and_only_chiefs_see_the_signs(client: Client) -> None:
    clerk = a_post("Clerk")
    an_occasion(at=now(), office=clerk.office.code, reference="A012")
    sign_in_at_work(client, clerk.person)
    sheet = {"reference": "A012", "obtained": "paper", "level": "2"}
    assert (
        client.post(reverse("work_ratings_enter"), sheet | {"reference": "B1"}).status_code == 409
    )
    assert client.post(reverse("work_ratings_enter"), sheet).status_code == 200
    assert Rating.objects.get().entered_by == clerk.person
    assert client.get(reverse("work_ratings_signs")).status_code == 404
    sign_in_at_work(client, a_post("Chief", office=clerk.office, role=Role.CHIEF).person)
    assert client.get(reverse("work_ratings_signs")).status_code == 200

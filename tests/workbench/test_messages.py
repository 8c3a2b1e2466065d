"""Officials call whom no message reached, and give programs their keys."""

import pytest

from tests.builders import MONDAY, a_person, a_post, an_office
from tests.doors import sign_in_at_work
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.messages import operations
from tongban.messages.models import Message, Sender, Template, Unreached
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db
UNREACHED, PROGRAMS = "/work/unreached/", "/work/programs/"


def not_reached(post: Post) -> Unreached:
    message = Message.objects.create(
        to=a_person("林晓", address="Long Road 1"),
        template="cases/part_needs_you",
        about="case/1",
        office=post.office,
        params={"service": {"zh": "补领"}},
        queued_at=MONDAY,
    )
    return Unreached.objects.create(message=message, opened_at=MONDAY)


def test_the_list_covers_names_and_looking_behind_is_seen(client) -> None:
    post = a_post()
    row = not_reached(post)
    person = row.message.to
    sign_in_at_work(client, post.person)
    body = client.get(UNREACHED).content.decode()
    assert "林*" in body
    assert "林晓" not in body
    page = f"{UNREACHED}{row.public_id}/"
    assert person.phone not in client.get(page).content.decode()
    assert not accesses_to(person)
    assert person.phone in client.post(page, {"show": "1"}).content.decode()
    assert accesses_to(person).count() == 1


def test_a_call_in_vain_stays_and_a_letter_ends_it(client) -> None:
    post = a_post()
    row = not_reached(post)
    sign_in_at_work(client, post.person)
    page = f"{UNREACHED}{row.public_id}/"
    client.post(page, {"how": "in_vain", "note": ""})
    row.refresh_from_db()
    assert (row.calls, row.result) == (1, "")
    client.post(page, {"how": "letter", "note": "R 1"})
    row.refresh_from_db()
    assert row.result == "letter"
    assert client.get(page).status_code == 404


def test_another_office_does_not_see_them(client) -> None:
    row = not_reached(a_post())
    sign_in_at_work(client, a_post(office=an_office("Elsewhere")).person)
    assert client.get(f"{UNREACHED}{row.public_id}/").status_code == 404


def test_a_chief_registers_a_program_and_sees_its_key_once(client) -> None:
    post = a_post("Chief", role=Role.CHIEF)
    sign_in_at_work(client, post.person)
    body = client.post(PROGRAMS, {"name": "Water", "a_day": 10}).content.decode()
    secret = Sender.objects.get().secret
    assert secret in body
    assert secret not in client.get(PROGRAMS).content.decode()


def test_a_text_with_a_link_is_refused_and_what_was_typed_stays(client) -> None:
    post = a_post("Chief", role=Role.CHIEF)
    sender, _key = operations.register_sender(name="Water", a_day=10, by=post, at=MONDAY)
    sign_in_at_work(client, post.person)
    told = {"name": "Bill", "channel": "sms", "body_zh": "看 http://x.example"}
    body = client.post(f"{PROGRAMS}{sender.public_id}/", told).content.decode()
    assert "http://x.example" in body
    assert not Template.objects.exists()
    client.post(f"{PROGRAMS}{sender.public_id}/", {**told, "body_zh": "您好((name))"})
    assert Template.objects.get().bodies == {"zh": "您好((name))"}


def test_a_clerk_has_no_programs(client) -> None:
    sign_in_at_work(client, a_post().person)
    assert client.get(PROGRAMS).status_code == 404

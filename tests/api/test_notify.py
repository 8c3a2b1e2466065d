"""Departments' programs send through us with the official client of GOV.UK Notify."""

from collections.abc import Callable
from typing import Any

import pytest
from notifications_python_client.errors import HTTPError
from notifications_python_client.notifications import NotificationsAPIClient

from tests.builders import MONDAY, a_person, a_post, an_office
from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.messages import operations, tasks
from tongban.messages.models import Delivery, Sender, Template
from tongban.messages.rules import Channel

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = "13800138000"


@pytest.fixture
def chief() -> Post:
    return a_post("Chief", role=Role.CHIEF)


@pytest.fixture
def program(live_server: Any, chief: Post) -> Callable[..., tuple[NotificationsAPIClient, Sender]]:
    def made(name: str = "Water", a_day: int = 100) -> tuple[NotificationsAPIClient, Sender]:
        sender, key = operations.register_sender(name=name, a_day=a_day, by=chief, at=MONDAY)
        return NotificationsAPIClient(key, base_url=live_server.url), sender

    return made


def a_text(sender: Sender, by: Post, body: str = "您的水费((amount))元。") -> Template:
    return operations.write_template(
        sender=sender,
        name="Bill",
        channel=Channel.SMS,
        subjects={},
        bodies={"zh": body, "en": "Your water bill is ((amount)) yuan."},
        by=by,
        at=MONDAY,
    )


def a_mail(sender: Sender, by: Post) -> Template:
    return operations.write_template(
        sender=sender,
        name="Letter",
        channel=Channel.EMAIL,
        subjects={"zh": "致((name))"},
        bodies={"zh": "您好，((name))。"},
        by=by,
        at=MONDAY,
    )


def refused(call: Callable[[], object]) -> tuple[int, str, str]:
    with pytest.raises(HTTPError) as caught:
        call()
    first: Any = caught.value.message[0]
    return caught.value.status_code, first["error"], first["message"]


def test_a_text_is_accepted_delivered_and_followed(program, chief) -> None:
    client, sender = program()
    template = a_text(sender, chief)
    sent = client.send_sms_notification(
        PHONE, str(template.public_id), {"amount": 30}, reference="bill-1"
    )
    assert sent["content"]["body"] == "您的水费30元。"
    assert client.get_notification_by_id(sent["id"])["status"] == "created"
    at = Delivery.objects.get().queued_at
    assert tasks.deliver(at=at) == 1
    assert client.get_notification_by_id(sent["id"])["status"] == "sending"
    tasks.ask_results(at=at)
    told = client.get_notification_by_id(sent["id"])
    assert (told["status"], told["phone_number"]) == ("delivered", PHONE)
    assert told["reference"] == "bill-1"


def test_a_reader_who_is_known_here_is_written_to_in_their_language(program, chief) -> None:
    client, sender = program()
    template = a_text(sender, chief)
    ana = a_person()
    ana.language = "en"
    ana.save()
    sent = client.send_sms_notification(f"+86 {ana.phone}", str(template.public_id), {"amount": 30})
    assert sent["content"]["body"] == "Your water bill is 30 yuan."


def test_an_email_has_its_subject(program, chief) -> None:
    client, sender = program()
    mail = a_mail(sender, chief)
    sent = client.send_email_notification("a@example.org", str(mail.public_id), {"name": "林晓"})
    assert sent["content"]["subject"] == "致林晓"
    assert Delivery.objects.get().channel == Channel.EMAIL


def test_templates_can_be_listed_read_and_tried(program, chief) -> None:
    client, sender = program()
    first = a_text(sender, chief)
    operations.write_template(
        sender=sender,
        name="Bill",
        channel=Channel.SMS,
        subjects={},
        bodies={"zh": "请缴水费((amount))元。"},
        after=first,
        by=chief,
        at=MONDAY,
    )
    a_mail(sender, chief)
    listed = client.get_all_templates()["templates"]
    assert {each["type"] for each in listed} == {"sms", "email"}
    assert client.get_template(str(first.public_id))["version"] == 2
    assert "您的" in client.get_template_version(str(first.public_id), 1)["body"]
    shown = client.post_template_preview(str(first.public_id), {"amount": 5})
    assert shown["body"] == "请缴水费5元。"


def test_what_was_sent_is_listed_page_by_page(program, chief) -> None:
    client, sender = program(a_day=1000)
    template = a_text(sender, chief)
    made = [
        operations.notify(
            sender=sender,
            channel=Channel.SMS,
            template_id=template.public_id,
            address=PHONE,
            personalisation={"amount": str(n)},
            reference="",
            at=MONDAY,
        )
        for n in range(260)
    ]
    found = list(client.get_all_notifications_iterator())
    assert [each["id"] for each in found] == [str(each.public_id) for each in reversed(made)]


def test_a_program_sees_and_uses_only_what_is_its_own(program, chief) -> None:
    client, _sender = program()
    _other_client, other = program("Gas")
    template = a_text(other, chief)
    status, error, _said = refused(
        lambda: client.send_sms_notification(PHONE, str(template.public_id), {"amount": 1})
    )
    assert (status, error) == (400, "BadRequestError")
    assert not Delivery.objects.exists()
    assert client.get_all_templates() == {"templates": []}


@pytest.mark.parametrize(
    ("phone", "given", "said"),
    [
        ("12", {"amount": 1}, "Not a valid phone number"),
        (PHONE, {}, "Missing personalisation: amount"),
        (PHONE, {"amount": "9" * 400}, "character count"),
    ],
)
def test_what_cannot_be_sent_is_refused_and_leaves_nothing(
    program, chief, phone, given, said
) -> None:
    client, sender = program()
    template = a_text(sender, chief)
    status, _error, message = refused(
        lambda: client.send_sms_notification(phone, str(template.public_id), given)
    )
    assert status == 400
    assert said in message
    assert not Delivery.objects.exists()


def test_the_limit_of_a_day_holds(program, chief) -> None:
    client, sender = program(a_day=2)
    template = str(a_text(sender, chief).public_id)
    for _ in range(2):
        client.send_sms_notification(PHONE, template, {"amount": 1})
    status, error, _said = refused(
        lambda: client.send_sms_notification(PHONE, template, {"amount": 1})
    )
    assert (status, error) == (429, "TooManyRequestsError")
    assert Delivery.objects.count() == 2


def test_a_wrong_key_and_one_that_was_ended_are_refused(program, chief, live_server) -> None:
    client, sender = program()
    stranger = NotificationsAPIClient(
        f"x-{sender.public_id}-{chief.public_id}", base_url=live_server.url
    )
    assert refused(stranger.get_all_templates)[:2] == (403, "AuthError")
    operations.end_sender(sender=sender, by=chief, at=MONDAY)
    assert refused(client.get_all_templates)[:2] == (403, "AuthError")


def test_a_text_message_holds_no_link(program, chief) -> None:
    _client, sender = program()
    with pytest.raises(operations.senders.TextUnfit):
        a_text(sender, chief, "请看 https://example.org")
    assert not Template.objects.exists()


def test_another_office_does_not_see_the_program(program) -> None:
    from tongban.messages.queries import senders_of

    _client, sender = program()
    assert not senders_of(a_post(office=an_office("Elsewhere"))).filter(pk=sender.pk).exists()

"""E-mail goes to a real mail server."""

from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from tests.builders import MONDAY
from tongban.config.running.processes import free_port
from tongban.messages.providers import NeverTaken, NotTaken, Parcel, smtp

PARCEL = Parcel("ana@example.org", "补正", "请打开。", "delivery/1", MONDAY)


class Post:
    """A mail server that keeps what comes, and knows one address that does not exist."""

    def __init__(self) -> None:
        self.kept: list[Any] = []

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        if address.startswith("nobody"):
            return "550 no such mailbox"
        if address.startswith("full"):
            return "452 mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope) -> str:
        self.kept.append(envelope)
        return "250 OK"


@pytest.fixture
def post(settings) -> Iterator[Post]:
    kept = Post()
    settings.EMAIL_PORT = free_port(0)
    server = Controller(kept, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    server.start()
    yield kept
    server.stop()


def test_a_mail_arrives_with_its_subject(post: Post) -> None:
    assert smtp.send(PARCEL) is False
    [envelope] = post.kept
    assert envelope.rcpt_tos == ["ana@example.org"]
    assert b"Auto-Submitted: auto-generated" in envelope.content


def test_a_mailbox_that_does_not_exist_is_given_up(post: Post) -> None:
    with pytest.raises(NeverTaken):
        smtp.send(PARCEL._replace(address="nobody@example.org"))


def test_a_full_mailbox_and_a_server_that_is_away_are_tried_again(post: Post, settings) -> None:
    with pytest.raises(NotTaken):
        smtp.send(PARCEL._replace(address="full@example.org"))
    settings.EMAIL_PORT = 1
    with pytest.raises(NotTaken):
        smtp.send(PARCEL)


def test_a_line_break_in_a_subject_starts_no_new_header(post: Post) -> None:
    with pytest.raises(ValueError, match="newlines"):
        smtp.send(PARCEL._replace(title="Hello\nBcc: victim@example.org"))
    assert not post.kept

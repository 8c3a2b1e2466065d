"""Kinds of messages, the ways that are usual for each, and quiet hours."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from django.db.models import TextChoices
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.messages.rules.channels import Channel


class Kind(TextChoices):
    """What a message is for its reader; the first line of its template says it."""

    NEEDS_YOU = "needs_you", _("Something is needed from you")
    RESULTS = "results", _("Decisions and certificates")
    PROGRESS = "progress", _("Steps of your cases")
    REMINDERS = "reminders", _("Appointments and reminders")
    ANSWERS = "answers", _("Answers to your requests")
    SAFETY = "safety", _("Your account and your data")


_OUT: Final = frozenset({Channel.PUSH, Channel.SMS, Channel.EMAIL})
USUAL: Final[Mapping[Kind, frozenset[Channel]]] = {
    Kind.NEEDS_YOU: _OUT,
    Kind.RESULTS: _OUT,
    Kind.PROGRESS: frozenset({Channel.PUSH}),
    Kind.REMINDERS: _OUT,
    Kind.ANSWERS: _OUT,
    Kind.SAFETY: _OUT,
}


def is_quiet(at: datetime, *, since: time | None, until: time | None) -> bool:
    """Whether it is between these hours here; the night may run over midnight."""
    if since is None or until is None or since == until:
        return False
    hour = localtime(at).time()
    if since < until:
        return since <= hour < until
    return hour >= since or hour < until


def when_to_carry(at: datetime, *, since: time | None, until: time | None) -> datetime:
    """Now, or when the quiet hours end."""
    if not is_quiet(at, since=since, until=until) or until is None:
        return at
    local = localtime(at)
    end = local.replace(hour=until.hour, minute=until.minute, second=0, microsecond=0)
    return end if end > local else end + timedelta(days=1)


def outside_words(kind: Kind, *, platform: str, reference: str) -> tuple[str, str]:
    """What leaves the platform: nothing personal and no links, since locked screens show it."""
    said = {
        Kind.NEEDS_YOU: gettext("Something is needed from you."),
        Kind.RESULTS: gettext("There is a decision for you."),
        Kind.PROGRESS: gettext("Your case goes on."),
        Kind.REMINDERS: gettext("There is a reminder for you."),
        Kind.ANSWERS: gettext("There is an answer for you."),
        Kind.SAFETY: gettext("Please look at what happened to your account or your data."),
    }[kind]
    about = gettext("Number %(reference)s.") % {"reference": reference} if reference else ""
    where = gettext("Read it in %(platform)s under Messages, or call 12345.")
    return said, " ".join(filter(None, [about, where % {"platform": platform}]))

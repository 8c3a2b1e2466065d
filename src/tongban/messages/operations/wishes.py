"""How a person wants to be told."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.crypto.tickets import content_of, ticket
from tongban.identity.models import Person
from tongban.identity.operations import limits
from tongban.messages.models import EMAIL, Delivery, Wishes, email_index
from tongban.messages.rules import LIVES, USUAL, Channel, Kind

TICKET_LIVES: Final = timedelta(hours=24)


class OneWayIsNeeded(Refusal):
    code = "one_way_is_needed"
    message = _("Keep at least one way by which we reach you when something is needed from you.")


class LinkIsOver(Refusal):
    code = "link_is_over"
    message = _("This link no longer works. Please enter your e-mail address again.")


@transaction.atomic
def set_wishes(
    *,
    person: Person,
    channels: Mapping[str, list[str]],
    quiet: tuple[time | None, time | None],
    by: Person,
    at: datetime,
) -> Wishes:
    """Which kinds go out by which ways, and when nothing may sound. In the centre all is shown."""
    kept = {
        kind.value: [way for way in Channel.values if way in channels.get(kind, [])]
        for kind in Kind
        if set(channels.get(kind, [])) != USUAL[kind]
    }
    if kept.get(Kind.NEEDS_YOU) == []:
        raise OneWayIsNeeded
    wishes = _wishes(person, at=at)
    wishes.channels, wishes.changed_at = kept, at
    wishes.quiet_since, wishes.quiet_until = quiet
    wishes.save(update_fields=["channels", "quiet_since", "quiet_until", "changed_at"])
    audit.record("messages.wishes_set", subject=person, by=by, at=at)
    return wishes


@transaction.atomic
def ask_email(*, person: Person, email: str, address: str, by: Person, at: datetime) -> None:
    """Send a link to this mail address; `address` is the page that takes it, ending in a slash."""
    limits.spend([("mail.person", person.ref), ("mail.address", email.lower())], at=at)
    sealed = ticket({"email": email, "person": person.ref}, place=EMAIL, lives=TICKET_LIVES, at=at)
    said = {"platform": str(settings.PLATFORM_NAME), "link": f"{address}{sealed}/"}
    Delivery.objects.create(
        channel=Channel.EMAIL,
        address=email,
        address_index=email_index(email),
        title=gettext("Please confirm your e-mail address"),
        body=gettext(
            "Somebody, probably you, wants messages of %(platform)s at this address."
            " To confirm, sign in and open this link within a day:\n\n%(link)s\n\n"
            "If it was not you, do nothing."
        )
        % said,
        purpose="confirm-email",
        queued_at=at,
        due_at=at,
        not_after=at + LIVES[Channel.EMAIL],
    )
    audit.record("messages.email_asked", subject=person, by=by, at=at)


@transaction.atomic
def confirm_email(*, person: Person, sealed: str, by: Person, at: datetime) -> Wishes:
    """The link that was sent came back from the same person: the address is theirs."""
    content = content_of(sealed, place=EMAIL, at=at)
    if content is None or content["person"] != person.ref:
        raise LinkIsOver
    wishes = _wishes(person, at=at)
    wishes.email, wishes.changed_at = content["email"], at
    wishes.save(update_fields=["email", "changed_at"])
    audit.record("messages.email_confirmed", subject=person, by=by, at=at)
    return wishes


def _wishes(person: Person, *, at: datetime) -> Wishes:
    return Wishes.objects.get_or_create(person=person, defaults={"changed_at": at})[0]

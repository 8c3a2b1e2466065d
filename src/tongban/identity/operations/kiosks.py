"""At a machine in a hall: signing in from one's own phone, staying, and leaving no trace there."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal
from tongban.identity.models import DeviceAsk, SignIn
from tongban.identity.operations.openid.devices import DeviceGone, ask_for_device
from tongban.identity.operations.sign_ins import end_sign_in, open_sign_in
from tongban.identity.queries import live_sign_in
from tongban.identity.queries.openid import device_ask
from tongban.identity.rules import Door, Level, Method

KIOSK: Final = "kiosk"  # in place of a client, which could not have this name
LETTERS: Final = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels: no words


class NotAgreedYet(Refusal):
    code = "not_agreed_yet"
    message = _("Nobody has agreed on a phone yet. Agree there, then press again.")


class NotAgreed(Refusal):
    code = "not_agreed"
    message = _("On the phone it was said that this is somebody else's machine.")


def show_device_code(
    *, names: Mapping[str, str], source: str, at: datetime
) -> tuple[DeviceAsk, str, str]:
    """What a kiosk shows for somebody's phone, with what only the kiosk itself knows of it.

    Returns it with its secret and the code for the screen. Refuses with TooOften.
    """
    drawn = "".join(secrets.choice(LETTERS) for _each in range(8))
    codes = {"device_code": secrets.token_urlsafe(32), "user_code": f"{drawn[:4]}-{drawn[4:]}"}
    ask = ask_for_device(
        client_id=KIOSK, scope="openid", codes=codes, source=source, names=names, at=at
    )
    return ask, codes["device_code"], codes["user_code"]


@transaction.atomic
def enter_by_device(*, secret: str, device: str, at: datetime) -> SignIn:
    """Let in whoever agreed on their phone, once, while they are still signed in there.

    Refuses with DeviceGone, NotAgreedYet, NotAgreed or AccountClosed.
    """
    asked = device_ask(secret)
    if asked is None or asked.client_id != KIOSK or asked.expires_at <= at:
        raise DeviceGone
    if asked.answered_at is None:
        raise NotAgreedYet
    if not asked.allowed or asked.sign_in is None:
        raise NotAgreed
    once = DeviceAsk.objects.filter(pk=asked.pk, entered_at=None).update(entered_at=at)
    if not once or live_sign_in(asked.sign_in.public_id, at=at) is None:
        raise DeviceGone
    return open_sign_in(
        person=asked.sign_in.person,
        door=Door.KIOSK,
        method=Method.DEVICE,
        level=Level(asked.level or Level.DECLARED),
        device=device,
        at=at,
    )


@transaction.atomic
def leave_kiosk(*, sign_in: SignIn, at: datetime) -> None:
    """End what somebody began at a machine; once it is over it can never be taken up again."""
    if SignIn.objects.filter(pk=sign_in.pk, door=Door.KIOSK, ended_at=None).exists():
        end_sign_in(sign_in=sign_in, by=sign_in.person, at=at)

"""Machines without a keyboard: a code on their screen, and somebody's answer from their phone."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.identity.models import DeviceAsk, SignIn
from tongban.identity.operations import limits
from tongban.identity.queries.openid import device_shown, user_code_index
from tongban.identity.queries.tokens import token_digest
from tongban.identity.rules import DEVICE_EVERY, DEVICE_LIVES


class DeviceGone(Refusal):
    code = "device_gone"
    message = _(
        "No machine shows this code now. Please check it, or let the machine show a new one."
    )


@transaction.atomic
def ask_for_device(
    *,
    client_id: str,
    scope: str,
    codes: Mapping[str, Any],
    source: str,
    at: datetime,
    names: Mapping[str, str] = MappingProxyType({}),
) -> DeviceAsk:
    """Keep what a machine asks for, until somebody answers. Refuses with TooOften."""
    limits.spend([("openid.device", source)], at=at)
    return DeviceAsk.objects.create(
        digest=token_digest(str(codes["device_code"])),
        user_code=user_code_index(str(codes["user_code"])),
        client_id=client_id,
        scope=scope,
        names=dict(names),
        asked_at=at,
        expires_at=at + DEVICE_LIVES,
    )


def find_device(*, user_code: str, sign_in: SignIn, at: datetime) -> DeviceAsk:
    """The machine that shows a code. A guess costs the person something.

    Refuses with TooOften or DeviceGone.
    """
    spent = limits.spend([("openid.user_code", sign_in.person.ref)], at=at)
    found = device_shown(user_code, at=at)
    if found is None:
        raise DeviceGone
    limits.give_back(spent)
    return found


@transaction.atomic
def answer_device(*, ask: DeviceAsk, allowed: bool, sign_in: SignIn, at: datetime) -> DeviceAsk:
    """Sign in on that machine, or say that it was not you. Refuses with DeviceGone."""
    still = DeviceAsk.objects.filter(pk=ask.pk, answered_at=None, expires_at__gt=at)
    answer = {"allowed": allowed, "sign_in": sign_in, "level": sign_in.level, "answered_at": at}
    if not still.update(**answer):
        raise DeviceGone
    detail: dict[str, object] = {"client": ask.client_id, "allowed": allowed}
    audit.record("identity.device_answered", subject=ask, by=sign_in.person, at=at, detail=detail)
    return DeviceAsk.objects.select_related("sign_in__person").get(pk=ask.pk)


def note_poll(*, ask: DeviceAsk, at: datetime) -> bool:
    """Note that a machine asks whether there is an answer; False if it asks too often."""
    patient = ask.polled_at is None or at - ask.polled_at >= DEVICE_EVERY
    DeviceAsk.objects.filter(pk=ask.pk).update(polled_at=at)
    return patient

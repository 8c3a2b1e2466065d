"""Whether to believe a code: accepted, accepted with a warning, or refused, and always why.

Plain Python, usable without an installation: the page, the command and other people's programs
give it the issuers' keys and the status lists that they hold.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from tongban.certificates.rules.codes import STEP, BadCode, Code, Credential, opened
from tongban.certificates.rules.scenes import Scene
from tongban.crypto import tokens
from tongban.crypto.keys import PublicKey

_ = str  # marks a text for translation; whoever shows it translates it
MOST_AGE: Final = 2 * STEP
MOST_AHEAD: Final = STEP  # a phone's clock may be this much before ours
FRESH: Final = timedelta(minutes=15)  # a list this old is as good as new
OLDEST: Final = timedelta(hours=24)  # and one this old is worth nothing
ACCEPTED, AMBER, REFUSED = "accepted", "amber", "refused"

SENTENCES: Final = {
    "good": _("This code is genuine, fresh and not cancelled."),
    "list_is_stale": _(
        "This code is genuine and fresh. Whether it was cancelled is not known for the last minutes."
    ),
    "too_long": _("This is longer than any code."),
    "not_a_code": _("This is no code of this platform."),
    "malformed": _("This code is damaged. Scan it again."),
    "unknown_issuer": _("Nobody known here issued this code."),
    "bad_issuer_signature": _("This code was not issued by the platform that it names."),
    "expired": _("This code has expired. Its holder must go online once."),
    "other_device": _("This code was not made by the phone that it belongs to."),
    "too_old": _("This code is more than a minute old, perhaps a picture of a screen."),
    "from_the_future": _("This code's clock is ahead of ours. Check the time on both devices."),
    "wrong_audience": _("This code was made for somebody else."),
    "replayed": _("This very code was used here already. Wait for the next one."),
    "list_is_missing": _("Whether this code was cancelled cannot be checked here. Go online."),
    "list_is_too_old": _("The list of cancelled codes is too old. Go online."),
    "revoked": _("This code was cancelled."),
    "wrong_holder": _("This is not the kind of code that is needed here."),
    "level_too_low": _("The holder must show more clearly who they are."),
}


@dataclass(frozen=True, slots=True)
class Issuer:
    """A node whose codes are believed, with one of its keys."""

    name: str
    address: str
    key: PublicKey

    def list_address(self, number: int) -> str:
        return f"{self.address}/codes/status/{number}/"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to do, and why. `reason` never changes its meaning; the sentence is for people."""

    outcome: str
    reason: str
    credential: Credential | None = None
    issuer: str = ""
    signed_at: int = 0

    @property
    def sentence(self) -> str:
        return SENTENCES[self.reason]


class Revocations(Protocol):
    """What was taken back, as a status list says it or as the issuer itself knows it."""

    @property
    def expires_at(self) -> datetime: ...
    def is_revoked(self, index: int) -> bool: ...
    def age(self, *, at: datetime) -> timedelta: ...


class Lists(Protocol):
    """Status lists by their address: a dictionary will do."""

    def get(self, address: str, /) -> Revocations | None: ...


@dataclass(frozen=True)
class Verifier:
    """Whoever checks codes, and what is known there. `issuers` are found by their short kid."""

    issuers: Mapping[bytes, Issuer]
    lists: Lists
    audience: str = ""
    seen: Container[tuple[bytes, int]] = ()

    def check(self, text: str, *, at: datetime, scene: Scene | None = None) -> Verdict:
        """Cheap questions first; the signatures before anything the code says is used."""
        try:
            code = opened(text)
        except BadCode as bad:
            return Verdict(REFUSED, bad.reason)
        issuer = self.issuers.get(code.issued.kid)
        if issuer is None:
            return Verdict(REFUSED, "unknown_issuer")
        reason = _untrue(code, issuer) or self._unfit(code, at) or _unwanted(code, scene)
        if reason:
            return Verdict(REFUSED, reason)
        demanding = scene is not None and scene.demanding
        outcome, reason = self._status(code.credential, issuer, at, demanding=demanding)
        return Verdict(outcome, reason, code.credential, issuer.name, code.signed_at)

    def _unfit(self, code: Code, at: datetime) -> str:
        now = at.timestamp()
        if code.credential.expires_at <= now:
            return "expired"
        if now - code.signed_at > MOST_AGE.total_seconds():
            return "too_old"
        if code.signed_at - now > MOST_AHEAD.total_seconds():
            return "from_the_future"
        if code.audience and code.audience != self.audience:
            return "wrong_audience"
        return "replayed" if (code.credential.id, code.signed_at) in self.seen else ""

    def _status(
        self, credential: Credential, issuer: Issuer, at: datetime, *, demanding: bool
    ) -> tuple[str, str]:
        found = self.lists.get(issuer.list_address(credential.place.number))
        if found is None:
            return REFUSED, "list_is_missing"
        if found.is_revoked(credential.place.index):
            return REFUSED, "revoked"
        age = found.age(at=at)
        if age <= FRESH:
            return ACCEPTED, "good"
        if demanding or age > OLDEST or found.expires_at <= at:
            return REFUSED, "list_is_too_old"
        return AMBER, "list_is_stale"


def _untrue(code: Code, issuer: Issuer) -> str:
    key = issuer.key
    if not code.issued.is_signed(alg=tokens.ALGORITHMS[key.suite], verify=key.verify):
        return "bad_issuer_signature"
    if not code.presented.is_signed(alg=tokens.ES256, verify=code.credential.device.verify):
        return "other_device"
    return ""


def _unwanted(code: Code, scene: Scene | None) -> str:
    if scene is None:
        return ""
    if code.credential.holder not in scene.holders:
        return "wrong_holder"
    return "level_too_low" if code.credential.level < scene.level else ""

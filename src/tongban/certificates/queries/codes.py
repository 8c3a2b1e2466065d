"""What a verifier needs to know, ours and other nodes': keys, and lists of what was taken back.

Both are public and signed. They are made once a minute and kept by each process for that minute;
the minute is their version, so that all processes tell the same.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings

from tongban.certificates import providers
from tongban.certificates.models import CodeCredential, KeptList, Scene
from tongban.certificates.queries import credentials
from tongban.certificates.rules import trust
from tongban.certificates.rules.verdicts import Revocations, Verifier
from tongban.crypto import status_lists
from tongban.crypto.status_lists import NoStatusList, StatusList
from tongban.federation import queries as federation
from tongban.federation.rules.registry import counts

SIZE: Final = 2**20  # entries of a list
SHARDS: Final = 100  # lists for the credentials that end on one day
MINUTE: Final = timedelta(minutes=1)
LIST_LIVES: Final = timedelta(hours=24)
KEYS_LIVE: Final = timedelta(hours=72)
ALONE: Final = "here"
_made: dict[tuple[str, ...], tuple[int, str]] = {}


def first_number(*, ends: datetime) -> int:
    """The first of the lists for credentials that end on this day."""
    return int(ends.timestamp()) // 86400 * SHARDS


def code_keys(*, at: datetime) -> str:
    """Whose codes count and in which scenes they are shown, signed. Anyone may ask."""
    return _of_this_minute("keys", _write_keys, at=at)


def own_list(number: int, *, at: datetime) -> str:
    """One of our status lists, signed. Anyone may ask."""
    return _of_this_minute(f"list {number}", lambda at: _write_list(number, at), at=at)


def own_numbers(*, at: datetime) -> list[int]:
    """The lists on which a running credential of ours may stand."""
    running = CodeCredential.objects.running(at=at).order_by()
    used = set(running.values_list("number", flat=True).distinct())
    used |= credentials.numbers(at=at)
    return sorted(used | {first_number(ends=at), first_number(ends=at + LIST_LIVES)})


def code_lists(*, at: datetime) -> list[str]:
    """Every list that counts, of all nodes. Anyone may ask."""
    ours = [own_list(number, at=at) for number in own_numbers(at=at)]
    kept = KeptList.objects.filter(expires_at__gt=at).order_by("address")
    return ours + list(kept.values_list("text", flat=True))


def verifier(*, at: datetime, audience: str = "") -> Verifier:
    """What this server itself believes: for its own codes it looks at the credentials."""
    keys = trust.read_keys(code_keys(at=at), at=at)
    issuers = keys.verifier([]).issuers
    return Verifier(issuers, Lists(keys, at), audience)


class Lists:
    """Status lists as a verifier asks for them, read only when asked for."""

    def __init__(self, keys: trust.Keys, at: datetime) -> None:
        self._keys, self._at = keys, at

    def get(self, address: str) -> Revocations | None:
        ours = f"{own_address()}/codes/status/"
        if address.startswith(ours):
            number = address.removeprefix(ours).rstrip("/")
            return _Live(int(number), self._at) if number.isdigit() else None
        kept = KeptList.objects.filter(address=address).first()
        found = trust.read_lists(kept.text, self._keys) if kept else []
        return found[0] if found else None


class _Live:
    """One of our lists as it is this moment."""

    def __init__(self, number: int, at: datetime) -> None:
        self._number, self._at = number, at
        self.expires_at = at + LIST_LIVES

    def is_revoked(self, index: int) -> bool:
        """Also when we never gave it to anybody."""
        return credentials.is_revoked(self._number, index, at=self._at)

    def age(self, *, at: datetime) -> timedelta:
        return at - self._at


def read_foreign(text: str, *, node: str, at: datetime) -> StatusList:
    """A list that another node gave us; raises NoStatusList if it is not that node's own."""
    keys = trust.read_keys(code_keys(at=at), at=at)
    own = [issuer for issuer in keys.issuers if issuer.name == node]
    found = status_lists.read(text, keys=[issuer.key for issuer in own])
    if not any(found.subject.startswith(f"{issuer.address}/") for issuer in own):
        raise NoStatusList("malformed", "This list stands under somebody else's address.")
    return found


def own_address() -> str:
    return str(settings.TONGBAN_ADDRESS).rstrip("/")


def own_name() -> str:
    return federation.here() or ALONE


def _write_keys(at: datetime) -> str:
    ours = providers.counting_keys(at=at)
    content = {
        "version": _minute(at),
        "expires_at": (at + KEYS_LIVE).isoformat(),
        "issuers": [
            {
                "name": own_name(),
                "names": {"zh": str(settings.PLATFORM_NAME)},
                "address": own_address(),
                "keys": [key.public.to_jwk() for key in ours],
            },
            *_neighbours(at),
        ],
        "signers": [key.public.to_jwk() for key in ours],
        "scenes": [scene.to_row() for scene in Scene.objects.order_by("code")],
    }
    return trust.write_keys(content, ours)


def _neighbours(at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "name": peer.name,
            "names": peer.names,
            "address": peer.address.rstrip("/"),
            "keys": [entry["jwk"] for entry in peer.keys if counts(entry, at=at)],
        }
        for peer in federation.peers()
    ]


def _write_list(number: int, at: datetime) -> str:
    """As of the beginning of this minute, so that no process is ahead of another."""
    return status_lists.sign(
        subject=f"{own_address()}/codes/status/{number}/",
        version=_minute(at),
        size=SIZE,
        revoked=credentials.revoked(number, at=at),
        key=providers.signing_key(at=at),
        at=at,
        lives=LIST_LIVES,
        fresh=MINUTE,
    )


def _of_this_minute(what: str, make: Callable[[datetime], str], *, at: datetime) -> str:
    signer = providers.signing_key(at=at).public.kid
    name = (what, own_name(), own_address(), signer)
    known = _made.get(name)
    if known is None or known[0] != _minute(at):
        if len(_made) > SHARDS:
            _made.clear()
        known = _minute(at), make(at)
        _made[name] = known
    return known[1]


def _minute(at: datetime) -> int:
    return int(at.astimezone(UTC).timestamp()) // 60

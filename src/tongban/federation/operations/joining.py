"""Coming in and being excluded. A node asks with its own signature; two operators agree."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.crypto.keys import BadKey, PublicKey
from tongban.federation.models import Motion, Peer
from tongban.federation.operations.registry import (
    FACTS,
    MORE,
    RegistryMalformed,
    content_of,
    own_entry,
    publish_registry,
)
from tongban.federation.providers import keyring
from tongban.federation.queries import here, is_hub
from tongban.federation.rules.joining import Kind
from tongban.federation.rules.registry import (
    APPLICATION,
    NODE,
    Entry,
    fingerprint_of,
    is_application,
    keys_of,
)
from tongban.federation.rules.timing import SKEW


class NoHub(Refusal):
    code = "no_hub"
    message = _("This platform is no hub. Nobody joins here.")


class BadApplication(Refusal):
    code = "bad_application"
    message = _("This application is not complete, or not signed with every key that it names.")


class NotForThisHub(Refusal):
    code = "not_for_this_hub"
    message = _("This application was made for another hub, or not just now.")


class AlreadyJoined(Refusal):
    code = "already_joined"
    message = _("This platform belongs to the federation already, exactly as it says.")


class KeyOfAnother(Refusal):
    code = "key_of_another"
    message = _("Another platform has this key.")


class NoSuchNode(Refusal):
    code = "no_such_node"
    message = _("No platform of this name belongs to the federation.")


class SameOperator(Refusal):
    code = "same_operator"
    message = _("You agreed already. Another operator must agree too.")


class MotionClosed(Refusal):
    code = "motion_closed"
    message = _("This has been decided already.")


class AlreadyMoved(Refusal):
    code = "already_moved"
    message = _("To exclude this platform was proposed already. Another operator must agree.")


def prepare_application(*, hub: str, at: datetime) -> str:
    """At a node: who we are and our keys, signed with each of them."""
    keyring.ensure(at=at)
    content = {"entry": own_entry(at=at), "hub": hub, "made_at": at.isoformat()}
    live = [key for key in keyring.signing_keys() if key.not_after is None or at < key.not_after]
    return sign_document(content, [each.key for each in live], kind=APPLICATION)


@transaction.atomic
def apply_to_join(*, application: str, at: datetime) -> Motion:
    """At the hub: keep the application for two operators to see. The same one again is the same.

    Refuses with NoHub, BadApplication, NotForThisHub, KeyOfAnother or AlreadyJoined.
    """
    entry = read_application(application, at=at)
    if entry["name"] == here() or entry["role"] != NODE:
        raise BadApplication
    if _standing(entry["name"]) == entry:
        raise AlreadyJoined
    _check_keys_are_its_own(entry)
    same = Motion.objects.filter(kind=Kind.JOIN, node=entry["name"], second_at=None)
    for motion in same.filter(dropped_at=None):
        if motion.entry == entry:
            return motion
    same.filter(dropped_at=None).update(dropped_at=at)
    return Motion.objects.create(
        kind=Kind.JOIN,
        node=entry["name"],
        entry=entry,
        fingerprint=fingerprint_of(entry["keys"][0]["jwk"]).replace(" ", ""),
        made_at=at,
    )


@transaction.atomic
def change_keys(*, application: str, at: datetime) -> Peer:
    """At the hub: a member has a new key. Its old and its new one signed that, so nobody is asked.

    Refuses with NoSuchNode, or BadApplication when anything but the keys differs.
    """
    entry = read_application(application, at=at)
    peer = Peer.objects.select_for_update().active().filter(name=entry["name"]).first()
    if peer is None:
        raise NoSuchNode
    if _signed_by(application, keys_of(peer.keys, at=at)) is None:
        raise BadApplication
    standing = _standing(peer.name)
    if standing is None or standing | {"keys": []} != dict(entry) | {"keys": []}:
        raise BadApplication
    _check_keys_are_its_own(entry)
    peer.keys = entry["keys"]
    peer.save(update_fields=["keys"])
    publish_registry(at=at)
    return peer


@transaction.atomic
def approve_joining(*, joining: Motion, by: audit.Named, at: datetime) -> Motion:
    """At the hub: an operator agrees that a node joins. With the second one it is a member."""
    return _agree(joining, Kind.JOIN, by=by, at=at)


@transaction.atomic
def propose_revoking(*, node: str, by: audit.Named, at: datetime, at_once: bool = False) -> Motion:
    """At the hub: an operator wants a member excluded. A second one must agree.

    With `at_once`, since its key may be known to others, nobody believes it from now on; if the
    second operator turns that down, it is believed again.
    """
    if not is_hub():
        raise NoHub
    if not Peer.objects.active().filter(name=node).exists():
        raise NoSuchNode
    with refusing({"motion_is_open_once_per_node": AlreadyMoved}):
        motion = Motion.objects.create(
            kind=Kind.REVOKE, node=node, made_at=at, first_by=by.public_id, first_at=at
        )
    audit.record("federation.revoking_proposed", subject=motion, by=by, at=at)
    if at_once:
        _believe(node, revoked=True, at=at)
        audit.record("federation.stopped_at_once", subject=motion, by=by, at=at)
    return motion


@transaction.atomic
def approve_revoking(*, revoking: Motion, by: audit.Named, at: datetime) -> Motion:
    """At the hub: the second operator agrees; nobody talks to that node from now on."""
    return _agree(revoking, Kind.REVOKE, by=by, at=at)


@transaction.atomic
def drop_motion(*, motion: Motion, by: audit.Named, at: datetime) -> Motion:
    """At the hub: one operator is enough to say no."""
    motion = _open(motion, motion.kind)
    motion.dropped_at = at
    motion.save(update_fields=["dropped_at"])
    audit.record("federation.motion_dropped", subject=motion, by=by, at=at)
    if motion.kind == Kind.REVOKE:
        _believe(motion.node, revoked=False, at=at)
    return motion


def read_application(text: str, *, at: datetime) -> Entry:
    """What an application says, if every key that it names signed it."""
    if not is_hub():
        raise NoHub
    try:
        content = _unchecked(text)
        keys = [PublicKey.from_jwk(each["jwk"]) for each in content["entry"]["keys"]]
    except (RegistryMalformed, BadKey) as error:
        raise BadApplication from error
    for key in keys:
        if _signed_by(text, [key]) != content:
            raise BadApplication
    made_at = datetime.fromisoformat(content["made_at"])
    if content["hub"] != here() or abs(at - made_at) > SKEW:
        raise NotForThisHub
    entry: Entry = content["entry"]
    return entry


def _unchecked(text: str) -> dict[str, Any]:
    content = content_of(text)
    if not is_application(content):
        raise BadApplication
    return content


def _signed_by(text: str, keys: Iterable[PublicKey]) -> dict[str, Any] | None:
    try:
        return read_document(text, keys=keys, kind=APPLICATION)
    except NotSigned:
        return None


def _standing(name: str) -> dict[str, Any] | None:
    """How a member stands in the registry now."""
    peer = Peer.objects.active().filter(name=name).first()
    return {"name": name} | {f: getattr(peer, f) for f in FACTS + MORE} if peer else None


def _check_keys_are_its_own(entry: Entry) -> None:
    own = {PublicKey.from_jwk(each["jwk"]).kid for each in entry["keys"]}
    for peer in Peer.objects.exclude(name=entry["name"]):
        if own & {PublicKey.from_jwk(each["jwk"]).kid for each in peer.keys}:
            raise KeyOfAnother


def _open(motion: Motion, kind: str) -> Motion:
    motion = Motion.objects.select_for_update().get(pk=motion.pk)
    if not motion.is_open or motion.kind != kind:
        raise MotionClosed
    return motion


def _agree(motion: Motion, kind: Kind, *, by: audit.Named, at: datetime) -> Motion:
    motion = _open(motion, kind)
    if motion.first_by is None:
        motion.first_by, motion.first_at = by.public_id, at
        motion.save(update_fields=["first_by", "first_at"])
    else:
        motion.second_by, motion.second_at = by.public_id, at
        with refusing({"motion_is_carried_by_two_operators": SameOperator}):
            motion.save(update_fields=["second_by", "second_at"])
        _carry(motion, at=at)
        publish_registry(at=at)
    audit.record(f"federation.{kind}_agreed", subject=motion, by=by, at=at)
    return motion


def _believe(node: str, *, revoked: bool, at: datetime) -> None:
    if Peer.objects.filter(name=node, revoked=not revoked).update(revoked=revoked):
        publish_registry(at=at)


def _carry(motion: Motion, *, at: datetime) -> None:
    if motion.kind == Kind.REVOKE:
        Peer.objects.filter(name=motion.node).update(revoked=True)
        return
    facts = {name: motion.entry[name] for name in FACTS + MORE}
    Peer.objects.update_or_create(name=motion.node, defaults=facts | {"revoked": False})
    stopped = Motion.objects.filter(kind=Kind.REVOKE, node=motion.node, second_at=None)
    stopped.filter(dropped_at=None).update(dropped_at=at)  # it has come back with other keys

"""`./tongban federation join HUB | rotate | compare | status`: this node among the others."""

import argparse
import sys
from datetime import datetime

from tongban.config.running.home import stop
from tongban.config.running.prepare import say


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban federation", description=__doc__)
    deeds = parser.add_subparsers(dest="deed", required=True)
    join = deeds.add_parser("join", help="ask a hub to take us in")
    join.add_argument("hub", help="its address, such as https://hub.example")
    join.add_argument("--fingerprint", default="", help="of the hub's key, from its operators")
    join.add_argument(
        "--new-keys", action="store_true", help="our keys may be known to others: make fresh ones"
    )
    deeds.add_parser("rotate", help="make a new signing key; the old one counts for another day")
    deeds.add_parser("compare", help="look with each neighbour whether both remember the same")
    deeds.add_parser("status", help="who we are, what we hold, how it goes with each neighbour")
    asked = parser.parse_args(arguments)
    import django

    django.setup()
    from django.utils.timezone import now

    from tongban.core.refusal import Refusal
    from tongban.federation import queries
    from tongban.federation.providers.wire import Trouble

    if not queries.here():
        stop("This installation stands alone. Say which platform it is with TONGBAN_PLATFORM.")
    try:
        if asked.deed == "join":
            _join(asked.hub.rstrip("/"), asked.fingerprint, new=asked.new_keys, at=now())
        elif asked.deed == "rotate":
            _rotate(at=now())
        elif asked.deed == "compare":
            _compare(at=now())
        else:
            _status(at=now())
    except Refusal as refusal:
        stop(f"{refusal} ({refusal.code})")
    except Trouble as trouble:
        stop(f"The hub did not take it: {trouble.told.get('title', '')} ({trouble.code})")
    return 0


def _join(hub: str, fingerprint: str, *, new: bool, at: datetime) -> None:
    from tongban.federation import operations, queries
    from tongban.federation.providers import wire
    from tongban.federation.rules.registry import is_address

    if queries.is_hub():
        stop("This is a hub. Nodes join it, not the other way round.")
    if not is_address(hub):
        stop(f"{hub!r} is no address of a hub; it looks like https://hub.example.")
    text = wire.fetch(f"{hub}/federation/v1/registry") or ""
    shown = operations.fingerprint_in(text, at=at)
    say(f"The hub at {hub} signs with the key\n  {shown}")
    held = operations.trust_hub(
        text=text, address=hub, fingerprint=fingerprint or _compared(shown), at=at
    )
    if new:
        operations.replace_keys(at=at)
    application = operations.prepare_application(hub=held.hub, at=at)
    try:
        wire.post_text(f"{hub}/federation/v1/join", application)
    except wire.Trouble as trouble:
        if trouble.code != "already_joined":
            raise
        say("We belong to this federation already.")
        return
    own = operations.own_entry(at=at)
    say(f"Applied as {own['name']} with the key\n  {operations.own_fingerprint(at=at)}")
    say("Two operators of the hub must agree. The worker notices by itself when they have.")


def _compared(shown: str) -> str:
    """A person has to say that this is the hub's key; a program has to be told."""
    if not sys.stdin.isatty():
        stop("Ask the hub's operators for the fingerprint and give it with --fingerprint.")
    said = input("Is this what the hub's operators told you? Type yes: ")
    if said.strip().lower() != "yes":
        stop("Nothing was changed.")
    return shown


def _rotate(*, at: datetime) -> None:
    from tongban.federation import operations, queries
    from tongban.federation.providers import wire

    before = operations.add_signing_key(at=at)
    if queries.is_hub():
        held = operations.publish_registry(at=at)
        say(f"Registry {held.version} announces the new key; it is used in a week.")
        return
    held_now = queries.registry()
    if held_now is None:
        stop("We belong to no federation yet, so nobody needs to be told.")
    application = operations.prepare_application(hub=held_now.hub, at=at)
    try:
        wire.post_text(f"{held_now.address}/federation/v1/keys", application)
    except wire.Trouble:
        operations.put_back(before, at=at)
        raise
    say("The hub has the new key. It is used in five minutes, the old one counts for another day.")


def _compare(*, at: datetime) -> None:
    from tongban.core.refusal import Refusal
    from tongban.federation import operations, queries

    for peer in queries.peers():
        try:
            again = operations.compare_with(peer.name, at=at)
        except Refusal as refusal:
            say(f"{peer.name:<16} not compared: {refusal.code}")
        else:
            say(f"{peer.name:<16} {f'sent again: {again}' if again else 'the same'}")


def _status(*, at: datetime) -> None:
    from tongban.federation import operations, queries

    say(f"{queries.here()} ({'hub' if queries.is_hub() else 'node'})")
    say(f"key {operations.own_fingerprint(at=at) or 'none yet'}")
    held = queries.registry()
    if held is None:
        say(
            "no registry: "
            + ("the worker signs the first one" if queries.is_hub() else "join a hub")
        )
        return
    state = "EXPIRED" if held.expires_at <= at else "good"
    say(
        f"registry {held.version} of {held.hub}, {state} until {held.expires_at:%Y-%m-%d %H:%M} UTC"
    )
    if held.trouble:
        say(f"  last try to renew it: {held.trouble}")
    for each in queries.neighbours(at=at):
        trouble = f", {each.contact.trouble}" if each.contact.is_away else ""
        say(f"{each.peer.name:<16} waiting {each.waiting}, dead {each.dead}{trouble}")

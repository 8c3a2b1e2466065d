"""What the worker does for wallets and codes."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.utils.timezone import localdate

from tongban.certificates import operations, queries
from tongban.core.refusal import Refusal
from tongban.federation import operations as federation
from tongban.federation.queries import hub, peers
from tongban.identity.queries import subject_for

AT_ONCE: Final = 500


def fetch_wallets(*, at: datetime) -> int:
    """Ask the hub what those hold who came in by it since we last asked; says how many wallets."""
    if not hub():
        return 0
    fetched = 0
    for person in queries.wallets_to_fetch(at=at):
        data = {"subject": subject_for(person, to=hub())}
        try:
            said = federation.ask("wallet.held", of=hub(), data=data, at=at)
        except (federation.PeerAway, federation.PeerSaidNo):
            operations.note_away(person=person, at=at)
            continue
        certificates = said.get("certificates", [])
        operations.take_in_wallet(person=person, said=certificates, source=hub(), at=at)
        fetched += 1
    return fetched


def fetch_lists(*, at: datetime) -> int:
    """Ask every other node which of its codes were taken back; says how many lists are new."""
    kept = 0
    for peer in peers():
        try:
            told = federation.ask("code.lists", of=peer.name, at=at)
        except Refusal:
            continue  # it is away; the list that we have grows old, and says so
        lists = told.get("lists")
        for text in lists if isinstance(lists, list) else []:
            kept += operations.keep_list(text=str(text), node=peer.name, at=at)
    return kept


def remind_of_ends(*, at: datetime) -> int:
    """Tell holders of certificates that are near their end; says how many were told."""
    told = 0
    for certificate in queries.near_their_end(on=localdate(at))[:AT_ONCE]:
        with suppress(Refusal):  # another worker was quicker, or it is over meanwhile
            told += operations.remind(certificate=certificate, at=at)
    return told


def tidy(*, at: datetime) -> int:
    """Forget what is over."""
    tidied = operations.tidy_codes(at=at) + operations.tidy_checks(at=at)
    return tidied + operations.tidy_offers(at=at) + operations.tidy_presentations(at=at)

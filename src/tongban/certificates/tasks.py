"""What the worker does for wallets."""

from datetime import datetime

from tongban.certificates import operations, queries
from tongban.federation import operations as federation
from tongban.federation.queries import hub
from tongban.identity.queries import subject_for


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

"""What we tell another node about a person: a name for them, and as little as serves."""

from typing import Any

from tongban.crypto.pseudonyms import pseudonym
from tongban.federation import queries as federation
from tongban.identity.models import Link, Person

FACTS = ("sex", "birth_on")


def subject_for(person: Person, *, to: str) -> dict[str, Any]:
    """What to put into an event about a person for one other node. Never the ID number.

    `sub` is the receiver's own name for them if it ever gave us one, else ours for that receiver
    alone. `handle` is the hub's name for them at that node, sealed to it; we cannot read it.
    For operations that send; no screen shows it.
    """
    known = {link.issuer: link for link in Link.objects.filter(person=person)}
    theirs, hub = known.get(to), known.get(federation.hub())
    subject: dict[str, Any] = {
        "sub": theirs.subject if theirs else pseudonym(person.public_id, to=to),
        "handle": hub.handles.get(to, "") if hub else "",
        "name": person.name,
        "phone": person.phone,
        "level": int(person.level),
        "region": person.region,
    }
    return subject | {fact: person.facts[fact] for fact in FACTS if person.facts.get(fact)}

"""What we tell another node about a person: a name for them, and as little as serves."""

from typing import Any

from tongban.crypto.pseudonyms import pseudonym
from tongban.federation import queries as federation
from tongban.identity.models import Link, Permit, Person

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


def nodes_of(person: Person) -> list[str]:
    """The other nodes where a person is known, as far as we know: who named them to us, and at the
    hub, where they signed in. For operations that tell; no screen shows it.
    """
    names = set(Link.objects.filter(person=person).values_list("issuer", flat=True))
    if federation.is_hub():
        names |= set(Permit.objects.filter(person=person).values_list("client_id", flat=True))
    if not names:
        return []
    known = federation.peers().filter(name__in=names)
    return list(known.values_list("name", flat=True))

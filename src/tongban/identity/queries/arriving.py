"""Who came in lately and is known to another node, too."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from tongban.crypto.pseudonyms import public_id_of
from tongban.identity.models import Link, Person, SignIn

MOST: Final = 200


def signed_in_lately(*, known_to: str) -> dict[Person, datetime]:
    """The people of the newest sign-ins whom that node knows, with the time. For the worker."""
    newest = SignIn.objects.order_by("-pk").values("pk")[:MOST]
    found = SignIn.objects.filter(pk__in=[row["pk"] for row in newest])
    found = found.filter(person__links__issuer=known_to).select_related("person").order_by("pk")
    return {each.person: each.started_at for each in found}


def person_meant(subject: Mapping[str, Any], *, source: str) -> Person | None:
    """Whom a node means by what its `subject_for` said, if we know them. Makes nobody."""
    name = str(subject.get("sub", ""))
    ours = public_id_of(name, to=source)
    person = Person.objects.filter(public_id=ours).first() if ours else None
    if person:
        return person
    link = Link.objects.filter(issuer=source, subject=name).select_related("person").first()
    return link.person if link else None

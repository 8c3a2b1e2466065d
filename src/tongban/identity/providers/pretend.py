"""A PRETEND population register: it answers from invented rows in our own database."""

from tongban.identity.models import RegisterEntry, id_index
from tongban.identity.providers import Registered

FACTS = ("sex", "ethnicity", "birth_on", "address", "region")


def match(*, name: str, number: str) -> Registered | None:
    """The entry of this number if the name is the same, spaces and width aside."""
    entry = RegisterEntry.objects.filter(number_index=id_index(number)).first()
    if entry is None or "".join(entry.content["name"].split()) != "".join(name.split()):
        return None
    content = entry.content
    return Registered(
        name=content["name"],
        number=content["number"],
        facts={fact: content[fact] for fact in FACTS if content.get(fact)},
    )

"""People as such: loading them, and what they prefer."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.identity.models import Person, RegisterEntry, id_index, phone_index
from tongban.identity.rules import Level


class LanguageUnknown(Refusal):
    code = "language_unknown"
    message = _("Please choose one of the languages shown.")


@transaction.atomic
def register_person(
    *,
    phone: str,
    name: str = "",
    number: str = "",
    facts: Mapping[str, str] | None = None,
    level: Level = Level.DECLARED,
    region: str = "",
    elder: bool = False,
    language: str = "",
    synthetic: bool = False,
    login_name: str = "",
    at: datetime,
) -> Person:
    """A person as an installation's own staff or a demonstration knows them; again is a change.

    Found by phone, or by number if there is none, as for a child. Used by loaders and counters, never by a citizen's screen.
    """
    values: dict[str, object] = {
        "phone": phone,
        "name": name,
        "id_number": number,
        "id_index": id_index(number) if number else None,
        "facts": dict(facts or {}),
        "level": level,
        "region": region,
        "elder": elder,
        "language": language,
        "synthetic": synthetic,
    }
    if login_name:
        values["login_name"] = login_name
    named = {"phone_index": phone_index(phone)} if phone else {"id_index": id_index(number)}
    person, _new = Person.objects.update_or_create(
        **named, defaults=values, create_defaults=named | values | {"created_at": at}
    )
    audit.record("identity.person_registered", subject=person, by=person, at=at)
    return person


def load_register(rows: Iterable[Mapping[str, str]]) -> int:
    """Fill the pretend population register; a number that is there already is replaced."""
    entries = [RegisterEntry(number_index=id_index(row["number"]), content={**row}) for row in rows]
    RegisterEntry.objects.bulk_create(
        entries, update_conflicts=True, update_fields=["content"], unique_fields=["number_index"]
    )
    return len(entries)


@transaction.atomic
def set_preferences(
    *,
    person: Person,
    language: str | None = None,
    elder: bool | None = None,
    region: str | None = None,
    by: Person,
    at: datetime,
) -> Person:
    """Keep what a person prefers on every device; None leaves a thing as it is."""
    wanted = {"language": language, "elder": elder, "region": region}
    changed = {name: value for name, value in wanted.items() if value is not None}
    for name, value in changed.items():
        setattr(person, name, value)
    person.preferred_at = at
    person.save(update_fields=[*changed, "preferred_at"])
    detail: dict[str, object] = {"changed": sorted(changed)}
    audit.record("identity.preferences_set", subject=person, by=by, at=at, detail=detail)
    return person

"""Somebody stands before an official with an ID card."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.identity.models import Person, id_index
from tongban.identity.operations import limits
from tongban.identity.operations.names import (
    NameNotMatched,
    NumberFaulty,
    NumberTaken,
    RegisterAway,
)
from tongban.identity.providers import Registered, Unreachable, register
from tongban.identity.rules import Level
from tongban.identity.rules.numbers import id_number_fault


def meet(*, name: str, number: str, by: Person, under: str, at: datetime) -> Person:
    """The person whose card an official holds in hand (level 4), with an account or without.

    Not atomic as a whole: the register is asked outside any transaction, and a try stays counted.
    Refuses with NumberFaulty, TooOften, RegisterAway or NameNotMatched.
    """
    number = number.strip().upper()
    fault = id_number_fault(number, on=localdate(at))
    if fault:
        raise NumberFaulty(faults={"number": fault.message})
    limits.spend([("counter.official", by.ref)], at=at)
    try:
        found = register().match(name=name.strip(), number=number)
    except Unreachable as error:
        raise RegisterAway from error
    if found is None:
        raise NameNotMatched
    return _met(found, by, under, at=at)


@transaction.atomic
def _met(found: Registered, by: Person, under: str, *, at: datetime) -> Person:
    index = id_index(found.number)
    person = Person.objects.select_for_update().filter(id_index=index).first()
    if person is None:
        person = Person(id_index=index, created_at=at, region=found.facts.get("region", ""))
    person.name, person.id_number, person.facts = found.name, found.number, found.facts
    person.level = max(person.level, Level.CERTIFIED)
    with refusing({"person_has_one_id_number": NumberTaken}):
        person.save()
    audit.record("identity.met_at_counter", subject=person, by=by, under=under, at=at)
    return person

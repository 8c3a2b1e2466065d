"""Showing that the person with this phone is the one with this name and ID number."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.models import Person, SignIn, id_index
from tongban.identity.operations import limits
from tongban.identity.operations.sign_ins import raise_level
from tongban.identity.providers import Registered, Unreachable, register
from tongban.identity.rules import Level, Method
from tongban.identity.rules.numbers import id_number_fault


class NumberFaulty(Refusal):
    """The ID number cannot be one; `faults["number"]` says what to mend."""

    code = "number_faulty"
    message = _("The ID number is not right.")


class NameNotMatched(Refusal):
    code = "name_not_matched"
    message = _(
        "The name and ID number do not belong together in the population register."
        " Please check both, or go to a service counter with your ID card."
    )


class NumberTaken(Refusal):
    code = "number_taken"
    message = _(
        "This ID number already belongs to another account. Sign in with that account's phone,"
        " or go to a service counter with your ID card and we will join the two."
    )


class AlreadyNamed(Refusal):
    code = "already_named"
    message = _("Your name and number were matched before and cannot be exchanged here.")


class RegisterAway(Refusal):
    code = "register_away"
    message = _(
        "The population register does not answer just now."
        " Please try again in a few minutes, or go to a service counter with your ID card."
    )


def confirm_name(*, sign_in: SignIn, name: str, number: str, source: str, at: datetime) -> Person:
    """Ask the register about a name and number, and keep its answer with the person (level 2).

    Not atomic as a whole: the register is asked outside any transaction, and a guess that is
    refused stays counted. Refuses with NumberFaulty, AlreadyNamed, TooOften, RegisterAway,
    NameNotMatched or NumberTaken.
    """
    person, number = sign_in.person, number.strip().upper()
    fault = id_number_fault(number, on=localdate(at))
    if fault:
        raise NumberFaulty(faults={"number": fault.message})
    if person.id_index and person.id_index != id_index(number):
        raise AlreadyNamed
    limits.spend([("name.person", person.ref), ("name.source", source)], at=at)
    try:
        found = register().match(name=name, number=number)
    except Unreachable as error:
        raise RegisterAway from error
    if found is None:
        raise NameNotMatched
    return _name(sign_in, found, at=at)


@transaction.atomic
def _name(sign_in: SignIn, found: Registered, *, at: datetime) -> Person:
    person = Person.objects.select_for_update().get(pk=sign_in.person_id)
    person.name, person.id_number, person.facts = found.name, found.number, found.facts
    person.id_index = id_index(found.number)
    person.region = person.region or found.facts.get("region", "")
    with refusing({"person_has_one_id_number": NumberTaken}):
        person.save(update_fields=["name", "id_number", "id_index", "facts", "region"])
    audit.record("identity.name_matched", subject=person, by=person, at=at)
    return raise_level(sign_in=sign_in, to=Level.MATCHED, method=Method.REGISTER, at=at).person

"""Filling in what government knows already, and saying where it comes from."""

from collections.abc import Container, Mapping
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tongban.cases.models import Case
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import Party, party_of
from tongban.cases.rules.package import Package
from tongban.cases.rules.presenting import is_settled
from tongban.catalog.models import Service, in_language
from tongban.certificates.models import Certificate
from tongban.certificates.queries import live_by_type
from tongban.identity.models import Actor

Wallet = Mapping[str, Certificate]


class Prefilled(NamedTuple):
    """A value and the sentence that says where it comes from."""

    value: Any
    source: str


def prefill(about: Case | Service, actor: Actor, *, at: datetime) -> dict[str, Prefilled]:
    """Every field that can be filled in for the actor. Only for the actor's own eyes."""
    package, party = package_of(about), party_of(actor)
    wallet = with_types(wallet_of(package, party, on=localdate(at)))
    found = {}
    for key, question in package.questions.items():
        value = sourced(question.prefill, party, wallet) if question.prefill else None
        value = question.coded(value)
        if value not in (None, ""):
            found[key] = Prefilled(value, _said(question.prefill, wallet))
    return found


def wallet_of(package: Package, party: Party, *, on: date) -> Wallet:
    """The party's live certificates by type, when the service has any use for them."""
    return live_by_type(party.holder, on=on) if package.asks_certificates else {}


def with_types(wallet: Wallet) -> Wallet:
    """The same wallet, ready to be named: one statement for all types instead of one for each."""
    prefetch_related_objects(list(wallet.values()), "type")
    return wallet


def filled_in(
    package: Package,
    answers: Mapping[str, Any],
    party: Party,
    wallet: Wallet,
    presented: Container[str] = (),
) -> dict[str, Any]:
    """The answers with every settled field from its source, whatever was sent in its place.

    `presented` are the kinds of certificates that the applicant presented. What has to be
    answered, was not, and is known is taken from its source too.
    """
    filled = dict(answers)
    for key, question in package.questions.items():
        if is_settled(question, presented) or (
            question.required and question.prefill and key not in answers
        ):
            filled[key] = question.coded(sourced(question.prefill, party, wallet))
    return filled


def sourced(source: str, party: Party, wallet: Wallet) -> Any:
    """What a source such as `person.name` or `certificate:idcard.address` says; None if nothing."""
    if source in party.brought:
        return party.brought[source]
    origin, _dot, name = source.partition(".")
    if not origin.startswith("certificate:"):
        return party.says(origin, name)
    certificate = wallet.get(origin.removeprefix("certificate:"))
    return certificate.fields.get(name) if certificate else None


def _said(source: str, wallet: Wallet) -> str:
    origin = source.partition(".")[0]
    if origin == "person":
        return _("From your verified account")
    if origin == "organisation":
        return _("From the register of firms")
    certificate = wallet[origin.removeprefix("certificate:")]
    return _("From your %(certificate)s of %(date)s") % {
        "certificate": in_language(certificate.type.names),
        "date": date_format(localdate(certificate.issued_at)),
    }

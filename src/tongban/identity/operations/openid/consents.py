"""Allowing a client to know something, and taking that back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.federation import queries as federation
from tongban.identity.models import Consent, Permit, Person, SignIn
from tongban.identity.operations.logouts import notify
from tongban.identity.rules import PLATFORMS, Party


class NothingAllowed(Refusal):
    code = "nothing_allowed"
    message = _("You have taken that back before, or never allowed it.")


@transaction.atomic
def give_consent(*, party: Party, scope: str, sign_in: SignIn, at: datetime) -> Consent:
    """Allow a client what it asks for; for a platform, all platforms of the federation at once."""
    person = sign_in.person
    consent, _new = Consent.objects.get_or_create(
        person=person, to=party.consent_to, defaults={"given_at": at}
    )
    before = set() if consent.withdrawn_at else set(consent.scopes)
    consent.scopes = sorted(before | set(scope.split()))
    consent.given_at, consent.withdrawn_at = at, None
    consent.save(update_fields=["scopes", "given_at", "withdrawn_at"])
    detail: dict[str, object] = {"to": party.consent_to, "scopes": consent.scopes}
    audit.record("identity.consent_given", subject=consent, by=person, at=at, detail=detail)
    return consent


@transaction.atomic
def set_consent(*, person: Person, to: str, given: bool, at: datetime) -> Consent:
    """Allow a purpose that concerns no client, or do not. The last word counts."""
    facts = {"given_at": at, "withdrawn_at": None if given else at}
    consent, _new = Consent.objects.update_or_create(person=person, to=to, defaults=facts)
    action = "identity.consent_given" if given else "identity.consent_withdrawn"
    audit.record(action, subject=consent, by=person, at=at, detail={"to": to})
    return consent


@transaction.atomic
def withdraw_consent(*, consent: Consent, at: datetime) -> None:
    """Take it back: every token ends, and who holds a sign-in is told. Refuses with NothingAllowed."""
    mine = Consent.objects.filter(pk=consent.pk, withdrawn_at=None)
    if not mine.update(withdrawn_at=at):
        raise NothingAllowed
    permits = Permit.objects.filter(person=consent.person)
    if consent.to == PLATFORMS:
        names = federation.peers().values_list("name", flat=True)
        permits = permits.filter(client_id__in=list(names))
    else:
        permits = permits.filter(client_id=consent.to)
    open_there = permits.filter(sign_in__ended_at=None).order_by("pk")
    for permit in {(each.sign_in_id, each.client_id): each for each in open_there}.values():
        notify(permit, at=at)
    permits.filter(ended_at=None).update(ended_at=at)
    detail: dict[str, object] = {"to": consent.to}
    audit.record(
        "identity.consent_withdrawn", subject=consent, by=consent.person, at=at, detail=detail
    )

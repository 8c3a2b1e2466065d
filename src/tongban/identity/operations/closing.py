"""The end of an account, and of what the hub told us about somebody."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from tongban.audit import operations as audit
from tongban.identity.models import (
    ApiToken,
    Consent,
    LentPasskey,
    Link,
    Mandate,
    Passkey,
    Permit,
    Person,
    PhoneChange,
    SignIn,
)
from tongban.identity.operations.lending import tell_borrowers
from tongban.identity.operations.logouts import tell_clients
from tongban.identity.rules import Level, Method


@transaction.atomic
def close_account(*, person: Person, at: datetime) -> None:
    """Sign out everywhere, take back every key, and forget who it was.

    The row stays, empty: files that the law keeps refer to it.
    """
    end_all(SignIn.objects.filter(person=person, ended_at=None), at=at)
    Permit.objects.filter(person=person, ended_at=None).update(ended_at=at)
    ApiToken.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    for model in (Passkey, LentPasskey, Consent, Link, PhoneChange):
        model.objects.filter(person=person).delete()
    powers = Mandate.objects.filter(Q(principal=person) | Q(agent=person), ended_at=None)
    powers.update(ended_at=at)
    tell_borrowers(person=person, at=at)
    Person.objects.filter(pk=person.pk).update(
        name="",
        id_number="",
        id_index=None,
        phone="",
        phone_index=None,
        facts={},
        region="",
        language="",
        level=Level.DECLARED,
        is_active=False,
    )
    audit.record("identity.account_closed", subject=person, by=person, at=at)


@transaction.atomic
def leave_hub(*, person: Person, hub: str, at: datetime) -> None:
    """Somebody no longer wants to be known here by the hub: sign-ins by it end.

    Her names for other platforms go, too, so that nobody is told of her any more, and so do the
    passkeys that the hub has lent us.
    """
    end_all(SignIn.objects.filter(person=person, method=Method.HUB, ended_at=None), at=at)
    for link in Link.objects.filter(person=person, issuer=hub):
        link.handles = {}
        link.save(update_fields=["handles"])
    LentPasskey.objects.filter(person=person).delete()
    audit.record("identity.left_hub", subject=person, by=person, at=at)


def end_all(sign_ins: QuerySet[SignIn], *, at: datetime) -> None:
    """Sign somebody out, also where these sign-ins led to."""
    for sign_in in sign_ins:
        sign_in.ended_at = at
        sign_in.save(update_fields=["ended_at"])
        tell_clients(sign_in=sign_in, at=at)

"""Showing a certificate to whoever asked a wallet here for it (OpenID4VP 1.0)."""

import json
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.certificates import providers
from tongban.certificates.models import (
    Certificate,
    CertificateType,
    Verifier,
    WalletCredential,
)
from tongban.certificates.operations.checking import PURPOSE, YOU_SHOWED_IT
from tongban.certificates.operations.credentials import draw_place, written
from tongban.certificates.operations.issuing import NoLongerValid
from tongban.certificates.operations.offers import IssuedElsewhere
from tongban.certificates.operations.presentations import take_answer
from tongban.certificates.queries.requests import Part, Wanted
from tongban.certificates.rules.credentials import IDENTIFIER
from tongban.certificates.rules.presentations import lies_at
from tongban.core.refusal import Refusal
from tongban.crypto import sd_jwt
from tongban.crypto.devices import Device
from tongban.federation.queries import HERE
from tongban.identity import operations as identity
from tongban.identity.models import Actor, Person
from tongban.privacy import operations as privacy
from tongban.privacy.rules import By, Shown

LIVES: Final = timedelta(minutes=10)


class NotOnIt(Refusal):
    code = "not_on_it"
    message = _("This certificate does not say all that is asked for.")


class VerifierGone(Refusal):
    code = "verifier_gone"
    message = _("Whoever asks is no longer registered. Nothing was shown.")


def present_certificates(
    *, wanted: Wanted, certificates: Sequence[Certificate], by: Actor, at: datetime
) -> str:
    """Show what is asked of certificates of `by`, one for each part; the address to go on to, or none.

    To a verifier of ours it is shown in the same transaction. To others the answer goes out after
    everything is written: the holder's line stays, also if they do not answer. Refuses with IssuedElsewhere, NoLongerValid,
    NotOnIt, VerifierGone, PresentationOver or ProgramAway.
    """
    with transaction.atomic() if wanted.is_own else nullcontext():
        told = _all_made(wanted, certificates, by, at)
        return _sent(wanted, {"vp_token": json.dumps(told)}, at)


def decline_to_present(*, wanted: Wanted, by: Actor, at: datetime) -> str:
    """Tell who asked that the holder does not want to. Refuses as above."""
    audit.record("certificates.not_presented", subject=by.person, by=by, under=by.under, at=at)
    return _sent(wanted, {"error": "access_denied"}, at)


@transaction.atomic
def _all_made(
    wanted: Wanted, certificates: Sequence[Certificate], by: Actor, at: datetime
) -> dict[str, list[str]]:
    """All of it or nothing; to the holder it is one look."""
    if len(certificates) != len(wanted.parts):
        raise NoLongerValid
    pairs = list(zip(wanted.parts, certificates, strict=True))
    told = {part.query: [_made(wanted, part, each, by, at)] for part, each in pairs}
    if not wanted.is_own:
        _tell_holder(wanted, [each.type for each in certificates], by, at)
    return told


def _made(wanted: Wanted, part: Part, certificate: Certificate, by: Actor, at: datetime) -> str:
    """A credential for this one answer, with a key that is gone after it."""
    if certificate.node != HERE:
        raise IssuedElsewhere
    if not certificate.is_usable(on=localdate(at)) or certificate.type.code != part.kind:
        raise NoLongerValid
    said = set(part.fields) - {IDENTIFIER}
    if any(certificate.fields.get(each) in (None, "", []) for each in said):
        raise NotOnIt
    device, ends = Device.make(), at + LIVES
    place = draw_place(ends=ends)
    WalletCredential.objects.create(
        certificate=certificate,
        person=by.person,
        grant=by.grant,
        wallet="",
        number=place.number,
        index=place.index,
        issued_at=at,
        expires_at=ends,
        once=True,
    )
    text = written(certificate, place=place, holder=device.public, ends=ends, at=at)
    detail: dict[str, object] = {"to": wanted.verifier, "fields": list(part.fields)}
    audit.record(
        "certificates.presented", subject=certificate, by=by, under=by.under, at=at, detail=detail
    )
    return sd_jwt.present(
        text,
        show=part.claims,
        device=device,
        audience=wanted.client_id,
        nonce=wanted.nonce,
        at=at,
    )


def _tell_holder(wanted: Wanted, kinds: Sequence[CertificateType], by: Actor, at: datetime) -> None:
    """What goes to a verifier of ours is written down there, when it looks."""
    verifier = f"verifier/{wanted.verifier}"
    privacy.record_access(
        person=by.person,
        by=_keeper(wanted, at),
        under=(f"{verifier}@{wanted.node}" if wanted.node else verifier)[:80],
        office=dict(wanted.names),
        about=f"certificate/{wanted.parts[0].kind}",
        fields=[f"{part.kind}.{each}" for part in wanted.parts for each in part.fields],
        reason=YOU_SHOWED_IT,
        at=at,
        shown=Shown(
            kind=By.VERIFIER,
            matter=wanted.purposes,
            labels={
                f"{kind.code}.{key}": names for kind in kinds for key, names in kind.labels.items()
            },
            purpose=PURPOSE,
        ),
    )


def _keeper(wanted: Wanted, at: datetime) -> Person:
    """Who answers for the verifier. Of another platform's, its name stands for them."""
    if not wanted.node:
        found = Verifier.objects.live(at=at).select_related("keeper").filter(code=wanted.verifier)
        verifier = found.first()
        if verifier is None:
            raise VerifierGone
        return verifier.keeper
    subject = {"sub": f"verifier {wanted.verifier}", "name": wanted.names.get("zh", "")}
    return identity.person_from(subject=subject, source=wanted.node, at=at)


def _sent(wanted: Wanted, form: dict[str, str], at: datetime) -> str:
    if wanted.is_own:
        take_answer(
            public_id=UUID(wanted.state),
            state=wanted.state,
            vp_token=json.loads(form.get("vp_token", "{}")),
            error=form.get("error", ""),
            at=at,
        )
        return ""
    told = {**form, "state": wanted.state} if wanted.state else form
    if wanted.recipient and "vp_token" in form:
        answer = told | {"vp_token": json.loads(form["vp_token"])}
        told = {"response": wanted.recipient.encrypt(answer)}
    said = providers.post_answer(wanted.response_uri, told)
    onward = said.get("redirect_uri")
    return onward if isinstance(onward, str) and lies_at(onward, wanted.root) else ""

"""Asking for a certificate at a counter, and believing what a wallet answers (OpenID4VP 1.0)."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.catalog.models import Post
from tongban.catalog.queries import desk_under
from tongban.certificates.models import Presentation, Verifier, WalletCredential
from tongban.certificates.operations.checking import KEEPER, PURPOSE, YOU_SHOWED_IT
from tongban.certificates.operations.verifying import BeyondPurpose, VerifierOver
from tongban.certificates.queries.credentials import own_address, type_address
from tongban.certificates.queries.presentations import Believed, NotBelieved, believed
from tongban.certificates.rules import presentations as rules
from tongban.certificates.rules.credentials import claim_name
from tongban.core.refusal import Refusal
from tongban.crypto import request_objects
from tongban.federation import operations as federation
from tongban.identity import operations as identity
from tongban.identity.models import Person
from tongban.identity.queries import subject_for
from tongban.privacy import operations as privacy
from tongban.privacy.rules import By, Shown

RESPONSES: Final = "/vc/responses"
SHOWN: Final = "credential.shown"


class PresentationOver(Refusal):
    code = "presentation_over"
    message = _("This question was answered before, or it is too old. Ask anew.")


@transaction.atomic
def ask_for_certificate(*, verifier: Verifier, kind: str, by: Post, at: datetime) -> Presentation:
    """Ask whoever stands at the counter for the fields that this verifier may see of a kind.

    Refuses with VerifierOver or BeyondPurpose.
    """
    live = Verifier.objects.live(at=at).filter(pk=verifier.pk, office_code=by.office.code)
    if not live.exists():
        raise VerifierOver
    fields = verifier.certificates.get(kind)
    if not fields:
        raise BeyondPurpose(faults={"fields": kind})
    public_id, nonce = uuid4(), secrets.token_urlsafe(32)
    client_id = request_objects.own_client_id(at=at)
    told = _request(verifier, kind, fields, public_id, nonce, client_id, at)
    presentation = Presentation.objects.create(
        public_id=public_id,
        verifier=verifier,
        asker=by.person,
        under=by.ref,
        kind=kind,
        fields=fields,
        nonce=nonce,
        client_id=client_id,
        request=request_objects.sign(told, at=at),
        asked_at=at,
        expires_at=at + rules.LIVES,
    )
    detail: dict[str, object] = {"kind": kind, "fields": fields}
    audit.record(
        "certificates.asked_for",
        subject=presentation,
        by=by.person,
        under=by.ref,
        at=at,
        detail=detail,
    )
    return presentation


@transaction.atomic
def take_answer(
    *, public_id: UUID, state: str, vp_token: object, error: str, at: datetime
) -> Presentation:
    """A wallet answers, once; what it shows is believed or not, and the holder reads who looked.

    Refuses with PresentationOver. That something is not believed is an outcome.
    """
    found = Presentation.objects.select_for_update(of=("self",)).open(at=at)
    asked = found.select_related("verifier__scene", "asker").filter(public_id=public_id).first()
    if asked is None or state != str(public_id):
        raise PresentationOver
    if not Verifier.objects.live(at=at).filter(pk=asked.verifier_id).exists():
        raise PresentationOver
    try:
        shown = _shown(asked, vp_token, error, at)
    except NotBelieved as reason:
        asked.outcome = reason.code
    else:
        asked.outcome, asked.issuer = "good", shown.issuer
        said = shown.claims
        asked.shown = {each: said[claim_name(each)] for each in asked.fields}
        _tell_holder(asked, shown, at)
    asked.answered_at = at
    asked.save(update_fields=["outcome", "issuer", "shown", "answered_at"])
    return asked


@transaction.atomic
def tidy_presentations(*, at: datetime) -> int:
    """Forget what was shown a day ago."""
    return Presentation.objects.filter(expires_at__lt=at - rules.KEPT).delete()[0]


def _shown(asked: Presentation, vp_token: object, error: str, at: datetime) -> Believed:
    if error:
        raise NotBelieved("declined")
    text = rules.shown_in(vp_token, name=rules.QUERY)
    shown = believed(
        text,
        kind=asked.kind,
        audience=asked.client_id,
        nonce=asked.nonce,
        demanding=asked.verifier.scene.demanding,
        at=at,
    )
    wrong = rules.wrong_fields(shown.disclosed, [claim_name(each) for each in asked.fields])
    if wrong:
        raise NotBelieved(wrong)
    return shown


def _tell_holder(asked: Presentation, shown: Believed, at: datetime) -> None:
    """The line that the holder reads; what another node issued is told to that node."""
    told = {
        "number": shown.number,
        "index": shown.index,
        "verifier": asked.verifier.code,
        "names": asked.verifier.names,
        "fields": [f"{asked.kind}.{each}" for each in asked.fields],
        "purposes": asked.verifier.scene.purposes,
        **desk_under(asked.under),
    }
    if shown.issuer:
        said = told | {"keeper": _keeper(asked.asker, to=shown.issuer)}
        federation.send(SHOWN, to=[shown.issuer], about=asked.ref, data=said, at=at)
    elif held := WalletCredential.objects.filter(number=shown.number, index=shown.index).first():
        _write_down(held, told, by=asked.asker, under=asked.under, about=asked.ref, at=at)


@transaction.atomic
def hear_shown(*, said: Mapping[str, Any], source: str, about: str, at: datetime) -> None:
    """A counter of another node was shown a credential of ours.

    What our own wallet made for that one showing was written down when it left.
    """
    held = WalletCredential.objects.filter(number=said["number"], index=said["index"]).first()
    if held is None or held.once:
        return
    keeper = identity.person_from(subject=said["keeper"], source=source, at=at)
    under = f"verifier/{said['verifier']}@{source}"[:80]
    _write_down(held, said, by=keeper, under=under, about=about, at=at)


def _keeper(person: Person, *, to: str) -> dict[str, Any]:
    subject = subject_for(person, to=to)
    return {key: subject[key] for key in KEEPER}


def _write_down(
    held: WalletCredential,
    told: Mapping[str, Any],
    *,
    by: Person,
    under: str,
    about: str,
    at: datetime,
) -> None:
    kind = held.certificate.type
    privacy.record_access(
        person=held.person,
        by=by,
        under=under,
        office=dict(told["names"]),
        about=about,
        fields=list(told["fields"]),
        reason=YOU_SHOWED_IT,
        at=at,
        shown=Shown(
            kind=By.VERIFIER,
            matter=dict(told["purposes"]),
            labels={f"{kind.code}.{key}": names for key, names in kind.labels.items()},
            purpose=PURPOSE,
            post=dict(told["post"]),
            authority=str(told["authority"]),
            region=str(told["region"]),
        ),
    )


def _request(
    verifier: Verifier,
    kind: str,
    fields: list[str],
    public_id: UUID,
    nonce: str,
    client_id: str,
    at: datetime,
) -> Mapping[str, Any]:
    """The request as it is signed. `verifier_info` is what our own wallets tell the holder."""
    about = {
        "verifier": verifier.code,
        "names": verifier.names,
        "office": verifier.office,
        "scene": verifier.scene.code,
        "purposes": verifier.scene.purposes,
    }
    return {
        "client_id": client_id,
        "response_type": "vp_token",
        "response_mode": "direct_post",
        "response_uri": f"{own_address()}{RESPONSES}/{public_id}/",
        "nonce": nonce,
        "state": str(public_id),
        "aud": rules.AUDIENCE,
        "iat": int(at.timestamp()),
        "exp": int((at + rules.LIVES).timestamp()),
        "dcql_query": rules.query_for([type_address(kind)], [claim_name(each) for each in fields]),
        "client_metadata": {"vp_formats_supported": rules.FORMATS},
        "verifier_info": [{"format": rules.INFO, "data": about}],
    }

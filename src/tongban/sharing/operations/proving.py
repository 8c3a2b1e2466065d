"""Which case a call is bound to, signed by the node that has the case, and whom it is about.

The proof is kept with the log on the other side. Name and number are what a register looks people
up by, so they go along, sealed to the node that keeps the register.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from tongban.crypto.documents import NotSigned, read_document, sign_document
from tongban.crypto.sealing import NotForUs, seal_for, unseal
from tongban.federation import queries as nodes
from tongban.federation.providers import keyring
from tongban.federation.rules import Question
from tongban.federation.rules.registry import keys_of
from tongban.identity import operations as identity
from tongban.identity.models import Person
from tongban.identity.queries import person_meant, person_with_number, subject_for
from tongban.sharing.operations.answering import Asked, answer_call
from tongban.sharing.operations.refusals import CaseOfAnother, ProofFaulty, RegisterSilent

QUESTION: Final = "resource.read"
KIND: Final = "sharing-call"
FRESH: Final = timedelta(seconds=120)
KEEPER: Final = ("sub", "handle", "name")
PERSON: Final = ("sub", "handle")


def question_for(asked: Asked, *, to: str, at: datetime) -> dict[str, Any]:
    """The question as it travels. Refuses with RegisterSilent when nothing can be sealed for it."""
    peer = nodes.peer_named(to)
    if peer is None or not peer.sealing:
        raise RegisterSilent("no_sealing_key")
    applicant = subject_for(asked.applicant, to=to)
    about, keeper = subject_for(asked.person, to=to), subject_for(asked.by, to=to)
    said = {
        **{"id": str(asked.id), "request": str(asked.request), "resource": asked.resource},
        **{"purpose": asked.purpose, "fields": asked.fields, "from": nodes.here(), "to": to},
        **{"case": asked.case, "reference": asked.reference, "service": asked.service},
        "open": asked.is_open,
        "applicant": {key: applicant[key] for key in PERSON},
        "by": {key: keeper[key] for key in KEEPER},
        **{"under": asked.under, "office": dict(asked.office), "at": at.isoformat()},
        **{
            "desk": asked.desk,
            "post": dict(asked.post),
            "authority": asked.authority,
            "region": asked.region,
        },
    }
    whom = {"sub": about["sub"], "name": asked.name, "number": asked.number}
    return {
        "proof": sign_document(said, [keyring.signing_key(at=at)], kind=KIND),
        "whom": seal_for(peer.sealing, whom),
    }


@transaction.atomic
def answer_question(*, question: Question, at: datetime) -> dict[str, Any]:
    """At the register: what another node asks. Refuses with ProofFaulty, or as `answer_call`."""
    said = _proven(str(question.data["proof"]), question.source, at=at)
    try:
        whom = unseal(str(question.data["whom"]), *keyring.sealing_keys())
    except NotForUs as error:
        raise ProofFaulty from error
    asked = _asked(said, whom, question, at=at)
    call, fields = answer_call(asked=asked, at=at)
    return {"call": str(call.public_id), "outcome": call.outcome, "fields": dict(fields)}


def _proven(text: str, source: str, *, at: datetime) -> Mapping[str, Any]:
    """What the asking node signed, for us and just now."""
    peer = nodes.peer_named(source)
    try:
        said = read_document(text, keys=keys_of(peer.keys, at=at) if peer else (), kind=KIND)
        signed_at = datetime.fromisoformat(str(said["at"]))
        if (said["from"], said["to"]) != (source, nodes.here()) or abs(at - signed_at) > FRESH:
            raise ProofFaulty
    except (NotSigned, KeyError, ValueError, TypeError) as error:
        raise ProofFaulty from error
    return said


def _asked(
    said: Mapping[str, Any], whom: Mapping[str, Any], question: Question, *, at: datetime
) -> Asked:
    try:
        number, source = str(whom["number"]), question.source
        same = whom["sub"] == said["applicant"]["sub"]
        applicant = _applicant(said["applicant"], number if same else "", source, at=at)
        about = applicant if same else _other(whom, source, at=at)
        return Asked(
            **{key: str(said[key]) for key in ("resource", "purpose", "case", "reference")},
            **{key: str(said[key])[:80] for key in ("service", "under")},
            id=UUID(str(said["id"])),
            request=UUID(str(said["request"])),
            fields=[str(each) for each in said["fields"]],
            is_open=said["open"] is True,
            applicant=applicant,
            person=about,
            name=str(whom["name"]),
            number=number,
            by=identity.person_from(subject=said["by"], source=source, at=at),
            office=_words(said["office"]),
            desk=str(said.get("desk", ""))[:60],
            post=_words(said.get("post", {})),
            authority=str(said.get("authority", ""))[:32],
            region=str(said.get("region", ""))[:12],
            node=source,
            proof=str(question.data["proof"]),
        )
    except (KeyError, ValueError, TypeError) as error:
        raise ProofFaulty from error


def _words(names: object) -> dict[str, str]:
    return {str(key): str(text)[:200] for key, text in dict(names).items()}  # type: ignore[call-overload]


def _applicant(subject: Mapping[str, Any], number: str, source: str, *, at: datetime) -> Person:
    """Whom the case is for: the account with this number if there is one, or whom the name means.

    The number joins no names: a node that gave a false one would have joined two strangers.
    """
    ours = person_with_number(number) if number else None
    named = person_meant(subject, source=source)
    if ours is None or named is not None or subject.get("handle"):
        named = identity.person_from(subject=subject, source=source, at=at)
    if ours and named and named != ours and named.id_index:
        raise CaseOfAnother
    person = ours or named
    assert person is not None  # noqa: S101  one of the two, as the condition above says
    return person


def _other(whom: Mapping[str, Any], source: str, *, at: datetime) -> Person:
    return identity.person_from(subject={"sub": str(whom["sub"])}, source=source, at=at)

"""Drafts that their applicants opened to an official at a counter."""

from datetime import datetime
from uuid import UUID

from tongban.cases.models import Case, Voucher
from tongban.cases.rules import WITH_APPLICANT
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Post
from tongban.crypto import vault
from tongban.identity.models import Actor, Person

PLACE = "cases.voucher"


def voucher_index(code: str) -> str:
    return vault.blind(code, place=PLACE)


def voucher_of(case: Case, *, at: datetime) -> Voucher | None:
    """The code that the applicant may still say. Only the applicant may ask."""
    return Voucher.objects.filter(case=case, taken_at=None, expires_at__gt=at).first()


def draft_with_code(code: str, *, at: datetime) -> Voucher | None:
    """Whose draft a code opens. For the operation that takes it, and nobody else."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[:16]
    found = Voucher.objects.select_for_update(of=("self",)).filter(
        index=voucher_index(plain),
        taken_at=None,
        expires_at__gt=at,
        case__status__in=sorted(WITH_APPLICANT),
        case__custodian=HERE,
        case__organisation=None,
    )
    return found.select_related("case__applicant", "case__service", "case__version").first()


def is_open_at(case: Case, post: Post, *, at: datetime) -> bool:
    """Whether the applicant opened this draft to this official, within the hour."""
    return Voucher.objects.filter(case=case, post=post, expires_at__gt=at).exists()


def case_at_counter(public_id: UUID, post: Post, *, at: datetime) -> Case | None:
    """A draft that is open at this official's counter. Only that official may ask."""
    found = Case.objects.filter(
        public_id=public_id, vouchers__post=post, vouchers__expires_at__gt=at
    )
    return found.select_related("service", "version", "applicant").distinct().first()


def own_draft(applicant: Person, public_id: UUID) -> Case | None:
    """A person's own draft, for the official whom they stand in front of."""
    found = Case.objects.of(Actor(applicant)).filter(public_id=public_id)
    return found.select_related("service", "version", "applicant").first()

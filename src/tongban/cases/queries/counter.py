"""Drafts that their applicants opened to an official at a counter, and who stands there."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tongban.cases.models import Attendance, Case, Voucher
from tongban.cases.rules import WITH_APPLICANT
from tongban.cases.rules.custody import HERE
from tongban.catalog.models import Post
from tongban.crypto import vault
from tongban.identity.models import Actor, Person

PLACE = "cases.voucher"
WITH_ALL = ("case__applicant", "case__service", "case__version", "case__organisation", "grant")


def voucher_index(code: str) -> str:
    return vault.blind(code, place=PLACE)


def voucher_of(case: Case, *, at: datetime) -> Voucher | None:
    """The code that the applicant may still say. Only the applicant may ask."""
    return Voucher.objects.filter(case=case, taken_at=None, expires_at__gt=at).first()


def voucher_called(public_id: str, *, at: datetime) -> Voucher | None:
    """A code from a dead end, for the browser in which it was made."""
    found = Voucher.objects.filter(public_id=public_id, case=None, taken_at=None)
    return found.filter(expires_at__gt=at).first()


def voucher_with_code(code: str, *, at: datetime) -> Voucher | None:
    """What a code opens. For the operation that takes it, and nobody else."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[:16]
    found = Voucher.objects.select_for_update(of=("self",)).select_related(*WITH_ALL, "service")
    voucher = found.filter(index=voucher_index(plain), taken_at=None, expires_at__gt=at).first()
    case = voucher.case if voucher else None
    if case and (case.status not in WITH_APPLICANT or case.custodian != HERE):
        return None
    return voucher


def voucher_taken(public_id: UUID, post: Post, *, at: datetime) -> Voucher | None:
    """What somebody brought from a dead end to this official. Only that official may ask."""
    found = Voucher.objects.filter(public_id=public_id, case=None, post=post, expires_at__gt=at)
    return found.select_related("service").first()


def open_voucher(case: Case, post: Post, *, at: datetime) -> Voucher | None:
    """By what the applicant opened this draft to this official, within the hour."""
    found = Voucher.objects.filter(case=case, post=post, expires_at__gt=at)
    return found.select_related("maker", "grant__organisation").order_by("-taken_at").first()


def cases_at_counter(post: Post, *, at: datetime) -> QuerySet[Case]:
    """The drafts that are open at this official's counter. Only that official may ask."""
    found = Case.objects.filter(vouchers__post=post, vouchers__expires_at__gt=at)
    found = found.select_related("service", "version", "applicant", "organisation")
    return found.distinct().order_by("pk")


def case_at_counter(public_id: UUID, post: Post, *, at: datetime) -> Case | None:
    """One of them. Only that official may ask."""
    return cases_at_counter(post, at=at).filter(public_id=public_id).first()


def attendance(public_id: UUID, post: Post, *, at: datetime) -> Attendance | None:
    """Who stands before this official. Only that official may ask."""
    found = Attendance.objects.filter(public_id=public_id, post=post, expires_at__gt=at)
    return found.select_related("person", "grant__organisation").first()


def attendances(post: Post, *, at: datetime) -> QuerySet[Attendance]:
    """Everybody who stands or stood before this official within the hour, the latest first."""
    found = Attendance.objects.filter(post=post, expires_at__gt=at)
    return found.select_related("person", "grant__organisation").order_by("-begun_at", "-pk")


def attends(attended: Attendance) -> Actor:
    """Whoever stands there, as they act: for themselves, or for the firm of the code they showed."""
    return Actor(attended.person, attended.grant)


def own_draft(applicant: Person, public_id: UUID) -> Case | None:
    """A person's own draft, for the official whom they stand in front of."""
    found = Case.objects.of(Actor(applicant)).filter(public_id=public_id)
    return found.select_related("service", "version", "applicant").first()

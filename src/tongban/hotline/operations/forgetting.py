"""What becomes of requests when an account is closed, and when they were kept long enough."""

from datetime import datetime, timedelta
from functools import partial

from django.db import models, transaction
from django.db.models import Q

from tongban.audit import operations as audit
from tongban.files import store
from tongban.hotline.models import Photo, Problem, Publication, Request, RequestStep
from tongban.hotline.rules import WITH_OFFICIALS, Status
from tongban.identity.models import Person

OPEN = sorted({*WITH_OFFICIALS, Status.ANSWERED})


@transaction.atomic
def erase_for(*, person: Person, at: datetime) -> int:
    """A person closed their account: of a request stay its kind, office and dates, and not a word.

    Also what was said on the telephone, what was published, and which problem they told us of.
    """
    theirs = Request.objects.filter(asker=person)
    _forget_pictures(theirs)
    Publication.objects.filter(request__in=theirs).delete()
    RequestStep.objects.filter(request__in=theirs).update(note="")
    told = Problem.objects.filter(Q(rater=person) | Q(request__in=theirs))
    for problem in told:
        Problem.objects.filter(pk=problem.pk).update(
            what="", result="", rater=None, about=f"gone/{problem.public_id}"
        )
    gone = theirs.update(
        **dict.fromkeys(("text", "answer", "evidence", "about", "request_digest"), ""),
        **{"place": {}, "caller": {}, "suggested": {}},
        **{"asker": None, "idempotency_key": None, "may_publish": False},
    )
    audit.record("hotline.erased", subject=person, by=person, at=at, detail={"count": gone})
    return gone


@transaction.atomic
def forget_requests(*, kept: timedelta, at: datetime) -> int:
    """Delete requests that were over long enough ago, first those that were joined to another."""
    before = at - kept
    over = Request.objects.exclude(status__in=OPEN).filter(
        Q(closed_at__lt=before) | Q(closed_at=None, opened_at__lt=before)
    )
    return _forget(over.exclude(main=None)) + _forget(over.filter(main=None, joined=None))


def _forget(old: "models.QuerySet[Request]") -> int:
    names = list(old.values_list("pk", flat=True))
    gone = Request.objects.filter(pk__in=names)
    _forget_pictures(gone)
    for model in (Publication, Problem):
        model.objects.filter(request__in=names).delete()
    gone.delete()
    return len(names)


def _forget_pictures(requests: "models.QuerySet[Request]") -> None:
    pictures = Photo.objects.filter(request__in=requests)
    for name in pictures.exclude(stored_as="").values_list("stored_as", flat=True):
        transaction.on_commit(partial(store.forget, name))
    pictures.delete()

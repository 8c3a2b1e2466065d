"""Reading the register of problems, and what anybody may read of answered requests."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.catalog.models import Office, Post
from tongban.catalog.queries import our_offices
from tongban.catalog.search.cutting import cut
from tongban.hotline.models import Problem, Publication, Request
from tongban.identity.models import Person


def problems_at(post: Post, *, at: datetime) -> QuerySet[Problem]:
    """The problems of the official's office, the most urgent first; never who rated.

    What was said of one's own work comes only once it is sealed.
    """
    found = Problem.objects.filter(office=post.office).select_related("owner", "request")
    found = found.exclude(handler=post.person, shown_at__gt=at)
    return found.defer("rater").order_by("due_on", "pk")


def whom_to_call(problem: Problem, post: Post) -> Person | None:
    """Who is called back, for the owner who has said that they call. Nobody else may ask."""
    if problem.called_at is None or problem.owner_id != post.person_id:
        return None
    return problem.rater


def problem_of(person: Person, public_id: UUID) -> Problem | None:
    """A problem that this person told us of. Only they may ask."""
    return Problem.objects.filter(rater=person, public_id=public_id).first()


def published(words: str = "") -> QuerySet[Publication]:
    """Answered requests without anybody in them, latest first. Anyone may ask."""
    found = Publication.objects.filter(withdrawn_at=None).select_related("request__authority")
    looked_for = [word for word in cut(words.strip()[:100]) if word.strip()] if words else []
    for word in looked_for[:10]:
        found = found.filter(Q(text__icontains=word) | Q(answer__icontains=word))
    return found.order_by("-published_at", "-pk")


def publication_of(request: Request) -> Publication | None:
    return Publication.objects.filter(request=request, withdrawn_at=None).first()


def office_coded(code: str) -> Office | None:
    """The office where something was handled, if we have it."""
    offices = {office.code: office for found in our_offices().values() for office in found}
    return offices.get(code)

"""Something that ended, and can be rated."""

from datetime import datetime
from uuid import uuid4

from tests.builders import MONDAY, a_person
from tongban.identity.models import Person
from tongban.ratings import operations
from tongban.ratings.models import Occasion
from tongban.ratings.rules import Ended, Kind

SOMEBODY = object()


def an_occasion(
    *,
    rater: Person | object | None = SOMEBODY,
    clerk: Person | None = None,
    at: datetime = MONDAY,
    **facts: str,
) -> Occasion:
    """A visit at a counter that ended on Monday at nine."""
    about = f"visit/{uuid4()}"
    said = {"about": about, "kind": Kind.VISIT, "service": "id", "office": "hall-1", **facts}
    somebody = a_person() if rater is SOMEBODY else rater
    assert somebody is None or isinstance(somebody, Person)
    operations.invite(ended=Ended(**said), rater=somebody, clerk=clerk, at=at)
    return Occasion.objects.get(about=said["about"])

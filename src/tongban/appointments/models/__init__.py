from tongban.appointments.models.schedules import Closure, Place, Schedule, Slot
from tongban.appointments.models.visits import Feed, Visit, VisitQuerySet
from tongban.appointments.models.waiting import Arrival, Wait

__all__ = [
    "Arrival",
    "Closure",
    "Feed",
    "Place",
    "Schedule",
    "Slot",
    "Visit",
    "VisitQuerySet",
    "Wait",
]

"""What the worker does for appointments, over and over."""

from datetime import datetime

from tongban.appointments import operations
from tongban.appointments.models import Schedule


def publish(*, at: datetime) -> int:
    """The times of the coming days, in every line."""
    live = Schedule.objects.filter(ended_at=None).select_related("office").order_by("pk")
    return sum(operations.publish(schedule=schedule, at=at) for schedule in live)


def free_places(*, at: datetime) -> int:
    """Places that were not confirmed go back; what went back is drawn."""
    return operations.lapse(at=at) + operations.draw(at=at)


def open_rooms(*, at: datetime) -> int:
    """Turns for those who came before a release."""
    return operations.draw_rooms(at=at)


def remind(*, at: datetime) -> int:
    """Tomorrow's visitors."""
    return operations.remind(at=at)


def end_days(*, at: datetime) -> int:
    """Who did not come."""
    return operations.end_days(at=at)

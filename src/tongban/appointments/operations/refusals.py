"""How appointments say no."""

from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as translated
from django.utils.translation import gettext_lazy as _

from tongban.core.refusal import Refusal


class SlotFull(Refusal):
    code = "slot_full"
    message = _("That time has just been taken. Choose another, or join the waiting list.")


class SlotOver(Refusal):
    code = "slot_over"
    message = _("That time is over, or the office is closed then. Choose another.")


class NotReleased(Refusal):
    code = "slot_not_released"
    message = _("This day is not released yet. The page says when it will be.")


class NotForService(Refusal):
    code = "not_for_this_service"
    message = _("This office does not give appointments for that service.")


class NeedsName(Refusal):
    code = "needs_confirmed_name"
    message = _("Confirm your name first: appointments are given to a person, not to a device.")


class PowerTooSmall(Refusal):
    code = "power_does_not_reach"
    message = _("Your power to act for this firm does not reach this service, or has ended.")


class AlreadyBooked(Refusal):
    code = "already_booked"
    message = _("You already have an appointment for this. You can move it to another time.")


class CounterOnly(Refusal):
    """Three times booked and not come, or held and let go: for a while no places online."""

    code = "counter_only"
    message = _(
        "You did not come three times lately, so for a while you can only take a number at the"
        " counter. If there was a reason, call 12345: they can lift this."
    )

    def __init__(self, *, until: datetime) -> None:
        day = date_format(localtime(until), "SHORT_DATETIME_FORMAT")
        super().__init__(faults={"until": translated("Until %(day)s") % {"day": day}})
        self.until = until


class LetGoTooOften(CounterOnly):
    code = "let_go_too_often"
    message = _(
        "You held three places today and let them go. Others want them too; try again tomorrow."
    )


class NotYourTurn(Refusal):
    code = "not_your_turn"
    message = _("Many want these places. Go through the waiting room; it says when you can choose.")


class HoldOver(Refusal):
    code = "hold_over"
    message = _("Your ten minutes are over and the place went back. Choose a time again.")


class VisitGone(Refusal):
    code = "visit_gone"
    message = _("There is no such appointment any more.")


class NotNowAnyMore(Refusal):
    code = "visit_is_past_that"
    message = _("With this appointment that is not possible any more.")


class AlreadyWaiting(Refusal):
    code = "already_waiting"
    message = _("You are on this waiting list already.")


class NothingToWaitFor(Refusal):
    code = "nothing_to_wait_for"
    message = _("There are free times on this day. Choose one of them.")


class RoomClosed(Refusal):
    code = "room_closed"
    message = _("The waiting room is not open now.")


class HoursNotClear(Refusal):
    code = "hours_not_clear"
    message = _("Write the hours like 9:00-12:00,13:30-17:00, with the days in front.")


class LetterTaken(Refusal):
    code = "letter_taken"
    message = _("Another line of this office already has this letter.")


class NotAtThisOffice(Refusal):
    code = "not_at_this_office"
    message = _("This belongs to another office, or needs another post.")


class AlreadyAnnounced(Refusal):
    code = "already_announced"
    message = _("For this day something else was announced already.")


class DayOver(Refusal):
    code = "day_over"
    message = _("That day is over.")


class StillServing(Refusal):
    code = "still_serving"
    message = _("Somebody is still at your counter. Finish with them first.")


class NobodyWaits(Refusal):
    code = "nobody_waits"
    message = _("Nobody waits in this line now.")


class NobodyLikeThatToday(Refusal):
    code = "no_visit_today"
    message = _("We found no appointment for today here. Ask at the desk, or take a number.")


class TooEarly(Refusal):
    code = "too_early"
    message = _("You are early. Sign in here in the two hours before your time.")

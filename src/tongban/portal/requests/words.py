"""What happened to a request, as its asker reads it."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.hotline.models import RequestStep

TITLES: Final[Mapping[str, StrOrPromise]] = {
    "opened": _("Sent"),
    "sent": _("Passed on to another platform"),
    "arrived": _("Arrived there"),
    "dispatched": _("Given to an authority"),
    "taken": _("Somebody deals with it"),
    "sent_back": _("Sent back: another authority is responsible"),
    "answered": _("Answered"),
    "supervised": _("The hotline reminded the office"),
    "overdue": _("Late: the hotline reminded the office"),
    "escalated": _("Late for long: one level up has it"),
    "joined": _("Joined with another request"),
    "not_accepted": _("Not accepted"),
    "confirmed": _("Solved, you said"),
    "visited": _("You were asked back, and said that it is solved"),
    "contested": _("Contested: one level up has it"),
    "closed": _("Closed"),
    "withdrawn": _("Taken back"),
}


def title_of(step: RequestStep) -> StrOrPromise:
    return TITLES.get(step.action, step.get_status_display())

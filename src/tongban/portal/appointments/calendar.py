"""Appointments in people's own calendars (iCalendar, RFC 5545), at a secret address."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from icalendar import Alarm, Calendar, Event

from tongban.appointments import operations, queries
from tongban.appointments.models import Visit
from tongban.appointments.rules import GIVEN_BACK, Status
from tongban.portal.http import CitizenRequest, signed_in

BACK = timedelta(days=30)
NUDGE = timedelta(hours=2)


@signed_in
@require_POST
def address(request: CitizenRequest) -> HttpResponse:
    """Make a new secret address, or end the one there is."""
    if request.POST.get("do") == "end":
        operations.end_feed(by=request.actor, at=now())
    else:
        operations.make_feed(by=request.actor, at=now())
    return redirect(f"{reverse('visits')}#calendar")


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself: place, time and number, and nobody's name."""
    at = now()
    visits = queries.visits_in_feed(secret[:64], since=at - BACK) if secret.isascii() else None
    if visits is None:
        raise Http404
    calendar = Calendar()
    calendar.add("prodid", "-//Tongban//Appointments//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(settings.PLATFORM_NAME))
    for visit in visits:
        calendar.add_component(_event(visit, request))
    response = HttpResponse(calendar.to_ical(), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-store"
    return response


def _event(visit: Visit, request: HttpRequest) -> Event:
    event, slot = Event(), visit.place.slot if visit.place else None
    off = Status(visit.status) in GIVEN_BACK or visit.displaced_at is not None
    event.add("uid", f"{visit.public_id}@{request.get_host()}")
    event.add("dtstamp", visit.made_at)
    event.add("dtstart", visit.starts_at)
    if slot and slot.starts_at == visit.starts_at:
        event.add("dtend", slot.ends_at)
    office = visit.schedule.office
    event.add("summary", f"{visit.service} · {visit.number}")
    event.add("location", " ".join(part for part in (str(office), office.address) if part))
    event.add("url", request.build_absolute_uri(reverse("visit", args=[visit.public_id])))
    event.add("status", "CANCELLED" if off else "CONFIRMED")
    if not off and visit.status == Status.BOOKED:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _("Your appointment is in two hours"))
        alarm.add("trigger", -NUDGE)
        event.add_component(alarm)
    return event

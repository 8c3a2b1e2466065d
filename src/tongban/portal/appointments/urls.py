from django.urls import path

from tongban.portal.appointments import booking, calendar, changing, showing, waiting

urlpatterns = [
    path("services/<slug:code>/book/", booking.choose, name="book"),
    path("appointments/", showing.index, name="visits"),
    path("appointments/calendar/", calendar.address, name="visit_calendar"),
    path("appointments/calendar/<str:secret>.ics", calendar.feed, name="visit_feed"),
    path("appointments/lines/<uuid:public_id>/wait/", waiting.wait, name="visit_wait"),
    path("appointments/lines/<uuid:public_id>/room/", waiting.room, name="visit_room"),
    path("appointments/waits/<uuid:public_id>/stop/", waiting.stop, name="visit_wait_stop"),
    path("appointments/<uuid:public_id>/", showing.show, name="visit"),
    path("appointments/<uuid:public_id>/confirm/", changing.confirm, name="visit_confirm"),
    path("appointments/<uuid:public_id>/move/", changing.move, name="visit_move"),
    path("appointments/<uuid:public_id>/cancel/", changing.cancel, name="visit_cancel"),
]

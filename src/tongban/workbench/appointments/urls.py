from django.urls import path

from tongban.workbench.appointments import hall, schedule

urlpatterns = [
    path("hall/", hall.show, name="work_hall"),
    path("hall/counter/", hall.choose_counter, name="work_hall_counter"),
    path("hall/<slug:name>/", hall.do, name="work_hall_do"),
    path("hall/visits/<uuid:public_id>/<slug:name>/", hall.act, name="work_hall_act"),
    path("schedule/", schedule.show, name="work_schedule"),
    path("schedule/announce/", schedule.announce, name="work_announce"),
    path("schedule/<uuid:public_id>/end/", schedule.end, name="work_line_end"),
]

from django.urls import path

from tongban.workbench.counter import filling, papers, people, views

urlpatterns = [
    path("counter/", views.counter, name="work_counter_take"),
    path("counter/people/", people.meet, name="work_counter_meet"),
    path("counter/people/<uuid:public_id>/", people.show, name="work_counter_person"),
    path("counter/people/<uuid:public_id>/begin/", people.begin, name="work_counter_begin"),
    path("counter/people/<uuid:public_id>/paper/", people.paper, name="work_counter_paper"),
    path(
        "counter/people/<uuid:public_id>/powers/<uuid:mandate>/end/",
        people.end_power,
        name="work_counter_end_power",
    ),
    path(
        "counter/people/<uuid:public_id>/acts/<uuid:act>/stop/",
        people.stop,
        name="work_counter_stop",
    ),
    path(
        "counter/people/<uuid:public_id>/missed/<uuid:visit>/excuse/",
        people.excuse,
        name="work_counter_excuse",
    ),
    path(
        "counter/people/<uuid:public_id>/print/<uuid:case>/",
        papers.receipt,
        name="work_counter_receipt",
    ),
    path("counter/powers/<uuid:mandate>/", views.confirm, name="work_counter_confirm"),
    path("counter/vouchers/<uuid:public_id>/", views.brought, name="work_counter_brought"),
    path("counter/<uuid:public_id>/", filling.form, name="work_counter"),
    path("counter/<uuid:public_id>/hand-in/", filling.hand_in, name="work_counter_hand_in"),
    path("counter/<uuid:public_id>/print/", papers.printed, name="work_counter_print"),
    path("counter/<uuid:public_id>/papers/<slug:key>/", papers.give, name="work_counter_give"),
]

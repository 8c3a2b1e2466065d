"""Every time that a register was asked: by my office, and of my office's registers."""

from django.http import HttpResponse
from django.utils.timezone import now
from django.views.decorators.http import require_safe

from tongban.cases.queries import platform_name
from tongban.design.pages import page
from tongban.sharing import queries
from tongban.workbench.http import OfficialRequest, at_a_post
from tongban.workbench.sharing.around import around

MOST = 50


@at_a_post
@require_safe
def index(request: OfficialRequest) -> HttpResponse:
    names = {each.code: str(each) for each in queries.resources()}
    theirs = queries.calls_of_ours(request.post)[:MOST]
    ours = queries.calls_by(request.post)[:MOST]
    lines = queries.figures(request.post, at=now())
    context = around(request) | {
        "theirs": [(each, names.get(each.resource), platform_name(each.asker)) for each in theirs],
        "ours": [(each, names.get(each.resource), platform_name(each.node)) for each in ours],
        "figures": [(each, names.get(each.resource), platform_name(each.asker)) for each in lines],
    }
    return page(request, "workbench/sharing/calls.html", context)

"""What only the chief of an office may open."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse

from tongban.catalog.rules import Role
from tongban.workbench.http import OfficialRequest, on_duty

P = ParamSpec("P")
View = Callable[Concatenate[OfficialRequest, P], HttpResponse]


def as_chief(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For others at the office there is no such page."""

    @wraps(view)
    def guarded(request: OfficialRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.post.role != Role.CHIEF:
            raise Http404
        return view(request, *args, **kwargs)

    return on_duty(guarded)

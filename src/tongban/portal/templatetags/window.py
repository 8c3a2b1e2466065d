"""The strip above a case while an officer looks at it together with its applicant."""

from typing import Any

from django import template
from django.utils.timezone import now

from tongban.cases.queries import window_of

register = template.Library()


@register.simple_tag(takes_context=True)
def has_window(context: template.Context) -> bool:
    """Whether the reader has a window open."""
    request: Any = context["request"]
    user = request.user
    return getattr(request, "actor", None) is not None and window_of(user, at=now()) is not None

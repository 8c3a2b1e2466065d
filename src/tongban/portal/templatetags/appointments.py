"""Addresses of the page for choosing a time."""

from django import template
from django.http import HttpRequest

register = template.Library()


@register.simple_tag(takes_context=True)
def asking(context: template.Context, **changes: object) -> str:
    """The question of this page with some of it changed; None leaves a part out."""
    request: HttpRequest = context["request"]
    asked = request.GET.copy()
    for name, value in changes.items():
        asked.pop(name, None)
        if value is not None:
            asked[name] = str(value)
    return asked.urlencode()

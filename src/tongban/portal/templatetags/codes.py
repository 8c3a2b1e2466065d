"""Words for the service workers."""

import json

from django import template
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def as_json(value: object) -> SafeString:
    """A value of ours as JSON in a script; nothing a visitor wrote belongs here."""
    return mark_safe(json.dumps(value).replace("<", "\\u003c"))  # noqa: S308

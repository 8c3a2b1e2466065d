"""What happened to a request, as its asker reads it."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.hotline.models import RequestStep

TITLES: Final[Mapping[str, StrOrPromise]] = {
    "opened": _("Sent"),
    "taken": _("Somebody deals with it"),
    "answered": _("Answered"),
}


def title_of(step: RequestStep) -> StrOrPromise:
    return TITLES.get(step.action, step.get_status_display())

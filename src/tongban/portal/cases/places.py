"""A place in a form: written by name, as people do; kept by its code."""

from collections.abc import Iterable
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe
from django_stubs_ext import StrOrPromise

from tongban.catalog.models import Region
from tongban.catalog.queries import region_with_code, regions_called, way_to
from tongban.design.pages import page

BETWEEN: Final = " · "
MANY = 60
OFFERED = 8


def label(region: Region) -> str:
    """The province, the city and the district, as one line."""
    return BETWEEN.join(str(each) for each in way_to(region))


def name_of(code: Any) -> str:
    """The place that a code stands for; the code itself when there is none."""
    region = region_with_code(str(code or ""))
    return label(region) if region else str(code or "")


def meant(text: str) -> list[Region]:
    """The places that somebody may mean, one if it is clear."""
    text = text.strip()
    if text.isdigit():
        known = region_with_code(text)
        return [known] if known else []
    found = regions_called(text.rpartition(BETWEEN.strip())[2], most=MANY)
    same = [each for each in found if label(each) == text]
    named = [each for each in found if text in {each.name, str(each)}]
    return _highest(same or named or found)


def _highest(found: Iterable[Region]) -> list[Region]:
    """A province or city before the districts that are called alike."""
    found = list(found)
    cities = [each for each in found if each.code.endswith("00")]
    return cities if len(cities) == 1 else found


class PlaceField(forms.CharField):
    """Takes a name or a code. What may mean several places becomes a choice between them."""

    def __init__(self) -> None:
        attrs = {"list": "places", "autocomplete": "off", "data-places": ""}
        super().__init__(strip=True, widget=forms.TextInput(attrs=attrs))
        self.note: StrOrPromise = _("Write the city or district, for example 郑州市.")

    def prepare_value(self, value: Any) -> str:
        return name_of(value)

    def clean(self, value: Any) -> str:
        text = str(super().clean(value))
        found = meant(text)
        if len(found) == 1:
            return found[0].code
        if found:
            choices = [(each.code, label(each)) for each in found[:OFFERED]]
            self.widget = forms.RadioSelect(choices=choices)
            self.note = ""
        return text


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """Options for the list under a place that is being written."""
    found = regions_called(request.GET.get("q", ""), most=OFFERED)
    return page(request, "portal/cases/places.html", {"labels": [label(each) for each in found]})

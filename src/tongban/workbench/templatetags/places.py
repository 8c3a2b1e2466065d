"""Where an official can go: what is used all day in the bar, the rest under "More"."""

from typing import Any, NamedTuple

from django import template
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tongban.catalog.rules import Role

register = template.Library()
DESK = frozenset({Role.CLERK, Role.OFFICER, Role.CHIEF})
DECIDE = frozenset({Role.OFFICER, Role.CHIEF})
CHIEF = frozenset({Role.CHIEF})
KEEPERS = frozenset({Role.CHIEF, Role.OPERATOR})
OPERATES: frozenset[Role] = frozenset()  # whoever `request.operates`, whatever the post


class Place(NamedTuple):
    """One screen to begin from; `also` are those that lie behind it."""

    url: str
    icon: str
    name: StrOrPromise
    roles: frozenset[Role]
    also: tuple[str, ...] = ()


BAR = (
    Place("work", "inbox", _("Inbox"), DESK),
    Place("work_requests", "message-square-text", _("Requests"), DESK, ("work_request",)),
    Place("work_hall", "megaphone", _("Hall"), DESK),
    Place("work_windows", "headset", _("Cloud windows"), DESK, ("work_window",)),
    Place(
        "work_counter_take",
        "stamp",
        _("Counter"),
        DESK,
        ("work_counter", "work_counter_person", "work_counter_brought", "work_counter_hand_in"),
    ),
    Place("work_federation", "waypoints", _("Federation"), OPERATES, ("work_letters",)),
)
MORE = (
    Place("work_presentations", "id-card", _("Ask for a certificate"), DESK),
    Place(
        "work_certificates", "file-badge", _("Certificates issued"), DECIDE, ("work_certificate",)
    ),
    Place(
        "work_registers",
        "database",
        _("Registers"),
        DESK,
        ("work_sharing", "work_calls", "work_register"),
    ),
    Place("work_numbers", "smartphone", _("New mobile number"), DESK, ("work_numbers_code",)),
    Place("work_unreached", "phone-missed", _("Not reached"), DESK, ("work_unreached_one",)),
    Place("work_problems", "construction", _("Problems"), DESK, ("work_problem",)),
    Place(
        "work_ratings",
        "star",
        _("Ratings"),
        DESK,
        ("work_ratings_enter", "work_ratings_signs"),
    ),
    Place("work_schedule", "calendar-clock", _("Appointments"), CHIEF),
    Place("work_figures", "chart-column", _("Figures"), CHIEF),
    Place("work_searches", "search-x", _("Vain searches"), CHIEF),
    Place("work_papers", "file-check", _("Spared papers"), CHIEF),
    Place("work_verifiers", "scan-qr-code", _("Checking codes"), CHIEF),
    Place("work_kiosks", "monitor", _("Machines in halls"), KEEPERS, ("work_kiosk_services",)),
    Place("work_programs", "send", _("Programs"), CHIEF, ("work_program",)),
    Place("work_frequent", "list-checks", _("Most used services"), OPERATES),
    Place("work_differences", "git-compare-arrows", _("Differences"), OPERATES),
)


@register.inclusion_tag("workbench/places.html", takes_context=True)
def places(context: dict[str, Any]) -> dict[str, Any]:
    """The bar of an official at their post."""
    request = context["request"]
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "bar": [(each, _is_here(each, here)) for each in BAR if _is_open(each, request)],
        "more": [(each, _is_here(each, here)) for each in MORE if _is_open(each, request)],
        "in_more": any(_is_here(each, here) for each in MORE),
    }


def _is_open(place: Place, request: Any) -> bool:
    if place.roles is OPERATES:
        return bool(request.operates)
    return request.post.role in place.roles


def _is_here(place: Place, here: str) -> bool:
    return here == place.url or here in place.also

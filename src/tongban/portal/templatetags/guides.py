"""Words and pictures for guides."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django import template
from django.template import Context
from django.utils.translation import gettext_lazy as _

from tongban.catalog.queries import Need

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

# Item types of GB/T 39554, which the pack gives in Chinese.
KINDS = {
    "行政许可": _("Licence"),
    "行政征收": _("Levy"),
    "行政给付": _("Benefit"),
    "行政检查": _("Inspection"),
    "行政确认": _("Confirmation"),
    "行政奖励": _("Award"),
    "行政裁决": _("Ruling"),
    "其他行政权力": _("Other official act"),
    "公共服务": _("Public service"),
    "联办事项": _("Joint service"),
}
PARTS = {
    "steps": _("Steps"),
    "limits": _("Time limits"),
    "materials": _("What you need"),
    "conditions": _("Who can apply"),
    "fee": _("Fee"),
    "form": _("Form"),
    "codes": _("Codes"),
    "confidence": _("Entry"),
}
SURE = {
    "verified": _("Seen in a published source"),
    "guide": _("Taken from a published guide of one province; others differ"),
    "stated": _("Stated in a published guide of one province"),
    "law_text": _("From the text of the law"),
    "law_text+compiled": _("From the text of the law, completed by us"),
    "snippet": _("Seen in an excerpt only"),
    "code_snippet": _("Seen in public program code only"),
    "policy": _("Follows from a policy; not checked for this service"),
    "compiled": _("Compiled by us; check before relying on it"),
    "assumed": _("Assumed, because the source leaves it open"),
    "recall": _("From general knowledge, not checked"),
    "synthetic": _("Made up for the demonstration"),
}


@register.simple_tag
def ways_to_be_sure() -> list[tuple[str, "StrOrPromise"]]:
    """Every word for how sure an entry is, with its meaning."""
    return list(SURE.items())


@register.filter
def kind(name: str) -> "StrOrPromise":
    return KINDS.get(name, name)


@register.filter
def sure(how: str) -> "StrOrPromise":
    """How sure an entry of the pack is, in words."""
    return SURE.get(how, how)


@register.filter
def need_icon(need: Need) -> str:
    return "id-card" if need.certificate else "file-text"


@register.filter
def provenance(source: Mapping[str, object]) -> list[tuple["StrOrPromise", "StrOrPromise"]]:
    """Which part of a guide is how sure: (part, words)."""
    return [
        (PARTS[part], SURE.get(str(how), str(how)))
        for part, how in source.items()
        if part in PARTS and how and how != "none"
    ]


@register.inclusion_tag("portal/catalog/chip.html", takes_context=True)
def chip(context: Context, name: str, value: str, words: str) -> dict[str, object]:
    """One filter: a link to the same list with it, or without it where it is on."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    on = query.get(name) == value
    if on:
        del query[name]
    else:
        query[name] = value
    return {
        "name": name,
        "value": value,
        "words": words,
        "on": on,
        "address": f"?{query.urlencode()}",
    }

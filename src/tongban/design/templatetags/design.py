"""Small words for templates."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from zlib import crc32

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.timezone import is_aware, localtime
from django.utils.translation import get_language

from tongban.design.brand import Look, look_of

register = template.Library()
YEAR = re.compile(r"[ ,]*Y[年년]?[ ,]*")  # in the way a language writes a date
CHINESE = re.compile(r"[\u4e00-\u9fff]")

# Which tab of the tab bar a route belongs to, by how its name begins.
TABS = {
    "home": ("home",),
    "services": ("service", "search", "suggest", "region", "office", "apply", "zone", "book"),
    "code": ("code",),
    "messages": ("message",),
    "me": (
        "me",
        "my_",
        "ac",
        "wallet",
        "certificate",
        "case",
        "request",
        "consent",
        "visit",
        "passkey",
        "sign",
        "step",
    ),
}


@register.filter
def words(texts: Mapping[str, str] | str | None) -> str:
    """The text of a pack entry {zh, en, ko} in the reader's language, else Chinese."""
    if not isinstance(texts, Mapping):
        return texts or ""
    language = (get_language() or "zh-hans").partition("-")[0]
    return texts.get(language) or texts.get("zh", "")


@register.filter
def chinese(text: object) -> str:
    """What people and offices wrote or are called: marked as Chinese on a page that is not."""
    shown = str(text or "")
    if (get_language() or "zh").startswith("zh") or not CHINESE.search(shown):
        return shown
    return format_html('<span lang="zh">{}</span>', shown)


@register.filter
def day(value: date | datetime | str | None) -> str:
    """A day as people here write it."""
    if not value:
        return ""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    if isinstance(value, datetime) and is_aware(value):
        value = localtime(value)
    return date_format(value, "DATE_FORMAT")


@register.filter
def moment(value: datetime | str | None) -> str:
    """A day and a time of day, without seconds."""
    if not value:
        return ""
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    return date_format(localtime(value), "SHORT_DATETIME_FORMAT")


@register.filter
def lately(value: datetime | None) -> str:
    """When it was, as short as it is clear: the time today, the day this year, else the date."""
    if not value:
        return ""
    then, today = localtime(value), localtime()
    if then.date() == today.date():
        return date_format(then, "TIME_FORMAT")
    written = get_format("DATE_FORMAT")
    return date_format(then, YEAR.sub("", written) if then.year == today.year else written)


@register.filter
def tone(text: str) -> int:
    """One of six colours, always the same for the same text."""
    return crc32(text.encode()) % 6


@register.simple_tag(takes_context=True)
def here(context: template.Context, tab: str) -> str:
    """`page` if the shown page belongs to this tab: the value of aria-current."""
    request = context.get("request")
    match = request.resolver_match if isinstance(request, HttpRequest) else None
    name = (match.url_name or "") if match else ""
    if tab == "me" and name.startswith("message"):
        return ""
    return "page" if name.startswith(TABS[tab]) else ""


@register.simple_tag
def look() -> Look | None:
    """How this platform looks; nothing for one that has no colours of its own."""
    return look_of(settings.TONGBAN_NODE)


@register.filter
def steps(total: int) -> range:
    """1, 2, … total, for drawing a steps bar."""
    return range(1, int(total) + 1)

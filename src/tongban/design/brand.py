"""The look of this platform in its own colours: a small stylesheet, an icon, and the manifest.

What a platform looks like is data (`settings.BRANDS`, by platform); one without it keeps the
colours of `tokens.css`. The addresses change with the content, so browsers may keep it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from html import escape
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

KEEP: Final = "public, max-age=31536000, immutable"
NAMES: Final = {"ink": "brand-ink", "soft": "brand-soft", "deep": "brand-deep"}
ICON: Final = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
<rect width="32" height="32" rx="9" fill="{colour}"/>\
<text x="16" y="22.500" font-size="18" font-weight="600" font-family="system-ui, sans-serif" \
text-anchor="middle" fill="{ink}">{mark}</text></svg>"""
PAGE, BRAND = "#f4f6f9", "#1553c7"  # of tokens.css, for what cannot read it

Brand = Mapping[str, Any]


@dataclass(frozen=True)
class Look:
    """What a page needs to look like this platform."""

    mark: str
    sheet: str
    icon: str
    light: str
    dark: str


@cache
def look_of(name: str) -> Look | None:
    """The look of a platform, if it has one of its own."""
    brand = settings.BRANDS.get(name)
    if brand is None:
        return None
    return Look(
        mark=brand["mark"],
        sheet=reverse("brand_sheet", args=[_digest(stylesheet(brand))]),
        icon=reverse("brand_icon", args=[_digest(icon(brand))]),
        light=brand["light"]["soft"],
        dark=brand["dark"]["soft"],
    )


@cache
def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]


def stylesheet(brand: Brand) -> str:
    """The tokens of one platform, and the colours of all of them for their marks in a list."""
    others = sorted(settings.BRANDS.items())
    light = _rule(":root", brand["light"])
    light += "".join(_mark(name, each["light"]) for name, each in others)
    dark = _rule(":root", brand["dark"])
    dark += "".join(_mark(name, each["dark"]) for name, each in others)
    return f"@media screen{{{light}}}\n@media screen and (prefers-color-scheme:dark){{{dark}}}\n"


def _rule(selector: str, colours: Mapping[str, str]) -> str:
    named = {NAMES.get(key, key.replace("_", "-")): value for key, value in colours.items()}
    return f"{selector}{{{';'.join(f'--{key}:{value}' for key, value in named.items())}}}"


def _mark(name: str, colours: Mapping[str, str]) -> str:
    return f'[data-platform="{name}"]{{--own:{colours["brand"]};--own-ink:{colours["ink"]}}}'


def icon(brand: Brand) -> str:
    colours = brand["light"]
    return ICON.format(colour=colours["brand"], ink=colours["ink"], mark=escape(brand["mark"]))


@require_safe
def sheet(request: HttpRequest, digest: str) -> HttpResponse:
    brand = settings.BRANDS.get(settings.TONGBAN_NODE)
    return _kept(stylesheet(brand) if brand else "", "text/css", digest)


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    brand = settings.BRANDS.get(settings.TONGBAN_NODE)
    return _kept(icon(brand) if brand else "", "image/svg+xml", digest)


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone shows when the page is kept on its home screen, in the reader's language."""
    brand = settings.BRANDS.get(settings.TONGBAN_NODE)
    look = look_of(settings.TONGBAN_NODE)
    name = str(settings.PLATFORM_NAME)
    picture = look.icon if look else static("design/mark.svg")
    content = {
        "name": name,
        "short_name": name.partition(" · ")[0],
        "start_url": "/",
        "display": "standalone",
        "background_color": look.light if look else PAGE,
        "theme_color": brand["light"]["brand"] if brand else BRAND,
        "icons": [{"src": picture, "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
    }
    answer = JsonResponse(content, content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


def _kept(text: str, kind: str, digest: str) -> HttpResponse:
    """To be kept for ever under the address of this content; under an older one not at all."""
    answer = HttpResponse(text, content_type=f"{kind}; charset=utf-8")
    answer["Cache-Control"] = KEEP if digest == _digest(text) else "no-store"
    return answer

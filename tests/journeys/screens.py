"""What every screen of every journey must be: usable by all, readable, and free of errors."""

import os
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from tests.harness.browsers import PHONE, faults_of

PICTURES = os.environ.get("TONGBAN_PICTURES", "")
LOOKS = Path(__file__).parent / "looks"
NARROW = 320
BIG_TEXT, BIG_TARGET, TARGET = 18, 60, 44

_sound: set[str] = set()  # how the pages are built in which axe found nothing


@cache
def look(name: str) -> str:
    """A question to the page, in its own language."""
    return (LOOKS / f"{name}.js").read_text(encoding="utf-8")


def faults_for_everyone(page: Page, *, scripts: bool = True) -> list[str]:
    """What axe finds, and what sticks out at the side."""
    wide = page.evaluate(look("too_wide"))
    return [
        *_faults_by_axe(page, scripts=scripts),
        *(f"wider than {page.viewport_size}: {one}" for one in wide),
    ]


def faults_for_elders(page: Page) -> list[str]:
    """Sizes under the norm for elders, and sideways scrolling when narrow or magnified."""
    found = [
        f"text under {BIG_TEXT} px: {one}" for one in page.evaluate(look("small_text"), BIG_TEXT)
    ]
    small = page.evaluate(look("small_targets"), [BIG_TARGET, TARGET])
    found += [f"target too small: {one}" for one in small]
    page.set_viewport_size({"width": NARROW, "height": 640})
    found += [f"wider than {NARROW}: {one}" for one in page.evaluate(look("too_wide"))]
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"too wide at 200 %: {one}" for one in page.evaluate(look("too_wide"))]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def faults_in_the_dark(page: Page) -> list[str]:
    """What axe finds when the device prefers dark screens."""
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # nothing half-way
    found = [f"in the dark: {one}" for one in _faults_by_axe(page)]
    picture(page, f"dark-{page.title().partition(' ')[0]}")
    page.emulate_media(color_scheme="light")
    return found


def faults_in_english(page: Page) -> list[str]:
    """Chinese that stands on an English page, outside what is marked as Chinese."""
    found: list[str] = page.evaluate(look("chinese"))
    return [f"not in English: {one}" for one in found]


def faults_in_chinese(page: Page) -> list[str]:
    """English that nobody has translated on a Chinese page."""
    found: list[str] = page.evaluate(look("english"))
    return [f"not in Chinese: {one}" for one in found]


def _faults_by_axe(page: Page, *, scripts: bool = True) -> list[str]:
    """What axe finds; a page built like one in which it found nothing is not asked about again."""
    built = page.evaluate(look("structure"))
    if built in _sound:
        return []
    found = faults_of(page, scripts=scripts)
    if not found:
        _sound.add(built)
    return found


def picture(page: Page, name: str) -> None:
    """A screenshot for a person to look at, when a folder for it is given."""
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)

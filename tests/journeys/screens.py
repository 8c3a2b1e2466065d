"""What every screen of every journey must be: usable by all, readable, and free of errors."""

import os
from pathlib import Path

from playwright.sync_api import Page

from tests.harness.browsers import PHONE, faults_of

PICTURES = os.environ.get("TONGBAN_PICTURES", "")
NARROW = 320
BIG_TEXT, BIG_TARGET, TARGET = 18, 60, 44

TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= wide) return [];
  const out = [...document.querySelectorAll("body *")].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width && box.right > wide + 1 && !one.closest(".filters, .scroll");
  });
  return out.slice(0, 5).map((one) => one.outerHTML.slice(0, 140));
}"""

# Text smaller than the elders' size, where there is text that can be seen.
SMALL_TEXT = """least => {
  const seen = (one) => one.checkVisibility({visibilityProperty: true}) && !one.closest(".sr")
    && one.getBoundingClientRect().height > 2;
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || /^(SCRIPT|STYLE|NOSCRIPT|OPTION|DATALIST)$/.test(one.tagName)) continue;
    const size = parseFloat(getComputedStyle(one).fontSize);
    if (size < least && seen(one)) faults.add(size + "px: " + one.outerHTML.slice(0, 120));
  }
  return [...faults];
}"""

# A link inside a sentence is as high as the sentence; WCAG excepts it, and so does the norm.
SMALL_TARGETS = """([main, other]) => {
  const faults = new Set();
  const inSentence = (one) => getComputedStyle(one).display === "inline";
  const area = (one) => {
    const label = one.labels && [...one.labels].find((each) => each.contains(one));
    return (label ?? one).getBoundingClientRect();
  };
  for (const one of document.querySelectorAll("a[href], button, summary, input, select, textarea")) {
    if (one.type === "hidden" || one.closest(".sr, .skip") || one.matches(".skip") || !one.checkVisibility()) continue;
    const box = area(one);
    if (!box.width || inSentence(one)) continue;
    const isMain = one.matches(".btn.big, .btn.wide, .actions .btn.main, .tabs a, .tile, a.row, button.row");
    const least = isMain ? main : other;
    if (box.height < least - .5 || box.width < least - .5)
      faults.add(Math.round(box.width) + "x" + Math.round(box.height) + ": " + one.outerHTML.slice(0, 120));
  }
  return [...faults];
}"""

# People's own words and names stay as they are; so do the names of languages.
CHINESE_PLACES = """() => {
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement, text = walker.currentNode.textContent.trim();
    if (/[\\u4e00-\\u9fff]/.test(text) && !one.closest("script, style, option, [lang|=zh]"))
      faults.add(text.slice(0, 60) + " in " + one.outerHTML.slice(0, 80));
  }
  return [...faults];
}"""


def faults_for_everyone(page: Page) -> list[str]:
    """What axe finds, and what sticks out at the side."""
    wide = page.evaluate(TOO_WIDE)
    return [*faults_of(page), *(f"wider than {page.viewport_size}: {one}" for one in wide)]


def faults_for_elders(page: Page) -> list[str]:
    """Sizes under the norm for elders, and sideways scrolling when narrow or magnified."""
    found = [f"text under {BIG_TEXT} px: {one}" for one in page.evaluate(SMALL_TEXT, BIG_TEXT)]
    small = page.evaluate(SMALL_TARGETS, [BIG_TARGET, TARGET])
    found += [f"target too small: {one}" for one in small]
    page.set_viewport_size({"width": NARROW, "height": 640})
    found += [f"wider than {NARROW}: {one}" for one in page.evaluate(TOO_WIDE)]
    page.set_viewport_size(PHONE)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"too wide at 200 %: {one}" for one in page.evaluate(TOO_WIDE)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    return found


def faults_in_english(page: Page) -> list[str]:
    """Chinese that stands on an English page, outside what is marked as Chinese."""
    found: str = page.evaluate(CHINESE_PLACES)
    return [f"not in English: {one}" for one in found]


def picture(page: Page, name: str) -> None:
    """A screenshot for a person to look at, when a folder for it is given."""
    if PICTURES:
        folder = Path(PICTURES)
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"{name}.png", full_page=True)

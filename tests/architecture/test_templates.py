"""Promises that all templates keep."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import PAGES, TEMPLATES, name_of

EVENTS = r"click|change|input|submit|load|error|focus|blur|toggle|(key|mouse|pointer)\w+"
INLINE = {
    "a style attribute": r"\sstyle\s*=",
    "a style element": r"<style\b",
    "a script in the page": r"<script(?![^>]*\b(src|type=\"application/json\"))[^>]*>",
    "a handler attribute": rf"\son({EVENTS})\s*=",
    "a javascript address": r"javascript:",
}


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_templates_stay_small(path: Path) -> None:
    assert path.read_text().count("\n") <= 120


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_templates_hold_no_styles_and_no_scripts(path: Path) -> None:
    text = re.sub(r"{%\s*comment.*?endcomment\s*%}", "", path.read_text(), flags=re.DOTALL)
    for what, pattern in INLINE.items():
        assert not re.search(pattern, text, re.IGNORECASE), what


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_htmx_attributes_are_not_inherited(path: Path) -> None:
    """htmx 2 inherits attributes and htmx 4 does not; we rely on neither."""
    text = path.read_text()
    for tag in re.findall(r"<[a-z][^>]*\bhx-(?:target|swap)\b[^>]*>", text):
        assert re.search(r"\bhx-(get|post|put|delete|patch)\b", tag), tag

"""Saying something of our own in every language that people may read it in."""

from collections.abc import Mapping

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override


def in_every_language(text: Promise) -> dict[str, str]:
    """A lazy text of the program, as packs write theirs: {zh, en, ko}."""
    said = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            said[language.partition("-")[0]] = str(text)
    return said


def in_language(texts: Mapping[str, str]) -> str:
    """The text in the reader's language, else Chinese, which every row has."""
    language = (get_language() or "zh-hans").partition("-")[0]
    return texts.get(language) or texts.get("zh", "")

from pathlib import Path

import polib
import pytest

from tongban.config.words.catalogues import faults, path_of, update
from tongban.config.words.collecting import collect

PYTHON = """
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

GREETING = _("Good morning, %(name)s")
DAYS = ngettext("%(n)d day", "%(n)d days", 2)
"""
PAGE = """
{% load i18n %}<h1>{% translate 'Hello' %}</h1>
{% blocktranslate %}Bye {{ who }}{% endblocktranslate %}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    pages = tmp_path / "app" / "templates" / "app"
    pages.mkdir(parents=True)
    (tmp_path / "app" / "rules.py").write_text(PYTHON)
    (pages / "page.html").write_text(PAGE)
    return tmp_path / "app"


def translate(path: Path, **words: str) -> None:
    catalogue = polib.pofile(str(path))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)d 天"}
        else:
            entry.msgstr = words.get(entry.msgid.split()[0].strip(","), "")
    catalogue.save()


def test_texts_are_found_in_python_and_in_pages(source: Path) -> None:
    found = {entry.msgid for entry in collect(source)}
    assert found == {"Good morning, %(name)s", "%(n)d day", "Hello", "Bye %(who)s"}


def test_a_complete_catalogue_has_no_faults_and_stays_as_it_is(
    source: Path, tmp_path: Path
) -> None:
    found = collect(source)
    assert update(found, "ko", tmp_path) == (4, 4)
    path = path_of("ko", tmp_path)
    translate(path, Good="%(name)s님, 안녕하세요", Hello="안녕", Bye="%(who)s 안녕히")
    before = path.read_text()
    assert list(faults(found, "ko", tmp_path)) == []
    assert update(found, "ko", tmp_path) == (4, 0)
    assert path.read_text() == before


def test_what_is_missing_left_over_or_mistaken_is_told(source: Path, tmp_path: Path) -> None:
    found = collect(source)
    update(found, "ko", tmp_path)
    translate(path_of("ko", tmp_path), Good="안녕", Hello="")
    (source / "rules.py").write_text(PYTHON.replace("day", "night"))
    told = "\n".join(faults(collect(source), "ko", tmp_path))
    assert "other placeholders: 'Good morning, %(name)s'" in told
    assert "not translated: 'Hello'" in told
    assert "no longer in the program, run ./tongban words: '%(n)d day'" in told
    assert "not in the catalogue, run ./tongban words: '%(n)d night'" in told


def test_a_language_without_a_catalogue_is_told(source: Path, tmp_path: Path) -> None:
    assert "there is no catalogue" in "".join(faults(collect(source), "ko", tmp_path))

"""What every page of the workbench offers to those without a mouse, scripts or colours."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

import tongban.workbench
from tests.workbench.desk import BOX, a_case_at, a_case_of, a_review_of, address, at_work
from tongban.catalog.rules import Role
from tongban.workbench.cases.moves import ALL

pytestmark = pytest.mark.django_db
KEYS = (Path(tongban.workbench.__file__).parent / "static/workbench/keys.js").read_text()


@pytest.fixture
def pages(client: Client) -> dict[str, str]:
    post = at_work(client, role=Role.CHIEF)
    review, mine, free = a_review_of(post), a_case_of(post), a_case_at(post.office)
    addresses = {
        "inbox": reverse("work") + BOX,
        "gate": address(free) + BOX,
        "case": address(review) + BOX,
        "correction": address(mine, "correction") + BOX,
        "refuse": address(review, "refuse") + BOX,
        "keys": reverse("work_keys"),
        "figures": reverse("work_figures"),
        "ratings": reverse("work_ratings"),
        "searches": reverse("work_searches"),
    }
    return {name: client.get(where).content.decode() for name, where in addresses.items()}


def test_every_page_has_one_headline_a_way_past_the_top_and_a_language(
    pages: dict[str, str],
) -> None:
    for name, text in pages.items():
        assert len(re.findall(r"<h1\b", text)) == 1, name
        assert 'class="skip" href="#main"' in text, name
        assert re.search(r'<html lang="[a-z-]+"', text), name


def test_no_page_has_a_script_or_a_style_in_it(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert not re.search(r"<script(?![^>]*\bsrc=)", text), name
        assert not re.search(r"\sstyle=|<style", text), name


def test_every_action_is_a_form_or_a_link_that_works_without_scripts(
    pages: dict[str, str],
) -> None:
    for name in ("case", "gate", "correction", "refuse"):
        for form in re.findall(r"<form\b.*?</form>", pages[name], re.DOTALL):
            if 'method="post"' in form:
                assert "csrfmiddlewaretoken" in form, name
                assert "<button" in form, name
        assert 'data-key="Escape"' in pages[name] or "data-key" in pages[name]


def test_the_table_speaks_to_those_who_cannot_see_it(pages: dict[str, str]) -> None:
    table = re.search(r"<table.*?</table>", pages["inbox"], re.DOTALL)
    assert table
    assert "<caption" in table[0]
    assert 'aria-sort="ascending"' in table[0]
    assert 'scope="row"' in table[0]
    assert table[0].count('scope="col"') == 6


def test_every_key_is_explained_where_keys_are_listed(pages: dict[str, str]) -> None:
    listed = set(re.findall(r"<kbd>(.)</kbd>", pages["keys"]))
    assert {move.key for move in ALL} <= listed
    assert {"j", "k", "/", "u", "?"} <= listed
    assert 'id="keys"' in pages["inbox"]
    assert "data-keys-off" in pages["inbox"]


def test_rows_fields_and_neighbours_can_be_reached_by_keys(pages: dict[str, str]) -> None:
    assert "data-rows" in pages["inbox"]
    assert 'data-key="/"' in pages["inbox"]
    for key in ("u", "g", "r", "p"):
        assert f'data-key="{key}"' in pages["case"]
    assert "workbench/keys.js" in pages["case"]


def test_a_key_never_does_something_by_itself() -> None:
    """It follows a link, which writes nothing, or chooses a button that Enter presses."""
    assert ".submit(" not in KEYS
    assert 'target.matches("a")) target.click()' in KEYS


def test_a_picture_of_a_material_has_words_and_fields_have_labels(pages: dict[str, str]) -> None:
    text = pages["correction"]
    for field in re.findall(r'<input type="text"[^>]*\bid="([^"]+)"', text):
        assert f'for="{field}"' in text, field


def test_every_page_says_that_its_data_are_samples(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        assert '<footer class="foot">' in text, name

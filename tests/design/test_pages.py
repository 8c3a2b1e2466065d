"""Pages, parts of pages, and fields."""

import gzip
import re
from pathlib import Path

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import RequestFactory

from tests.builders import a_region
from tongban.design.gallery import ExampleForm
from tongban.design.pages import page

pytestmark = pytest.mark.django_db
PUBLIC = ["/", "/search/", "/services/", "/regions/", "/offices/", "/me/", "/privacy/", "/design/"]


def text(response) -> str:
    return response.content.decode()


def shown(form: forms.Form, name: str) -> str:
    return Template("{{ field.as_field_group }}").render(Context({"field": form[name]}))


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        ({"HX-Request": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, True),
    ],
)
def test_htmx_gets_its_part_and_everybody_else_the_page(rf: RequestFactory, headers, whole) -> None:
    response = page(
        rf.get("/", headers=headers),
        "portal/catalog/suggest.html",
        {"query": "", "suggestions": []},
        live="suggestions",
    )
    assert ("<html" in text(response)) is whole
    assert "HX-Request" in response["Vary"]


def test_a_field_ties_its_label_hint_and_error_to_the_input() -> None:
    html = shown(ExampleForm({"phone": "1"}), "phone")
    assert '<label for="id_phone">' in html
    assert 'aria-describedby="id_phone_helptext id_phone_error"' in html
    assert 'id="id_phone_helptext"' in html
    assert 'id="id_phone_error"' in html
    assert 'aria-invalid="true"' in html


def test_choices_stand_in_a_fieldset_with_a_legend() -> None:
    html = shown(ExampleForm(), "delivery")
    assert html.strip().startswith("<fieldset")
    assert "<legend>" in html
    assert html.count('type="radio"') == 2


def test_a_filled_in_value_says_where_it_comes_from() -> None:
    form = ExampleForm()
    form.fields["kind"].source = "From your card"
    form.fields["kind"].dispute = "/put-right/"
    html = shown(form, "kind")
    assert "From your card" in html
    assert "/put-right/" in html


def test_the_error_summary_leads_to_every_wrong_field() -> None:
    form = ExampleForm({"phone": "1", "kind": "1"})
    form.is_valid()
    html = Template('{% include "design/error_summary.html" %}').render(Context({"form": form}))
    for target in re.findall(r'href="#([^"]+)"', html):
        assert f'id="{target}"' in str(form), target
    assert "id_phone" in html


def test_the_title_says_first_that_something_is_wrong(client) -> None:
    assert re.search(r"<title>\s*Error", text(client.get("/design/", headers=EN)))


EN = {"accept-language": "en"}


@pytest.mark.parametrize("address", PUBLIC)
def test_every_page_is_whole_without_scripts(client, address) -> None:
    a_region("310000", "上海市")
    body = text(client.get(address, headers=EN))
    assert '<html lang="en"' in body
    assert re.search(r"<title>.+</title>", body, re.DOTALL)
    assert body.count("<h1") == 1
    assert 'class="skip" href="#main"' in body
    assert 'id="main"' in body
    assert 'name="viewport"' in body
    assert "Sample data" in body
    for switch in ('name="elder"', 'name="language"', 'href="/regions/'):
        assert switch in body, switch


@pytest.mark.parametrize("address", PUBLIC)
def test_the_first_view_is_light(client, address) -> None:
    body = text(client.get(address))
    assets = set(re.findall(r'(?:href|src)="/static/([^"]+)"', body))
    weights = {asset: weight(asset) for asset in assets}
    scripts = sum(size for asset, size in weights.items() if asset.endswith(".js"))
    assert scripts <= 30_000
    assert sum(weights.values()) + len(gzip.compress(body.encode())) <= 100_000


def weight(asset: str) -> int:
    found = finders.find(asset)
    assert isinstance(found, str), asset
    return len(gzip.compress(Path(found).read_bytes()))

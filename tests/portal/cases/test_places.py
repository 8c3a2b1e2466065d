"""A place in a form: written by name, kept by its code."""

import pytest

from tongban.catalog.models import Region
from tongban.catalog.queries import naming
from tongban.design.questions import PlaceField

pytestmark = pytest.mark.django_db

NAMES = {
    "410000": ("河南省", ""),
    "410100": ("郑州市", "410000"),
    "350000": ("福建省", ""),
    "350100": ("福州市", "350000"),
    "350102": ("鼓楼区", "350100"),
    "320000": ("江苏省", ""),
    "320100": ("南京市", "320000"),
    "320106": ("鼓楼区", "320100"),
}


@pytest.fixture(autouse=True)
def _regions() -> None:
    for code, (name, parent) in NAMES.items():
        above = Region.objects.filter(code=parent).first()
        Region.objects.update_or_create(
            code=code, defaults={"name": name, "names": {"zh": name}, "parent": above}
        )


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("郑州市", "410100"),
        ("郑州", "410100"),
        ("410100", "410100"),
        ("江苏省 · 南京市 · 鼓楼区", "320106"),
    ],
)
def test_a_place_is_known_by_what_people_write(written: str, code: str) -> None:
    assert PlaceField(naming).clean(written) == code


def test_a_name_of_several_places_becomes_a_choice_between_them() -> None:
    field = PlaceField(naming)

    assert field.clean("鼓楼区") == "鼓楼区"
    assert [code for code, _label in field.widget.choices] == ["320106", "350102"]


def test_what_is_no_place_stays_as_it_was_written() -> None:
    assert PlaceField(naming).clean("无此地") == "无此地"


def test_a_code_is_shown_as_the_way_to_the_place() -> None:
    assert PlaceField(naming).prepare_value("320106") == "江苏省 · 南京市 · 鼓楼区"

"""Suggestions while typing."""

import pytest

from tongban.catalog.search import Index


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("居民身", "id-reissue"),
        ("身份", "id-reissue"),
        ("huz", "passport"),
        ("sysf", None),
        ("sydj", "unemployment-register"),
        ("pass", None),
        ("ordinary", "passport"),
        ("여권", None),
        ("일반 여", "passport"),
        ("護照", "passport"),
    ],
)
def test_the_beginning_of_a_word_is_enough(index: Index, typed: str, id_: str | None) -> None:
    assert id_ is None or id_ in {each.id for each in index.suggest(typed)}


def test_each_service_is_suggested_once_and_no_more_than_asked_for(index: Index) -> None:
    offered = index.suggest("s", limit=3)
    assert len(offered) == len({each.id for each in offered}) == 3


def test_nothing_typed_suggests_nothing(index: Index) -> None:
    assert index.suggest("") == index.suggest(" 　?") == []

"""The small words that templates use."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from tongban.design.templatetags.design import lately, tone

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)  # in Shanghai


@pytest.mark.parametrize(
    ("when", "said"),
    [
        (datetime(2026, 3, 2, 1, 30, tzinfo=UTC), "09:30"),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), "00:00"),  # midnight there is today
        (datetime(2026, 3, 1, 15, 59, tzinfo=UTC), "3月1日"),
        (datetime(2026, 1, 1, 4, 0, tzinfo=UTC), "1月1日"),
        (datetime(2025, 12, 31, 4, 0, tzinfo=UTC), "2025年12月31日"),
        (None, ""),
    ],
)
def test_when_something_was_is_said_as_short_as_it_is_clear(
    monkeypatch: pytest.MonkeyPatch, when: datetime | None, said: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    with translation.override("zh-hans"):
        assert lately(when) == said


@pytest.mark.parametrize(("language", "said"), [("en", "March 1"), ("ko", "3월 1일")])
def test_the_day_is_written_as_the_language_does(
    monkeypatch: pytest.MonkeyPatch, language: str, said: str
) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOON)
    with translation.override(language):
        assert lately(datetime(2026, 3, 1, 4, 0, tzinfo=UTC)) == said


def test_a_colour_stays_with_its_text() -> None:
    assert tone("11100000TB0000060N") == tone("11100000TB0000060N")
    assert {tone(str(number)) for number in range(99)} == set(range(6))

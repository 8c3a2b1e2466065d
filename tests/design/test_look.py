"""The numbers of the look: contrast, sizes and weight."""

import gzip
from pathlib import Path

import pytest

import tongban.design
from tongban.design.colours import ELDER, ELDER_DARK, LEAST, LIGHT, colour, contrast, tokens

STATIC = Path(tongban.design.__file__).parent / "static" / "design"
ON_PAPER = ["page", "card", "sunk"]
PAIRS = [
    *((ink, paper) for ink in ("ink", "ink-2", "ink-3", "brand") for paper in ON_PAPER),
    *(
        (tone, paper)
        for tone in ("ok", "warn", "bad")
        for paper in ("card", "page", f"{tone}-soft")
    ),
    ("brand-ink", "brand"),
    ("brand-deep", "brand-soft"),
    ("brand", "brand-soft"),
    ("ink", "brand-soft"),
    ("ink", "warn-soft"),
    ("ink", "bad-soft"),
    ("cert-ink", "cert-a"),
    ("cert-ink", "cert-b"),
]


NUMBERS = tokens()


@pytest.mark.parametrize("mode", NUMBERS)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_stands_out_from_what_it_lies_on(mode: str, front: str, back: str) -> None:
    assert contrast(colour(mode, front), colour(mode, back)) >= LEAST


@pytest.mark.parametrize("mode", [ELDER, ELDER_DARK])
def test_elder_mode_keeps_the_numbers_of_the_ministry(mode: str) -> None:
    tokens = NUMBERS[mode]
    for size in ("text", "text-s", "text-xs", "title", "head"):
        assert 18 <= float(tokens[size].removesuffix("rem")) * 16 <= 30, size
    assert float(tokens["target"].removesuffix("px")) >= 60
    assert float(tokens["leading"]) >= 1.3


def test_targets_are_large_enough_for_everyone() -> None:
    assert float(NUMBERS[LIGHT]["target"].removesuffix("px")) >= 44


def test_styles_and_scripts_stay_light() -> None:
    styles = b"".join(path.read_bytes() for path in STATIC.glob("*.css"))
    scripts = b"".join(path.read_bytes() for path in (STATIC / "js").glob("*.js"))
    assert len(gzip.compress(styles)) <= 15_000
    assert len(gzip.compress(scripts)) <= 6_000

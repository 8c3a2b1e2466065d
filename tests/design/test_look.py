"""The numbers of the look: contrast, sizes and weight."""

import gzip
import re
from pathlib import Path

import pytest

import tongban.design

STATIC = Path(tongban.design.__file__).parent / "static" / "design"
LIGHT, DARK, ELDER, ELDER_DARK = "light", "dark", "elder", "elder dark"
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


def numbers() -> dict[str, dict[str, str]]:
    """The tokens of every mode, as a browser would add them up."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "tokens.css").read_text(), flags=re.DOTALL)
    text = text[: text.index("@media print")]
    blocks = re.findall(r"(@media[^{]*{)?\s*(:root(?:\[data-elder\])?)\s*{([^}]*)}", text)
    found: dict[str, dict[str, str]] = {LIGHT: {}, DARK: {}, ELDER: {}, ELDER_DARK: {}}
    for media, selector, body in blocks:
        declared = dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
        for mode, known in found.items():
            if ("dark" in mode or not media) and ("elder" in mode or "elder" not in selector):
                known.update(declared)
    return found


NUMBERS = numbers()


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def colour(mode: str, name: str) -> str:
    value = NUMBERS[mode][name]
    return colour(mode, value[6:-1]) if value.startswith("var(") else value


@pytest.mark.parametrize("mode", NUMBERS)
@pytest.mark.parametrize(("front", "back"), PAIRS)
def test_text_stands_out_from_what_it_lies_on(mode: str, front: str, back: str) -> None:
    light, dark = sorted((luminance(colour(mode, front)), luminance(colour(mode, back))))[::-1]
    assert (light + 0.05) / (dark + 0.05) >= 4.5


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

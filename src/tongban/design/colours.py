"""Whether text stands out from what it lies on, with the numbers of `tokens.css`."""

import re
from functools import cache
from pathlib import Path
from typing import Final

LIGHT, DARK, ELDER, ELDER_DARK = "light", "dark", "elder", "elder dark"
LEAST: Final = 4.5  # WCAG 2 AA, and the ministry's number for elders
TOKENS = Path(__file__).parent / "static" / "design" / "tokens.css"


@cache
def tokens() -> dict[str, dict[str, str]]:
    """The tokens of every mode, as a browser would add them up."""
    text = re.sub(r"/\*.*?\*/", "", TOKENS.read_text(encoding="utf-8"), flags=re.DOTALL)
    text = text[: text.index("@media print")]
    blocks = re.findall(r"(@media[^{]*{)?\s*(:root(?:\[data-elder\])?)\s*{([^}]*)}", text)
    found: dict[str, dict[str, str]] = {LIGHT: {}, DARK: {}, ELDER: {}, ELDER_DARK: {}}
    for media, selector, body in blocks:
        declared = dict(re.findall(r"--([\w-]+):\s*([^;]+);", body))
        for mode, known in found.items():
            if ("dark" in mode or not media) and ("elder" in mode or "elder" not in selector):
                known.update(declared)
    return found


def colour(mode: str, name: str) -> str:
    """The colour behind a token, through others that it names."""
    value = tokens()[mode][name]
    return colour(mode, value[6:-1]) if value.startswith("var(") else value


def contrast(one: str, other: str) -> float:
    """How much two colours differ in lightness, from 1 to 21 (WCAG 2)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue

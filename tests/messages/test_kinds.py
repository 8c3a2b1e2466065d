"""Every message says what it is for its reader, and its words can be read."""

from pathlib import Path

import pytest

from tongban.messages.queries import kind_of
from tongban.messages.rules import Kind

SOURCE = Path(__file__).parents[2] / "src" / "tongban"
TEMPLATES = sorted(
    str(path.relative_to(path.parents[1]).with_suffix(""))
    for path in SOURCE.glob("*/templates/messages/*/*.txt")
)


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_first_line_of_a_template_says_its_kind(template: str) -> None:
    """Write `{# kind: results #}` there; messages.rules.Kind lists them."""
    assert kind_of(template) in Kind

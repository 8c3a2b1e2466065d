"""The harness is hostile: closed network, warnings are errors, random order."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.harness.browsers import browser, desk, phone, phone_without_scripts, playwright
from tests.harness.foreign import foreign
from tests.harness.live import fresh, live
from tests.harness.network import _closed_network
from tests.harness.signing import signing

__all__ = [
    "_closed_network",
    "browser",
    "desk",
    "foreign",
    "fresh",
    "live",
    "phone",
    "phone_without_scripts",
    "playwright",
    "signing",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys run only when asked for (`-m journey` or by their path)."""
    asked = config.option.markexpr or any("journeys" in name for name in config.args)
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)
    if not asked:
        kept = [item for item in items if "journeys" not in item.path.parts]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """No test speaks the language that the last request of another one asked for."""
    translation.deactivate()
    yield
    translation.deactivate()

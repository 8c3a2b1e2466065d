"""The harness is hostile: closed network, warnings are errors, random order."""

from collections.abc import Iterator

import pytest
from django.utils import translation

from tests.harness.browsers import browser, desk, phone, phone_without_scripts, playwright
from tests.harness.foreign import foreign
from tests.harness.live import fresh, live
from tests.harness.nation import nation
from tests.harness.network import _closed_network
from tests.harness.signing import signing

APART = {"journeys": "journey", "faults": "fault"}  # folder: mark

__all__ = [
    "_closed_network",
    "browser",
    "desk",
    "foreign",
    "fresh",
    "live",
    "nation",
    "phone",
    "phone_without_scripts",
    "playwright",
    "signing",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys and faults run only when asked for (`-m journey`, `-m fault`, or by their path)."""
    for item in items:
        for folder in APART.keys() & set(item.path.parts):
            item.add_marker(APART[folder])
    if config.option.markexpr:
        return
    unasked = [folder for folder in APART if not any(folder in name for name in config.args)]
    apart = [item for item in items if not set(unasked).isdisjoint(item.path.parts)]
    config.hook.pytest_deselected(items=apart)
    items[:] = [item for item in items if item not in apart]


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """No test speaks the language that the last request of another one asked for."""
    translation.deactivate()
    yield
    translation.deactivate()

"""An installation that has a key to sign with."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tongban.crypto.keys import INTL, generate

LONG_AGO = "2020-01-01T00:00:00+00:00"


@pytest.fixture
def signing() -> None:
    """The key ring of the tests gets a key."""
    key = generate(INTL).to_text()
    settings.TONGBAN_KEYS["federation"] = [{"key": key, "not_before": LONG_AGO}]


@pytest.fixture(autouse=True)
def _keys_as_they_were() -> Iterator[None]:
    """No test signs with a key that another one made."""
    before = dict(settings.TONGBAN_KEYS)
    yield
    settings.TONGBAN_KEYS.clear()
    settings.TONGBAN_KEYS.update(before)

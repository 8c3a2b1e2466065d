"""An installation that has a key to sign with."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from tongban.crypto.keys import INTL, generate

LONG_AGO = "2020-01-01T00:00:00+00:00"


@pytest.fixture
def signing() -> Iterator[None]:
    """The key ring of the tests gets a key; afterwards it is as it was."""
    ring = settings.TONGBAN_KEYS
    before = ring.get("federation")
    ring["federation"] = [{"key": generate(INTL).to_text(), "not_before": LONG_AGO}]
    yield
    ring.pop("federation")
    if before is not None:
        ring["federation"] = before

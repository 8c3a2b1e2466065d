"""A person's phone for every journey, on a node as on its first day."""

import pytest

from tests.harness.live import Live


@pytest.fixture(autouse=True)
def _first_day(fresh: Live) -> None:
    """Nothing of an earlier journey is left."""

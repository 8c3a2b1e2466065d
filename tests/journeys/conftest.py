"""A person's phone for every journey, on a node as on its first day."""

import pytest


@pytest.fixture(autouse=True)
def _first_day(request: pytest.FixtureRequest) -> None:
    """Nothing of an earlier journey is left on the one node that many journeys share."""
    if "live" in request.fixturenames:
        request.getfixturevalue("fresh")

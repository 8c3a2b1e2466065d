"""One fleet for all tests: a hub and two provinces that run, and a third that only joined.

Every test finds it whole: what the one before stopped, killed or put elsewhere is started anew.
"""

from collections.abc import Iterator

import pytest

from tests.harness.fleet import Fleet, Profile, fleet
from tests.harness.templates import Template

QUICK = "LANE_LEASE=2 LONGEST_WAIT=1"  # longer ones would only make the tests longer
HUB = Profile("hub", role="hub")
EAST = Profile("east", regions=("310000",))
WEST = Profile("west", regions=("410000",), suite="gm")
NORTH = Profile("north", regions=("110000",))


@pytest.fixture(scope="session")
def _running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fleet]:
    template = Template.prepare(tmp_path_factory.mktemp("template") / "home")
    profiles = [HUB, EAST, WEST, NORTH]
    with fleet(tmp_path_factory.mktemp("nation"), template, profiles) as made:
        made.join()
        yield made


@pytest.fixture
def nation(_running: Fleet) -> Fleet:
    _running.run("hub", "east", "west", FLEET_TIMING=QUICK)
    return _running

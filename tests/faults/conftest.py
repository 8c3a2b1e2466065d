"""One fleet for all tests: the hub and two provinces that run, and a third that only joined.

Every test finds it whole: what the one before stopped, killed or put elsewhere is started anew.
"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.harness.fleet import Fleet, fleet
from tests.harness.templates import Template

QUICK = "LANE_LEASE=2 LONGEST_WAIT=1"  # longer ones would only make the tests longer
PLATFORMS = ["hub", "shanghai", "henan", "guizhou"]


@pytest.fixture(scope="session")
def _running() -> Iterator[Fleet]:
    with tempfile.TemporaryDirectory(prefix="tongban-fleet-") as folder:
        template = Template.prepare(Path(folder) / "template")
        with fleet(Path(folder), template, PLATFORMS) as made:
            made.prepare()
            made.join()
            yield made


@pytest.fixture
def nation(_running: Fleet) -> Fleet:
    _running.run("hub", "shanghai", "henan", FLEET_TIMING=QUICK)
    return _running

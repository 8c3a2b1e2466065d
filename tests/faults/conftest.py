"""One fleet for all tests: the hub and two provinces that run, and a third that only joined.

Every test finds it whole: what the one before stopped, killed or put elsewhere is started anew.
"""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.harness.fleet import Fleet, fleet
from tests.harness.templates import Template
from tests.run.cluster import LASTING, cluster

QUICK = "LANE_LEASE=2 LONGEST_WAIT=1"  # longer ones would only make the tests longer
PLATFORMS = ["hub", "shanghai", "henan", "guizhou"]


SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
# For tests that kill processes: what is kept must survive it in either database.
ON_BOTH = pytest.mark.parametrize("_running", [SQLITE, POSTGRESQL], indirect=True)


@pytest.fixture(scope="session", params=[SQLITE])  # so that all tests on it follow each other
def _running(request: pytest.FixtureRequest) -> Iterator[Fleet]:
    with ExitStack() as stack:
        server = stack.enter_context(cluster(LASTING)) if request.param == POSTGRESQL else ""
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongban-fleet-")))
        template = Template.prepare(folder / "template", server)
        made = stack.enter_context(fleet(folder, template, PLATFORMS))
        made.prepare()
        made.join()
        yield made


def as_often(times: int, nation: Fleet) -> int:
    """Once on PostgreSQL: what is tried there is whether it keeps what SQLite keeps."""
    return 1 if nation["hub"].tables.server else times


@pytest.fixture
def nation(_running: Fleet) -> Fleet:
    _running.run("hub", "shanghai", "henan", FLEET_TIMING=QUICK)
    return _running

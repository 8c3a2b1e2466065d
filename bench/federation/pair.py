"""Two provinces that have joined a hub and talk to each other directly; the hub is not running."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness.fleet import Fleet, Member, fleet
from tests.harness.templates import Template
from tests.run.cluster import LASTING, cluster

from bench.report import say

PLATFORMS = ["hub", "shanghai", "henan"]
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"


@dataclass(frozen=True)
class Pair:
    """Who tells, and who is told."""

    sender: Member
    receiver: Member

    def run(self, **more: str) -> None:
        """See to it that both run, with just this in their surroundings."""
        for member in (self.sender, self.receiver):
            member.run(**more)
        for member in (self.sender, self.receiver):
            member.wait_until_it_answers()


@contextmanager
def ground(database: str) -> Iterator[Template]:
    """A prepared home on one of the databases; what is promised there survives a power cut."""
    say(f"preparing nodes on {database} …")
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tongban-pair-")))
        server = stack.enter_context(cluster(LASTING)) if database == POSTGRESQL else ""
        yield Template.prepare(folder / "template", server)


@contextmanager
def pair(template: Template, suite: str) -> Iterator[Pair]:
    """Two nodes that sign with one suite."""
    with (
        tempfile.TemporaryDirectory(prefix=f"tongban-{suite}-") as folder,
        fleet(Path(folder), template, PLATFORMS, proxied=False, TONGBAN_SUITE=suite) as made,
    ):
        yield _joined(made)


def _joined(made: Fleet) -> Pair:
    made.join()
    return Pair(made["shanghai"], made["henan"])

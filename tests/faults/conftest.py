"""Nodes of a fleet, prepared once; each module that breaks something has a fleet of its own."""

from collections.abc import Iterator

import pytest

from tests.harness.fleet import Fleet, Profile, fleet
from tests.harness.templates import Template

HUB = Profile("hub", role="hub")
EAST = Profile("east", regions=("310000",))
WEST = Profile("west", regions=("410000",), suite="gm")


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Template:
    return Template.prepare(tmp_path_factory.mktemp("template") / "home")


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory, template: Template) -> Iterator[Fleet]:
    """A hub and two provinces that have joined and run. One signs with SM2."""
    with fleet(tmp_path_factory.mktemp("nation"), template, [HUB, EAST, WEST]) as made:
        made.join()
        made.start()
        yield made

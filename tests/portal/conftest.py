"""A home folder of its own for every test of a screen, and an index where one is wanted."""

import pytest

from tests.builders import MONDAY
from tongban.catalog.operations.indexing import reindex


@pytest.fixture(autouse=True)
def home_of_its_own(settings, tmp_path):
    settings.TONGBAN_HOME = tmp_path
    settings.TONGBAN_INDEX = tmp_path / "index"
    return tmp_path


@pytest.fixture
def indexed():
    """Call it when the services are there."""
    return lambda: reindex(at=MONDAY)

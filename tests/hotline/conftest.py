"""No test of requests remembers the offices or the lessons of another one."""

import pytest

from tongban.catalog.queries import forget_offices
from tongban.hotline.queries.suggesting import forget_lessons


@pytest.fixture(autouse=True)
def fresh_offices():
    forget_offices()
    forget_lessons()

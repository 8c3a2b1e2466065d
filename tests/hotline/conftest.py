"""No test of requests remembers the offices of another one."""

import pytest

from tongban.catalog.queries import forget_offices


@pytest.fixture(autouse=True)
def fresh_offices():
    forget_offices()

"""Where somebody works on cases."""

import pytest

from tests.builders import a_post, an_office
from tongban.catalog.models import Office
from tongban.catalog.rules import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
def test_an_office_is_staffed_by_those_who_work_on_cases(role: Role) -> None:
    office = an_office()
    a_post(office=office, role=role)
    [found] = Office.directory()
    assert found.staffed is (role not in {Role.OPERATOR, Role.HELPER})

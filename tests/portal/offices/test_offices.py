"""Where people can go."""

from uuid import uuid4

import pytest

from tests.builders import a_region, an_office

pytestmark = pytest.mark.django_db


def test_the_offices_of_the_region_are_listed_and_shown(client) -> None:
    office = an_office("徐汇中心", region=a_region())
    client.cookies["region"] = "310104"
    assert f"/offices/{office.public_id}/" in client.get("/offices/").content.decode()
    assert "徐汇中心" in client.get(f"/offices/{office.public_id}/").content.decode()


def test_where_there_is_none_the_next_one_and_12345_help(client) -> None:
    office = an_office("浦东中心", region=a_region("310115", "浦东新区"))
    a_region()
    client.cookies["region"] = "310104"
    body = client.get("/offices/").content.decode()
    assert "tel:12345" in body
    assert f"/offices/{office.public_id}/" in body


def test_an_unknown_office_is_not_there(client) -> None:
    assert client.get(f"/offices/{uuid4()}/").status_code == 404

"""My own page, and who looked."""

import pytest

from tests.builders import MONDAY, a_person
from tests.doors import sign_in
from tongban.privacy.operations import record_access

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def a_look(person, *, reason: str = "Second opinion") -> None:
    record_access(
        person=person,
        by=a_person("Clerk"),
        under="post/1",
        office={"zh": "徐汇", "en": "Xuhui counter"},
        about="case/1",
        fields=["name"],
        reason=reason,
        at=MONDAY,
    )


def test_strangers_see_how_to_come_in_and_how_to_do_without(client) -> None:
    body = client.get("/me/").content.decode()
    assert "/sign-in/" in body
    assert "/offices/" in body


def test_my_page_masks_my_name_and_number(client) -> None:
    ana = a_person("林晓")
    sign_in(client, ana)
    body = client.get("/me/").content.decode()
    assert "林*" in body
    assert "林晓" not in body
    assert ana.id_number not in body
    assert ana.phone not in body


def test_i_see_who_looked_and_why_and_nobody_else_does(client) -> None:
    ana, ben = a_person("Ana"), a_person("Ben")
    a_look(ana)
    sign_in(client, ana)
    body = client.get("/me/access/", headers=ENGLISH).content.decode()
    assert "Xuhui counter" in body
    assert "Second opinion" in body
    sign_in(client, ben)
    assert "Second opinion" not in client.get("/me/access/").content.decode()


def test_own_pages_are_kept_by_no_cache(client) -> None:
    sign_in(client, a_person("Ana"))
    for address in ("/me/", "/me/access/", "/messages/"):
        assert "no-store" in client.get(address)["Cache-Control"], address

"""Both ends of a window, page by page: the applicant's and the remote officer's."""

import pytest
from django.test import Client

from tests.builders import ANSWERS, MONDAY, a_person, a_post, an_applicant, an_id_service
from tests.doors import sign_in, sign_in_at_work
from tongban.cases import operations
from tongban.cases.models import Case, Window
from tongban.catalog.models import Office, Post
from tongban.identity.models import Actor
from tongban.privacy.queries import accesses_to

pytestmark = pytest.mark.django_db
PHONE = ANSWERS["phone"]


@pytest.fixture
def ana() -> Actor:
    return an_applicant("林晓")


@pytest.fixture
def draft(ana: Actor) -> Case:
    case = operations.start(service=an_id_service(), by=ana, at=MONDAY)
    return operations.save_draft(case=case, answers=ANSWERS, by=ana, at=MONDAY)


@pytest.fixture
def hers(client: Client, ana: Actor, draft: Case) -> Client:
    sign_in(client, ana.person)
    return client


@pytest.fixture
def officer(draft: Case) -> Post:
    return a_post("王建国", office=Office.objects.get())


@pytest.fixture
def his(officer: Post) -> Client:
    client = Client()
    sign_in_at_work(client, officer.person)
    return client


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_both_look_at_the_same_case_and_only_she_changes_it(
    hers: Client, his: Client, draft: Case, ana: Actor
) -> None:
    address = f"/cases/{draft.public_id}/window/"
    before = text(hers.get(address))
    assert "139******78" in before
    assert PHONE not in before
    hers.post(address)
    assert "Y001" in text(hers.get("/window/"))
    assert "林晓" not in text(his.get("/work/windows/"))
    here = his.post("/work/windows/next/")["Location"]
    seen = text(his.get(here))
    assert "139******78" in seen
    assert PHONE not in seen

    hers.post("/window/show/", {"place": "field:phone"})
    assert PHONE in text(his.get(here, HTTP_HX_REQUEST="true"))
    his.post(f"{here}point/", {"place": "field:phone", "mark": "look", "text": "号码对吗？"})
    strip = text(hers.get("/window/bar/", HTTP_X_WATCHES="1"))
    assert 'data-points-to="field:phone"' in strip
    assert "号码对吗？" in strip
    assert "data-window-strip" in text(hers.get(f"/cases/{draft.public_id}/form/delivery/"))
    operations.save_draft(case=draft, answers={"phone": "13800000000"}, by=ana, at=MONDAY)
    assert "13800000000" in text(his.get(here))

    hers.post("/window/end/")
    over = text(his.get(here))
    assert "13800000000" not in over
    assert "has ended" in over
    refused = his.post(f"{here}point/", {"place": "field:phone", "mark": "look"}, follow=True)
    assert "has ended" in text(refused)
    assert accesses_to(ana.person).count() == 1


def test_another_officer_and_another_person_find_no_window(
    hers: Client, his: Client, officer: Post, draft: Case
) -> None:
    hers.post(f"/cases/{draft.public_id}/window/")
    window = Window.objects.get()
    mine = f"/work/windows/{window.public_id}/"
    assert his.get(mine).status_code == 404  # not taken yet
    his.post("/work/windows/next/")
    for office in (officer.office, None):
        foreign = Client()
        sign_in_at_work(foreign, a_post("Foreign", office=office).person)
        assert foreign.get(mine).status_code == 404
        for deed in ("point", "end"):
            assert foreign.post(f"{mine}{deed}/").status_code == 404
    ben = Client()
    sign_in(ben, a_person("Ben"))
    assert ben.get(f"/cases/{draft.public_id}/window/").status_code == 404
    ben.post("/window/end/")
    window.refresh_from_db()
    assert window.ended_at is None


def test_who_signs_out_is_not_looked_at_any_more(hers: Client, his: Client, draft: Case) -> None:
    hers.post(f"/cases/{draft.public_id}/window/")
    here = his.post("/work/windows/next/")["Location"]
    hers.post("/sign-out/")
    assert "has ended" in text(his.get(here))

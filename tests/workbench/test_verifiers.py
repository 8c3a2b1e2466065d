"""The chief of an office decides who checks codes there."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import PACK, a_post
from tests.doors import sign_in_at_work
from tongban.catalog.models import Post
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.rules import Role
from tongban.certificates import operations, queries
from tongban.certificates.models import Verifier

pytestmark = pytest.mark.django_db
GATE = {
    "name": "一号门",
    "code": "gate-1",
    "scene": "hospital",
    "fields_seen": ["name"],
    "days": "30",
}


@pytest.fixture
def chief(client: Client) -> Post:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    post = a_post("Chief", role=Role.CHIEF)
    sign_in_at_work(client, post.person)
    return post


def test_a_chief_registers_a_verifier_and_reads_its_key_once(client: Client, chief: Post) -> None:
    page = client.post(reverse("work_verifiers"), GATE).text
    key = "tv_" + page.partition("tv_")[2].partition("<")[0]
    found = queries.verifier_with_key(key, at=now())
    assert (found.code, found.fields, found.keeper) == ("gate-1", ["name"], chief.person)
    later = client.get(reverse("work_verifiers")).text
    assert "gate-1" in later
    assert "tv_" not in later


def test_asking_for_more_than_the_purpose_allows_is_said(client: Client, chief: Post) -> None:
    page = client.post(reverse("work_verifiers"), {**GATE, "scene": "transport"}).text
    assert "more than this purpose may see" in page
    assert not Verifier.objects.exists()


def test_a_form_that_is_not_right_comes_back(client: Client, chief: Post) -> None:
    client.post(reverse("work_verifiers"), {**GATE, "code": "gate 1", "days": "999"})
    assert not Verifier.objects.exists()


def test_a_chief_ends_a_verifier_of_the_own_office_only(client: Client, chief: Post) -> None:
    client.post(reverse("work_verifiers"), GATE)
    gate = Verifier.objects.get()
    address = reverse("work_verifier_end", args=[gate.public_id])

    other = Client()
    sign_in_at_work(other, a_post("Other", role=Role.CHIEF).person)
    assert other.post(address).status_code == 404
    assert queries.verifier_called("gate-1", at=now())

    assert client.post(address)["Location"] == reverse("work_verifiers")
    assert client.post(address).status_code == 302
    assert queries.verifier_called("gate-1", at=now()) is None


def test_an_officer_has_no_such_page(client: Client, chief: Post) -> None:
    sign_in_at_work(client, a_post("Officer", role=Role.OFFICER).person)
    assert client.get(reverse("work_verifiers")).status_code == 404

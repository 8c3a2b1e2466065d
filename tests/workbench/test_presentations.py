"""At the counter: asking for a certificate, and reading what was shown."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import PACK, a_certificate, a_post
from tests.doors import sign_in_at_work
from tests.portal.vc.counters import opened, pressed
from tongban.catalog.models import Post
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.rules import Role
from tongban.certificates import operations, queries
from tongban.certificates.models import Certificate, CertificateType, Presentation, Verifier

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]
WINDOW = {
    "name": "一号窗口",
    "code": "window-1",
    "scene": "counter",
    "certificates_seen": ["idcard.name"],
    "days": "30",
}


@pytest.fixture
def card() -> Certificate:
    found = a_certificate("idcard", name="林晓", address="徐汇区甲路1号")
    fields = [
        {"key": key, "label": {"zh": word}, "type": "string"}
        for key, word in [("name", "姓名"), ("address", "住址"), ("nothing", "无")]
    ]
    CertificateType.objects.update(fields=fields)
    return Certificate.objects.select_related("type", "person").get(pk=found.pk)


@pytest.fixture
def chief(client: Client, card: Certificate) -> Post:
    operations.load_scenes(contents.scenes(packs.read(PACK)))
    post = a_post("Chief", role=Role.CHIEF)
    sign_in_at_work(client, post.person)
    return post


def test_an_official_asks_and_reads_what_was_shown(
    client: Client, chief: Post, card: Certificate
) -> None:
    client.post(reverse("work_verifiers"), WINDOW)
    verifier = Verifier.objects.get()
    assert verifier.certificates == {"idcard": ["name"]}
    assert "一号窗口" in client.get(reverse("work_presentations")).text

    answer = client.post(
        reverse("work_presentations"), {"what": f"{verifier.public_id} idcard"}, follow=True
    )
    assert "data:image/svg+xml" in answer.text
    assert 'hx-trigger="every 2s"' in answer.text
    phone, page = opened(card.person, answer.context["ours"])
    pressed(phone, page)
    shown = client.get(answer.context["back"]).text
    assert "林晓" in shown
    assert "徐汇区甲路1号" not in shown
    assert "every 2s" not in shown


def test_asking_for_more_than_the_purpose_allows_is_said(client: Client, chief: Post) -> None:
    page = client.post(reverse("work_verifiers"), {**WINDOW, "scene": "hospital"}).text
    assert Verifier.objects.get().certificates == {"idcard": ["name"]}
    told = {**WINDOW, "code": "w-2", "scene": "library"}
    page = client.post(reverse("work_verifiers"), told).text
    assert "more than this purpose may see" in page
    assert Verifier.objects.count() == 1


def test_a_program_that_is_none_is_said(client: Client, chief: Post) -> None:
    told = {**WINDOW, "address": "https://rent.example", "client_id": "somebody"}
    assert "program has an address" in client.post(reverse("work_verifiers"), told).text
    good = {**told, "client_id": "redirect_uri:https://rent.example/answer"}
    client.post(reverse("work_verifiers"), good)
    assert Verifier.objects.get().address == "https://rent.example"
    again = {**good, "code": "w-2"}
    assert "registered already" in client.post(reverse("work_verifiers"), again).text


def test_nobody_reads_what_another_post_asked(client: Client, chief: Post) -> None:
    client.post(reverse("work_verifiers"), WINDOW)
    (verifier,) = queries.asking_verifiers(chief, at=now())
    found = operations.ask_for_certificate(verifier=verifier, kind="idcard", by=chief, at=now())
    address = reverse("work_presentation", args=[found.public_id])
    assert client.get(address).status_code == 200
    assert client.get(reverse("work_presentation", args=[uuid4()])).status_code == 404
    other = Client()
    sign_in_at_work(other, a_post("Other").person)
    assert other.get(address).status_code == 404
    what = {"what": f"{verifier.public_id} idcard"}
    assert other.post(reverse("work_presentations"), what).status_code == 404
    assert other.post(reverse("work_presentations"), {"what": "x"}).status_code == 404


def test_a_question_that_nobody_answered_is_over(client: Client, chief: Post) -> None:
    client.post(reverse("work_verifiers"), WINDOW)
    (verifier,) = queries.asking_verifiers(chief, at=now())
    found = operations.ask_for_certificate(verifier=verifier, kind="idcard", by=chief, at=now())
    Presentation.objects.update(expires_at=now() - timedelta(seconds=1))
    page = client.get(reverse("work_presentation", args=[found.public_id])).text
    assert "Nobody answered in time" in page
    gone = Client().get(reverse("vc_request", args=[found.public_id]))
    assert gone.status_code == 404

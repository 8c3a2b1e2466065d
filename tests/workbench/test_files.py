from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.builders import ANSWERS, MONDAY, an_applicant, an_id_service, an_office
from tests.workbench.desk import address, at_work
from tongban.cases import operations
from tongban.cases.models import Case, Upload
from tongban.catalog.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_store(settings, tmp_path) -> None:
    settings.TONGBAN_FILES = tmp_path


def a_picture() -> bytes:
    kept = BytesIO()
    Image.new("RGB", (60, 40), "white").save(kept, "JPEG")
    return kept.getvalue()


def with_a_picture(post: Post) -> tuple[Case, Upload]:
    by, service = an_applicant(), an_id_service()
    case = operations.start(service=service, by=by, at=MONDAY)
    operations.save_draft(case=case, answers=ANSWERS, by=by, at=MONDAY)
    upload = operations.store_upload(owner=by.person, name="页.jpg", data=a_picture(), at=MONDAY)
    operations.attach(case=case, key="hukou-book", upload=upload, by=by, at=MONDAY, reason="wrong")
    case = operations.submit(case=case, by=by, at=MONDAY)
    return operations.take(case=case, by=post, at=MONDAY), upload


def file_of(case: Case, upload: Upload) -> str:
    return reverse("work_case_file", args=[case.public_id, upload.public_id])


def test_a_picture_is_shown_in_place_and_can_do_nothing(client: Client) -> None:
    case, upload = with_a_picture(at_work(client))
    assert file_of(case, upload) in client.get(address(case)).content.decode()
    answer = client.get(file_of(case, upload))
    assert answer.status_code == 200
    assert answer["Content-Type"] == upload.kind
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_what_is_not_a_picture_is_saved_not_shown(client: Client) -> None:
    case, upload = with_a_picture(at_work(client))
    Upload.objects.filter(pk=upload.pk).update(kind="application/pdf")
    answer = client.get(file_of(case, upload))
    assert answer["Content-Disposition"].startswith("attachment")


def test_a_file_opens_only_with_its_case(client: Client) -> None:
    post = at_work(client)
    case, upload = with_a_picture(post)
    other, _ = with_a_picture(post)
    assert client.get(file_of(other, upload)).status_code == 404
    Case.objects.filter(pk=case.pk).update(handler=None)
    assert client.get(file_of(case, upload)).status_code == 404
    client.post(reverse("work_case_open", args=[case.public_id]), {"why": "advice"})
    assert client.get(file_of(case, upload)).status_code == 200


def test_another_office_and_a_stranger_get_no_file(client: Client) -> None:
    case, upload = with_a_picture(at_work(client))
    assert Client().get(file_of(case, upload)).status_code == 302
    at_work(client, office=an_office("There"))
    assert client.get(file_of(case, upload)).status_code == 404

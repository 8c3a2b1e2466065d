"""Files of programs: judged like everybody's, then named in an application."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.api.programs import CASES, Program, is_problem, program_of
from tests.builders import ANSWERS, DAY, MONDAY, an_applicant, an_id_service
from tongban.audit.models import Entry
from tongban.cases import operations, tasks
from tongban.cases.models import Case, Material, Upload
from tongban.cases.operations import uploading
from tongban.catalog.models import Service
from tongban.certificates.models import Certificate
from tongban.files import store as files
from tongban.identity.models import Actor

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

pytestmark = pytest.mark.django_db
UPLOADS = "/api/v1/uploads"


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.TONGBAN_FILES = tmp_path / "files"
    yield settings.TONGBAN_FILES


@pytest.fixture
def ana() -> Actor:
    """Somebody who lacks the certificate that the service asks for."""
    actor = an_applicant()
    Certificate.objects.all().delete()
    return actor


@pytest.fixture
def service() -> Service:
    return an_id_service()


def a_photo(colour: str = "teal") -> bytes:
    out = BytesIO()
    Image.new("RGB", (60, 40), colour).save(out, "JPEG")
    return out.getvalue()


def send(program: Program, content: bytes | None = None, name: str = "book.jpg") -> "Answer":
    data = a_photo() if content is None else content
    sent = {"file": SimpleUploadedFile(name, data)}
    return program.client.post(UPLOADS, sent, headers=program.headers)


def application(service: Service, *ids: str, key: str = "hukou-book") -> dict[str, object]:
    return {"service": service.code, "answers": ANSWERS, "materials": {key: list(ids)}}


def test_a_service_that_needs_a_file_can_be_applied_for(ana: Actor, service: Service) -> None:
    program = program_of(ana)
    without = program.post(CASES, {"service": service.code, "answers": ANSWERS})
    assert is_problem(without, 422, "incomplete")
    assert [fault["place"] for fault in without.json()["faults"]] == ["hukou-book"]

    kept = send(program)
    assert kept.status_code == 201
    said = kept.json()
    assert (said["name"], said["kind"]) == ("book.jpg", "image/jpeg")
    answer = program.post(CASES, application(service, said["id"]))

    assert answer.status_code == 201
    material = Material.objects.get(case__public_id=answer.json()["id"])
    assert (material.key, str(material.upload.public_id)) == ("hukou-book", said["id"])  # type: ignore[union-attr]
    assert Entry.objects.filter(action="cases.file_stored").count() == 1


def test_a_bad_file_is_refused_as_everywhere_and_nothing_is_kept(ana: Actor, store: Path) -> None:
    program = program_of(ana)
    assert is_problem(send(program, b"PK\x03\x04 no photo"), 409, "unreadable_file")
    assert is_problem(send(program, a_photo() + b"\0" * 11_000_000), 413, "file_too_large")
    assert is_problem(program.post(UPLOADS, {}), 422, "invalid_request")
    assert not Upload.objects.exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_a_stranger_keeps_nothing_here(store: Path) -> None:
    assert is_problem(send(Program()), 401, "sign_in_needed")
    assert not Upload.objects.exists()


def test_the_room_for_files_is_limited(ana: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    program = program_of(ana)
    first = send(program).json()["size"]
    monkeypatch.setattr(uploading, "QUOTA", first + 10)
    assert is_problem(send(program), 409, "quota_used_up")


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's", "for another place"])
def test_a_file_that_is_not_ones_own_or_goes_nowhere_is_refused(
    ana: Actor, service: Service, whose: str
) -> None:
    program = program_of(ana)
    key = "photo" if whose == "for another place" else "hukou-book"
    owner = program_of(an_applicant("Ben")) if whose == "somebody else's" else program
    name = str(uuid4()) if whose == "nobody's" else send(owner).json()["id"]

    answer = program.post(CASES, application(service, name, key=key))

    assert is_problem(answer, 422, "no_such_material")
    assert answer.json()["faults"][0]["place"] == key
    assert not Case.objects.exists()


def test_too_many_files_for_one_material_are_refused(
    ana: Actor, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "MOST_FILES", 1)
    program = program_of(ana)
    names = [send(program).json()["id"] for _ in range(2)]
    assert is_problem(program.post(CASES, application(service, *names)), 422, "too_many_files")
    assert program.post(CASES, application(service, names[0], names[0])).status_code == 201


def test_the_same_key_with_other_files_is_something_else(ana: Actor, service: Service) -> None:
    program = program_of(ana)
    one, other = (send(program).json()["id"] for _ in range(2))
    first = program.post(CASES, application(service, one), Idempotency_Key="k")
    again = program.post(CASES, application(service, one), Idempotency_Key="k")
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    changed = program.post(CASES, application(service, other), Idempotency_Key="k")
    assert is_problem(changed, 409, "idempotency_key_reused")
    assert Material.objects.count() == 1


@pytest.mark.parametrize("materials", [[], {"a": []}, {"a": ["nonsense"]}, {"a": None}, "x"])
def test_materials_that_are_none_are_told_where(
    ana: Actor, service: Service, materials: object
) -> None:
    body = {"service": service.code, "answers": ANSWERS, "materials": materials}
    answer = program_of(ana).post(CASES, body)
    assert is_problem(answer, 422, "invalid_request")
    assert answer.json()["faults"][0]["place"].startswith("materials")


def test_files_of_no_case_are_forgotten_after_a_day_and_no_others(
    ana: Actor, service: Service, store: Path
) -> None:
    case = operations.start(service=service, by=ana, at=MONDAY)
    given, loose = (
        operations.store_upload(owner=ana.person, name="a.jpg", data=a_photo(), at=MONDAY)
        for _ in range(2)
    )
    operations.attach(case=case, key="hukou-book", upload=given, by=ana, at=MONDAY, reason="wrong")

    assert tasks.tidy(at=MONDAY + DAY) == 0
    assert tasks.tidy(at=MONDAY + DAY * 2) == 1
    assert tasks.tidy(at=MONDAY + DAY * 2) == 0

    assert Upload.objects.get() == given
    assert Entry.objects.filter(action="cases.file_forgotten", subject=loose.ref).count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_bytes_of_a_forgotten_file_go_too(ana: Actor) -> None:
    loose = operations.store_upload(owner=ana.person, name="a.jpg", data=a_photo(), at=MONDAY)
    assert files.read(loose.stored_as)
    tasks.tidy(at=MONDAY + DAY * 2)
    with pytest.raises(FileNotFoundError):
        files.read(loose.stored_as)

"""Files: judged by what they are, made anew, kept sealed; a full disk keeps nothing."""

import errno
import os
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DictionaryObject, NameObject, TextStringObject

from tests.builders import (
    MONDAY,
    a_case,
    a_person,
    an_applicant,
    an_id_service,
)
from tongban.audit.queries import trail_of
from tongban.cases import operations, queries
from tongban.cases.models import Case, Upload
from tongban.cases.operations import uploading
from tongban.files import store as files
from tongban.identity.models import Actor, Person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Iterator[Path]:
    settings.TONGBAN_FILES = tmp_path / "files"
    yield settings.TONGBAN_FILES


def a_photo(form: str = "JPEG", size: tuple[int, int] = (60, 40), **extra: Any) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **extra)
    return out.getvalue()


def a_pdf(**metadata: str) -> PdfWriter:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    return writer


def written(writer: PdfWriter) -> bytes:
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def store_it(data: bytes, name: str = "photo.jpg", owner: Person | None = None) -> Upload:
    return operations.store_upload(owner=owner or a_person(), name=name, data=data, at=MONDAY)


@pytest.mark.parametrize(
    ("form", "kind"), [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")]
)
def test_a_picture_is_made_anew_without_its_metadata(form: str, kind: str) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6  # turned by ninety degrees
    upload = store_it(a_photo(form, exif=exif.tobytes()), "a/b\\holiday.jpg")
    content = files.read(upload.stored_as)
    assert (upload.kind, upload.name, upload.size) == (kind, "holiday.jpg", len(content))
    assert b"Secret Camera" not in content
    with Image.open(BytesIO(content)) as picture:
        assert picture.size == (40, 60)
        assert not picture.getexif()
    assert [entry.action for entry in trail_of(upload.ref)] == ["cases.file_stored"]


def test_what_lies_on_the_disk_is_sealed_and_says_nothing(store: Path) -> None:
    upload = store_it(written(a_pdf()), "passport of Ana.pdf")
    [path] = [p for p in store.rglob("*") if p.is_file()]
    assert b"%PDF" not in path.read_bytes()
    assert "Ana" not in str(path)
    assert len(upload.stored_as) == 32
    assert PdfReader(BytesIO(files.read(upload.stored_as))).pages


def test_a_transparent_picture_stays_transparent() -> None:
    out = BytesIO()
    Image.new("RGBA", (5, 5), (0, 0, 0, 0)).save(out, "PNG")
    upload = store_it(out.getvalue())
    with Image.open(BytesIO(files.read(upload.stored_as))) as picture:
        assert picture.mode == "RGBA"


def a_zip() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("virus.exe", "MZ")
    return out.getvalue()


def with_script() -> bytes:
    writer = a_pdf()
    script = {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("x")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(script)
    return written(writer)


def with_attachment() -> bytes:
    writer = a_pdf()
    writer.add_attachment("virus.exe", b"MZ")
    return written(writer)


def with_launch() -> bytes:
    writer = a_pdf()
    launch = DictionaryObject(
        {NameObject("/S"): NameObject("/Launch"), NameObject("/F"): TextStringObject("cmd")}
    )
    writer.root_object[NameObject("/OpenAction")] = launch
    return written(writer)


def with_password() -> bytes:
    writer = a_pdf()
    writer.encrypt("secret", algorithm="AES-256")
    return written(writer)


@pytest.mark.parametrize(
    ("data", "refusal"),
    [
        (a_photo() + b"\0" * 20_000_000, operations.FileTooLarge),
        (a_zip(), operations.UnreadableFile),
        (b"", operations.UnreadableFile),
        (b"hello", operations.UnreadableFile),
        (a_photo()[:200], operations.UnreadableFile),
        (b"%PDF-1.7\nnothing", operations.UnreadableFile),
        (with_script(), operations.ActiveFile),
        (with_attachment(), operations.ActiveFile),
        (with_launch(), operations.ActiveFile),
        (with_password(), operations.LockedFile),
        (a_photo("PNG", (9000, 9000)), operations.TooManyPixels),
        (a_photo("GIF"), operations.UnreadableFile),
    ],
    ids=[
        "20 MB photo",
        "zip named .jpg",
        "empty",
        "text",
        "half a photo",
        "half a PDF",
        "script",
        "attachment",
        "launch",
        "password",
        "bomb",
        "gif",
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    data: bytes, refusal: type[Exception], store: Path
) -> None:
    with pytest.raises(refusal):
        store_it(data)
    assert not Upload.objects.exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_a_full_disk_keeps_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch, store: Path
) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(operations.NoSpace):
        store_it(a_photo())
    assert not Upload.objects.exists()
    assert not [path for path in store.rglob("*") if path.is_file()]


def test_a_broken_disk_is_not_a_full_one(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        store_it(a_photo())


def test_nobody_fills_the_disk_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    ana = a_person()
    first = store_it(a_photo(), owner=ana)
    monkeypatch.setattr(uploading, "QUOTA", first.size + 10)
    with pytest.raises(operations.QuotaUsedUp):
        store_it(a_photo(), owner=ana)
    assert store_it(a_photo(), owner=a_person("Ben"))


@pytest.fixture
def ana() -> Actor:
    return Actor(a_person())


@pytest.fixture
def draft(ana: Actor) -> Case:
    return operations.start(service=an_id_service(), by=ana, at=MONDAY)


def states(case: Case) -> list[str]:
    return [material.state for material in queries.materials(case, at=MONDAY)]


def test_a_file_is_attached_seen_and_taken_back_for_good(draft: Case, ana: Actor) -> None:
    assert states(draft) == ["needed", "on_site"]
    upload = store_it(a_photo(), owner=ana.person)
    operations.attach(case=draft, key="hukou-book", upload=upload, by=ana, at=MONDAY)
    assert states(draft) == ["uploaded", "on_site"]
    assert queries.upload_of(ana, upload.public_id) == upload

    operations.detach(case=draft, key="hukou-book", by=ana, at=MONDAY, upload=upload)

    assert states(draft) == ["needed", "on_site"]
    assert not Upload.objects.exists()


def test_only_ones_own_files_go_where_files_are_asked_for(draft: Case, ana: Actor) -> None:
    theirs = store_it(a_photo(), owner=a_person("Ben"))
    mine = store_it(a_photo(), owner=ana.person)
    for key, upload in (("hukou-book", theirs), ("photo", mine), ("nothing", mine)):
        with pytest.raises(operations.NoSuchMaterial):
            operations.attach(case=draft, key=key, upload=upload, by=ana, at=MONDAY)
    assert queries.upload_of(ana, theirs.public_id) is None


def test_twenty_files_are_enough_for_one_material(
    draft: Case, ana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploading, "MOST_FILES", 1)
    upload = store_it(a_photo(), owner=ana.person)
    operations.attach(case=draft, key="hukou-book", upload=upload, by=ana, at=MONDAY)
    with pytest.raises(operations.TooManyFiles):
        operations.attach(case=draft, key="hukou-book", upload=upload, by=ana, at=MONDAY)


def test_what_was_handed_in_stays_as_it_is() -> None:
    ana = an_applicant()
    case = a_case(by=ana)
    with pytest.raises(operations.NotNow):
        operations.detach(case=case, key="hukou-book", by=ana, at=MONDAY)

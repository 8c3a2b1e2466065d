"""What comes along with a case: its package, answers, certificates and files."""

import base64
import binascii
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from tongban.audit import operations as audit
from tongban.cases.models import Case, Material, Upload
from tongban.cases.operations.uploading import LONGEST_NAME
from tongban.cases.queries.party import party_of
from tongban.catalog.operations.carrying import keep_version
from tongban.certificates import operations as certificates
from tongban.files import store as files
from tongban.files.judging import Unfit, checked

Said = Mapping[str, Any]


def unpack(case: Case, said: Said, *, source: str, at: datetime) -> None:
    """Keep everything that we do not have yet. A case that returns brings back what it took."""
    case.version = keep_version(service=case.service, package=said["package"], node=source, at=at)
    case.answers, case.brought = said["answers"], said["brought"]
    case.save(update_fields=["version", "answers", "brought"])
    for material in said["materials"]:
        given = datetime.fromisoformat(material["at"])
        if "certificate" in material:
            _certificate(case, material, given, source=source, at=at)
        else:
            _file(case, material, given, source=source)


def _certificate(case: Case, material: Said, given: datetime, *, source: str, at: datetime) -> None:
    try:
        certificate = certificates.take_in(
            said=material["certificate"], holder=party_of(case).holder, source=source, at=at
        )
    except certificates.UnknownKind:
        return  # the answers and the office will have to do without
    Material.objects.get_or_create(
        case=case,
        key=material["key"],
        certificate=certificate,
        defaults={"at": given, "fields": [str(key) for key in material.get("fields", [])]},
    )


def _file(case: Case, material: Said, given: datetime, *, source: str) -> None:
    about = material["file"]
    upload = Upload.objects.filter(public_id=about["id"]).first()
    if upload is None:
        upload = Upload.objects.create(
            public_id=about["id"],
            owner=case.applicant,
            name=str(about["name"])[:LONGEST_NAME],
            kind=about["kind"],
            size=about["size"],
            digest=about["digest"],
            stored_as=files.new_name(),
            awaited_from=source,
            at=given,
        )
        if "content" in about:
            with suppress(binascii.Error):
                complete_file(upload=upload, content=base64.b64decode(about["content"]), at=given)
    Material.objects.get_or_create(
        case=case,
        key=material["key"],
        upload=upload,
        defaults={"at": given, "held": material.get("held") is True},
    )


@transaction.atomic
def complete_file(*, upload: Upload, content: bytes, at: datetime) -> bool:
    """Keep what another node says is in the file, if it is and can do no harm; says whether."""
    if sha256(content).hexdigest() != upload.digest:
        return False
    try:
        checked(content)
    except Unfit:
        return False
    files.keep(upload.stored_as, content)
    upload.awaited_from = ""
    upload.save(update_fields=["awaited_from"])
    audit.record("cases.file_arrived", subject=upload, by=upload.owner, at=at)
    return True

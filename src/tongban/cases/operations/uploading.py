"""Giving files and certificates to a case."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from django.utils.timezone import localdate

from tongban.audit import operations as audit
from tongban.cases.models import Case, Material, Upload
from tongban.cases.operations.holding import own
from tongban.cases.operations.moving import Machine, record
from tongban.cases.operations.refusals import (
    ActiveFile,
    FileTooLarge,
    LockedFile,
    NoSpace,
    NoSuchMaterial,
    NotNow,
    QuotaUsedUp,
    TooManyFiles,
    TooManyPixels,
    UnreadableFile,
    WhyNeeded,
)
from tongban.cases.queries.packages import package_of
from tongban.cases.rules import WITH_APPLICANT, Status
from tongban.cases.rules.package import Need, Package
from tongban.cases.rules.presenting import WhyUploaded
from tongban.certificates.queries import live_of
from tongban.core.refusal import Refusal
from tongban.files import store as files
from tongban.files.judging import Checked, Unfit, checked
from tongban.identity.models import Actor, Person

QUOTA = 200 * 1024 * 1024  # bytes one person may keep with us
MOST_FILES = 20  # for one material
LONGEST_NAME = 120
LOOSE_FOR = timedelta(days=1)  # how long a file may wait for its case
AT_ONCE = 500

UNFIT: Mapping[str, type[Refusal]] = {
    "too_large": FileTooLarge,
    "unreadable": UnreadableFile,
    "locked": LockedFile,
    "active": ActiveFile,
    "too_many_pixels": TooManyPixels,
}


def store_upload(*, owner: Person, name: str, data: bytes, at: datetime) -> Upload:
    """Check a file, make pictures anew, and keep it sealed.

    Refuses with FileTooLarge, UnreadableFile, LockedFile, ActiveFile, TooManyPixels, QuotaUsedUp
    or NoSpace; then nothing was kept. The slow work is done before the transaction begins.
    """
    try:
        fit = checked(data)
    except Unfit as unfit:
        raise UNFIT[unfit.why] from unfit
    if _used(owner) + len(fit.content) > QUOTA:
        raise QuotaUsedUp
    stored_as = files.new_name()
    try:
        files.keep(stored_as, fit.content)
    except files.StoreFull as full:
        raise NoSpace from full
    return _written_down(owner, name, fit, stored_as, at)


@transaction.atomic
def _written_down(owner: Person, name: str, fit: Checked, stored_as: str, at: datetime) -> Upload:
    upload = Upload.objects.create(
        owner=owner,
        name=name.replace("\\", "/").rpartition("/")[2][:LONGEST_NAME],
        kind=fit.kind,
        size=len(fit.content),
        digest=sha256(fit.content).hexdigest(),
        stored_as=stored_as,
        at=at,
    )
    audit.record("cases.file_stored", subject=upload, by=owner, at=at)
    return upload


@transaction.atomic
def attach(
    *, case: Case, key: str, upload: Upload, by: Actor, at: datetime, reason: str = ""
) -> Case:
    """Give a file for one material; with a `reason` where a certificate would do as well.

    Refuses with NoSuchMaterial, TooManyFiles, WhyNeeded or NotNow.
    """
    case, need = _mendable(case, key, by, at)
    if upload.owner_id != by.person.pk or not need.may_be_uploaded:
        raise NoSuchMaterial
    given = Material.objects.filter(case=case, key=key)
    if given.count() >= MOST_FILES:
        raise TooManyFiles
    held = _holds(case, need, at=at)
    if held and reason not in WhyUploaded.values:
        raise WhyNeeded
    given.filter(certificate__isnull=False).delete()
    said = reason if held else ""
    Material.objects.create(case=case, key=key, upload=upload, held=held, reason=said, at=at)
    record(case, "material_added", by=by, at=at, detail={"material": key})
    return case


@transaction.atomic
def detach(*, case: Case, key: str, by: Actor, at: datetime, upload: Upload | None = None) -> Case:
    """Take back what was given for one material, or only one file of it.

    Files of a draft are removed for good; what an official has seen stays on record.
    """
    case, _need = _mendable(case, key, by, at)
    given = Material.objects.filter(case=case, key=key)
    if upload:
        given = given.filter(upload=upload)
    gone = [material.upload for material in given.select_related("upload") if material.upload]
    given.delete()
    if case.status == Status.DRAFT:
        _remove(gone)
    record(case, "material_removed", by=by, at=at, detail={"material": key})
    return case


Named = Mapping[str, Sequence[UUID]]  # for each material, the files by their public ids


def given(case: Case, package: Package, named: Named, *, by: Actor, at: datetime) -> list[Material]:
    """The actor's own files as materials of a case that is not yet there; nothing is written.

    Refuses with NoSuchMaterial or TooManyFiles, and says for which.
    """
    wanted = {name for names in named.values() for name in names}
    if not wanted:
        return []
    own_files = Upload.objects.filter(owner=by.person, public_id__in=wanted)
    known = {upload.public_id: upload for upload in own_files}
    takes = {need.key for need in package.needs if need.may_be_uploaded}
    materials = []
    for key, names in named.items():
        if key not in takes or not known.keys() >= set(names):
            raise NoSuchMaterial(faults={key: NoSuchMaterial.message})
        if len(set(names)) > MOST_FILES:
            raise TooManyFiles(faults={key: TooManyFiles.message})
        uploads = [known[name] for name in dict.fromkeys(names)]
        materials += [Material(case=case, key=key, upload=upload, at=at) for upload in uploads]
    return materials


def forget_loose_files(*, at: datetime) -> int:
    """Remove files that were given to no case within a day; says how many."""
    loose = Upload.objects.filter(materials=None, at__lt=at - LOOSE_FOR).order_by("pk")
    return sum(_forgotten(upload, at=at) for upload in loose[:AT_ONCE])


@transaction.atomic
def _forgotten(upload: Upload, *, at: datetime) -> bool:
    held = Upload.objects.select_for_update().filter(pk=upload.pk).first()
    if held is None or held.materials.exists():
        return False
    _remove([held])
    audit.record("cases.file_forgotten", subject=upload, by=Machine(), at=at)
    return True


def _remove(uploads: list[Upload]) -> None:
    for upload in uploads:
        if not upload.materials.exists():
            upload.delete()
            transaction.on_commit(partial(files.forget, upload.stored_as))


def _mendable(case: Case, key: str, by: Actor, at: datetime) -> tuple[Case, Need]:
    case = own(case, by, at=at)
    if Status(case.status) not in WITH_APPLICANT:
        raise NotNow
    for need in package_of(case).needs:
        if need.key == key:
            return case, need
    raise NoSuchMaterial


def _holds(case: Case, need: Need, *, at: datetime) -> bool:
    """Whether the wallet has what would prove the same."""
    holder = case.organisation or case.applicant
    return bool(need.certificate and live_of(holder, need.certificate, on=localdate(at)))


def _used(owner: Person) -> int:
    used = Upload.objects.filter(owner=owner).aggregate(bytes=Sum("size"))["bytes"]
    return int(used or 0)


def hand_in(
    *, case: Case, key: str, name: str, data: bytes, by: Actor, at: datetime, reason: str = ""
) -> Case:
    """Check and keep a file, and give it for one material. Refuses as its two parts do.

    A file that was kept but not given stays the person's own, and counts towards their quota.
    """
    upload = store_upload(owner=by.person, name=name, data=data, at=at)
    return attach(case=case, key=key, upload=upload, by=by, at=at, reason=reason)

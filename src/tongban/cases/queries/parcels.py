"""Everything that goes along when a case is handed over to another node."""

import base64
from collections.abc import Iterator, Sequence
from typing import Any, Final

from tongban.cases.models import Case, Upload
from tongban.cases.queries.answers import Wallet, sourced
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import Party
from tongban.cases.queries.reports import Said, Taken, report
from tongban.cases.rules.package import Package
from tongban.certificates.queries import told
from tongban.files import store as files

AT_ONCE: Final = 1024 * 1024  # bytes of files that one parcel carries; the rest is fetched


def parcel(case: Case, taken: Sequence[Taken], *, to: str) -> Said:
    """A case for the node that has it from now on: what it needs to decide, and nothing more.

    `taken` are the newest steps, about which the applicant may not have been told yet.
    """
    return report(case, line_of(case, taken), to=to) | {
        "answers": case.answers,
        "brought": case.brought or {},
        "result": case.result,
        "package": package_of(case).raw,
        "materials": list(_materials(case)),
    }


def line_of(case: Case, taken: Sequence[Taken] = ()) -> list[Taken]:
    """Every step of a case; about those that are not in `taken` the applicant was told before."""
    params = {each.step.number: each.params for each in taken}
    steps = case.steps.select_related("by", "post__office").order_by("number")
    return [Taken(step, params.get(step.number)) for step in steps]


def brought(package: Package, party: Party, wallet: Wallet) -> dict[str, Any]:
    """What the registers and the wallet say here, as far as the service has a use for it."""
    known = {source: sourced(source, party, wallet) for source in sorted(package.sources)}
    known = {source: value for source, value in known.items() if value not in (None, "")}
    if party.organisation is None:
        known["person.region"] = party.home
    return known | {"held": sorted(wallet)}


def _materials(case: Case) -> Iterator[Said]:
    room = AT_ONCE
    given = case.materials.select_related("certificate__type", "upload").order_by("pk")
    for material in given:
        said: Said = {"key": material.key, "at": material.at.isoformat()}
        if material.certificate:
            fields = {"fields": material.fields}
            yield said | {"certificate": told(material.certificate)} | fields
        if material.upload:
            file = about(material.upload)
            if material.upload.size <= room and not material.upload.awaited_from:
                room -= material.upload.size
                content = files.read(material.upload.stored_as)
                file["content"] = base64.b64encode(content).decode()
            yield said | {"file": file, "held": material.held}


def about(upload: Upload) -> dict[str, Any]:
    """A file without its content."""
    return {
        "id": str(upload.public_id),
        "name": upload.name,
        "kind": upload.kind,
        "size": upload.size,
        "digest": upload.digest,
    }

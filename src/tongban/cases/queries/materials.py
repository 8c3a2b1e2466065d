"""What a case has, and what it still needs, material by material."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.utils.timezone import localdate

from tongban.cases.models import Case, Material, Upload
from tongban.cases.queries.answers import Wallet, wallet_of, with_types
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import party_of
from tongban.cases.queries.registers import Asks, registers_of
from tongban.cases.rules import WITH_APPLICANT, Status
from tongban.cases.rules.package import Need
from tongban.catalog.models import in_language
from tongban.certificates.models import Certificate


class State(StrEnum):
    USED = "used"  # a certificate was handed in
    HELD = "held"  # the applicant holds a certificate that will do
    UPLOADED = "uploaded"
    NEEDED = "needed"
    ON_SITE = "on_site"
    COUNTER = "counter"  # brought to the counter
    FORM = "form"  # the form itself says it
    ASKED = "asked"  # a register is asked, or was


@dataclass(frozen=True)
class MaterialView:
    """One entry of the list as people see it. `problem` is what an official asked to mend."""

    key: str
    name: str
    note: str
    required: bool
    state: State
    certificate: Certificate | None
    uploads: tuple[Upload, ...]
    may_be_uploaded: bool
    certificate_type: str
    problem: str = ""
    register: Asks | None = None

    @property
    def missing(self) -> bool:
        return self.required and self.state == State.NEEDED


def materials(case: Case, *, at: datetime) -> list[MaterialView]:
    """The whole list of a case, for its applicant and for those who handle it."""
    package = package_of(case)
    given = list(case.materials.select_related("certificate__type", "upload").order_by("pk"))
    wallet: Wallet = {}
    if Status(case.status) in WITH_APPLICANT:
        given = still_good(given, on=localdate(at))
        wallet = with_types(wallet_of(package, party_of(case), on=localdate(at)))
    problems = problems_of(case, "material")
    asked = registers_of(package, case, at=at)
    return [
        view(need, given, wallet, problems.get(need.key, ""), asked.get(need.key))
        for need in package.needs
    ]


def still_good(given: Sequence[Material], *, on: date) -> list[Material]:
    """Without certificates that were changed, cancelled or ran out since they were chosen."""
    return [m for m in given if m.certificate is None or m.certificate.is_usable(on=on)]


def kinds_given(given: Sequence[Material]) -> set[str]:
    """The kinds of certificates among what was given, each of which was presented knowingly."""
    return {material.certificate.type.code for material in given if material.certificate}


def view(
    need: Need,
    given: Sequence[Material],
    wallet: Wallet,
    problem: str = "",
    register: Asks | None = None,
) -> MaterialView:
    mine = [material for material in given if material.key == need.key]
    used = next((m.certificate for m in mine if m.certificate), None)
    uploads = tuple(m.upload for m in mine if m.upload)
    held = wallet.get(need.certificate)
    return MaterialView(
        key=need.key,
        name=in_language(dict(need.names)),
        note=in_language(dict(need.note)) if need.note else "",
        required=need.required,
        state=_state(need, used, uploads, held, register if not problem else None),
        certificate=used or held,
        uploads=uploads,
        may_be_uploaded=need.may_be_uploaded,
        certificate_type=need.certificate,
        problem=problem,
        register=register,
    )


def _state(
    need: Need,
    used: Certificate | None,
    uploads: Sequence[Upload],
    held: Certificate | None,
    register: Asks | None,
) -> State:
    if used or uploads:
        return State.USED if used else State.UPLOADED
    if register:
        return State.ASKED
    if need.source == "form":
        return State.FORM
    if need.source == "on_site":
        return State.ON_SITE
    if held:
        return State.HELD
    return State.COUNTER if need.otherwise == "counter" else State.NEEDED


def problems_of(case: Case, kind: str) -> dict[str, str]:
    """What the open correction says about fields or materials."""
    if Status(case.status) != Status.CORRECTION:
        return {}
    correction = case.corrections.filter(answered_at=None).first()
    defects = correction.defects if correction else []
    return {d["key"]: d["problem"] for d in defects if d["kind"] == kind}

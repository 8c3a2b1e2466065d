"""Whether a case may be handed in: everything is looked at, and said, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Material
from tongban.cases.queries.answers import Wallet, filled_in, wallet_of
from tongban.cases.queries.materials import (
    MaterialView,
    kinds_given,
    problems_of,
    still_good,
    view,
)
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import Party, party_of
from tongban.cases.queries.registers import registers_of
from tongban.cases.rules import Status, answers
from tongban.cases.rules.package import Package


@dataclass(frozen=True)
class Checked:
    """A case with all that was looked at, and what is still in its way."""

    package: Package
    party: Party
    wallet: Wallet
    answers: dict[str, Any]
    materials: list[MaterialView]
    faults: dict[str, str]


def faults(case: Case, *, at: datetime) -> dict[str, str]:
    """A sentence for every field and material that needs mending. For the applicant."""
    given = list(case.materials.select_related("certificate__type", "upload"))
    return checked(case, package_of(case), given, at=at).faults


def checked(case: Case, package: Package, given: Sequence[Material], *, at: datetime) -> Checked:
    """Look at the answers and materials of a case that is still with its applicant."""
    party, today = party_of(case), localdate(at)
    wallet = wallet_of(package, party, on=today) if package.depends_on_certificates else {}
    good, registers = still_good(given, on=today), registers_of(package, case, at=at)
    problems = problems_of(case, "material") if registers else {}
    # What an official asked to mend may be exactly what a certificate says.
    settled = kinds_given(good) if case.status == Status.DRAFT else ()
    filled = filled_in(package, case.answers, party, wallet, settled)
    counted = answers.asked(package, filled)
    views = [
        view(need, good, wallet, problems.get(need.key, ""), registers.get(need.key))
        for need in package.needs
    ]
    found = _field_faults(package, counted, answers.faults(package, counted, today=today))
    found |= {material.key: _needed(material) for material in views if material.missing}
    return Checked(package, party, wallet, counted, views, found)


def _field_faults(
    package: Package, counted: dict[str, Any], faults: dict[str, str]
) -> dict[str, str]:
    """What a register says is not for the applicant to mend, but what it lacks has to be said."""
    found = {}
    for key, sentence in faults.items():
        if not package.questions[key].locked:
            found[key] = sentence
        elif key not in counted:
            found[key] = _unsourced(package.questions[key].prefill)
    return found


def _unsourced(source: str) -> str:
    if source.startswith("certificate:"):
        return _("This comes from a certificate that is not in your wallet. Go to a counter.")
    return _("This comes from your verified account, which lacks it. Verify yourself first.")


def _needed(material: MaterialView) -> str:
    if material.may_be_uploaded:
        return _("Add a photo or PDF of this.")
    return _("This has to come from a certificate that is not in your wallet. Go to a counter.")

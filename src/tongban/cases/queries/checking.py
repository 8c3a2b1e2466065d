"""What still stands between a case and its being handed in, looked at as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Material
from tongban.cases.queries.answers import Wallet, filled_in, wallet_of
from tongban.cases.queries.materials import MaterialView, view
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import Party, party_of
from tongban.cases.rules import answers
from tongban.cases.rules.package import Package


@dataclass(frozen=True)
class Checked:
    """A case as it would be handed in, and every place to mend first, with its sentence."""

    package: Package
    party: Party
    wallet: Wallet
    answers: dict[str, Any]
    materials: list[MaterialView]
    faults: dict[str, str]


def faults(case: Case, *, at: datetime) -> dict[str, str]:
    """What is still missing or wrong, by field or material. For the applicant's own eyes."""
    given = list(case.materials.select_related("certificate__type", "upload"))
    return checked(case, package_of(case), given, at=at).faults


def checked(case: Case, package: Package, given: Sequence[Material], *, at: datetime) -> Checked:
    """Look at everything at once, with the values that nobody types taken from their sources."""
    party, today = party_of(case), localdate(at)
    wallet = wallet_of(package, party, on=today)
    counted = answers.asked(package, filled_in(package, case.answers, party, wallet))
    found: dict[str, str] = {}
    for key, sentence in answers.faults(package, counted, today=today).items():
        if not package.questions[key].locked:
            found[key] = sentence
        elif key not in counted:
            found[key] = _unsourced(package, key)
    views = [view(need, given, wallet) for need in package.needs]
    found |= {m.key: _needed(m) for m in views if m.missing}
    return Checked(package, party, wallet, counted, views, found)


def _unsourced(package: Package, key: str) -> str:
    if package.questions[key].prefill.startswith("certificate:"):
        return _("This comes from a certificate that is not in your wallet. Go to a counter.")
    return _("This comes from your verified account, which lacks it. Verify yourself first.")


def _needed(material: MaterialView) -> str:
    if material.may_be_uploaded:
        return _("Add a photo or PDF of this.")
    return _("This has to come from a certificate that is not in your wallet. Go to a counter.")

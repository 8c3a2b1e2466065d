"""Whether a case may be handed in: everything is looked at, and said, at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from tongban.cases.models import Case, Material
from tongban.cases.operations.refusals import Incomplete
from tongban.cases.queries.answers import Wallet, filled_in, wallet_of
from tongban.cases.queries.materials import MaterialView, view
from tongban.cases.queries.party import Party, party_of
from tongban.cases.rules import answers
from tongban.cases.rules.package import Package


@dataclass(frozen=True)
class Ready:
    """A case that may be handed in, with all that was looked at to say so."""

    package: Package
    party: Party
    wallet: Wallet
    answers: dict[str, Any]
    materials: list[MaterialView]


def ready_to_send(
    case: Case, package: Package, given: Sequence[Material], *, at: datetime
) -> Ready:
    """Check everything at once. Refuses with Incomplete, which names every place to mend."""
    party, today = party_of(case), localdate(at)
    wallet = wallet_of(package, party, on=today)
    trusted = filled_in(package, case.answers, party, wallet)
    counted = answers.asked(package, trusted)
    faults: dict[str, Any] = {}
    for key, sentence in answers.faults(package, counted, today=today).items():
        if not package.questions[key].locked:
            faults[key] = sentence
        elif key not in counted:
            faults[key] = _unsourced(package, key)
    views = [view(need, given, wallet) for need in package.needs]
    faults |= {m.key: _needed(m) for m in views if m.missing}
    if faults:
        raise Incomplete(faults=faults)
    return Ready(package, party, wallet, counted, views)


def _unsourced(package: Package, key: str) -> str:
    if package.questions[key].prefill.startswith("certificate:"):
        return _("This comes from a certificate that is not in your wallet. Go to a counter.")
    return _("This comes from your verified account, which lacks it. Verify yourself first.")


def _needed(material: MaterialView) -> str:
    if material.may_be_uploaded:
        return _("Add a photo or PDF of this.")
    return _("This has to come from a certificate that is not in your wallet. Go to a counter.")

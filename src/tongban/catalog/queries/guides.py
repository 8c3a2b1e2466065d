"""A service as its guide shows it: what it takes, what it costs, how it goes, who says so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tongban.catalog.models import Service, ServiceVersion, in_language
from tongban.catalog.queries.offers import Choice
from tongban.federation.queries import HERE

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Need:
    """One entry of the list of materials. `certificate` is the type that will do, if any."""

    key: str
    names: Texts
    note: Texts
    required: bool
    certificate: str
    how: str


@dataclass(frozen=True)
class Guide:
    """Everything a guide says. A service that is only listed has little to say.

    `offered` is how another platform does it; then this one's version has no part in it.
    """

    service: Service
    version: ServiceVersion | None
    offered: Mapping[str, Any] | None = None

    @cached_property
    def package(self) -> Mapping[str, Any]:
        return self.offered or (self.version.package if self.version else {})

    @property
    def promised(self) -> str:
        return duration((self.package.get("limits") or {}).get("promised"))

    @property
    def legal(self) -> str:
        return duration((self.package.get("limits") or {}).get("legal"))

    @property
    def fee(self) -> str:
        return price(self.package.get("fee")) if self.package else ""

    @property
    def fee_is_recalled(self) -> bool:
        fee = self.package.get("fee") or {}
        return bool(fee.get("amount")) and fee.get("confidence") != "verified"

    @property
    def visits(self) -> str:
        count = (self.package.get("visits") or {}).get("count")
        if count is None:
            return ""
        return ngettext("%(n)d visit", "%(n)d visits", count) % {"n": count} if count else _("None")

    @property
    def visit_reason(self) -> str:
        return in_language((self.package.get("visits") or {}).get("reason") or {})

    @property
    def assurance(self) -> int:
        return int(self.package.get("assurance") or 1)

    @property
    def accepts_from_anywhere(self) -> bool:
        return bool((self.package.get("regions") or {}).get("accepts") == "any")

    @property
    def is_decided_at_once(self) -> bool:
        return bool((self.package.get("decide") or {}).get("by") == "table")

    @property
    def conditions(self) -> Sequence[Texts]:
        return self.package.get("conditions") or ()

    @property
    def steps(self) -> Sequence[Mapping[str, Any]]:
        return self.package.get("steps") or ()

    @property
    def questions(self) -> Sequence[Mapping[str, Any]]:
        return self.package.get("questions") or ()

    @property
    def legal_basis(self) -> Sequence[str]:
        return self.package.get("legal_basis") or ()

    @property
    def offices(self) -> Sequence[str]:
        """Codes of the offices that the platform names for this service."""
        return self.package.get("offices") or ()

    @cached_property
    def needs(self) -> list[Need]:
        return [_need(entry) for entry in self.package.get("materials") or ()]

    @property
    def source(self) -> Mapping[str, Any]:
        return self.package.get("source") or self.service.source or {}


def guide(service: Service, choice: Choice | None = None) -> Guide:
    """The guide of a published service, as the chosen platform does it.

    Fetch the service with its version to spare a query.
    """
    if choice is None or choice.node == HERE:
        return Guide(service, service.version)
    return Guide(service, None, choice.package)


def duration(limit: Mapping[str, Any] | None) -> str:
    if not limit:
        return ""
    if limit.get("immediate"):
        return _("On the spot")
    days = int(limit.get("days") or 0)
    if limit.get("unit") == "calendar":
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d working day", "%(n)d working days", days) % {"n": days}


def price(fee: Mapping[str, Any] | None) -> str:
    if fee is None or fee.get("amount") == 0:
        return _("Free")
    if fee.get("amount") is None:
        return _("Charged")
    return _("%(amount)s yuan") % {"amount": number_format(fee["amount"])}


def _need(entry: Mapping[str, Any]) -> Need:
    source, _colon, type_code = str(entry.get("from", "upload")).partition(":")
    own = entry.get("holder", "applicant") in {"applicant", "organisation"}
    return Need(
        key=entry["id"],
        names=entry["names"],
        note=entry.get("note") or {},
        required=bool(entry.get("required")),
        certificate=type_code if source == "certificate" and own else "",
        how=_how(source, entry.get("else", "")),
    )


def _how(source: str, otherwise: str) -> str:
    if source == "certificate" and otherwise == "counter":
        return _("Taken from your electronic certificate, or brought to the counter")
    if source == "certificate":
        return _("Taken from your electronic certificate, or a photo of the paper")
    if source == "resource":
        return _("We ask the register; only if it cannot answer, hand in a photo of the paper")
    if source == "on_site":
        return _("Done at the counter; nothing to bring")
    if source == "form":
        return _("Filled in on the form; nothing to bring")
    return _("Take a photo of it or upload a file")

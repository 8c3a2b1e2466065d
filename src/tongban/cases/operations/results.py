"""What a granted case ends with: a certificate in the wallet, or a document on record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from tongban.cases.models import Case
from tongban.cases.operations.moving import Machine
from tongban.cases.queries.answers import sourced
from tongban.cases.queries.packages import package_of
from tongban.cases.queries.party import Party, party_of
from tongban.cases.rules.package import Package
from tongban.catalog.models import Authority, Post
from tongban.certificates import operations as certificates
from tongban.certificates.models import Certificate
from tongban.certificates.queries import live_by_type, type_called
from tongban.certificates.rules import Content, ends_on
from tongban.federation.queries import here


def give_result(case: Case, *, by: Post | None, at: datetime) -> None:
    """Issue the certificate, or fill in the document; the caller saves the case."""
    package, party = package_of(case), party_of(case)
    wallet = live_by_type(party.holder, on=localdate(at))
    values = _values(case, package, party, wallet)
    if package.result["kind"] != "certificate":
        case.result = values
        return
    type_ = type_called(package.result["certificate"])
    replaces = None if type_.many else _replaced(party, type_.code)
    case.certificate = certificates.issue(
        type=type_,
        holder=party.holder,
        content=Content(
            fields={key: _official(value) for key, value in values.items() if value is not None},
            valid_from=localdate(at),
            valid_until=_until(case, package, party, wallet, at),
        ),
        office=case.office,
        issuer=_authority(case),
        about=case.ref,
        by=by.person if by else Machine(),
        at=at,
        replaces=replaces,
        copied_to=sorted({*case.holders, case.origin} - {"", here()}),
    )


def _replaced(party: Party, code: str) -> Certificate | None:
    """The live one, even when it has run out: it is the one that a new version follows."""
    return party.holder.certificates.filter(type__code=code, status="valid").first()


def _authority(case: Case) -> Authority:
    return (case.office and case.office.authority) or case.service.authority


def _values(
    case: Case, package: Package, party: Party, wallet: Mapping[str, Certificate]
) -> dict[str, Any]:
    return {
        key: _value(source, case, package, party, wallet)
        for key, source in package.result["fields"].items()
    }


def _value(
    source: str,
    case: Case,
    package: Package,
    party: Party,
    wallet: Mapping[str, Certificate],
) -> Any:
    if source.startswith("="):
        return source[1:]
    if source == "office.authority":
        return _authority(case).names
    if source.startswith("answers."):
        key = source.removeprefix("answers.")
        answer = case.answers.get(key)
        return package.questions[key].choices.get(str(answer), answer)
    return sourced(source, party, wallet)


def _official(value: Any) -> Any:
    """A certificate is written in the language of the state."""
    return value.get("zh") if isinstance(value, Mapping) else value


def _until(
    case: Case,
    package: Package,
    party: Party,
    wallet: Mapping[str, Certificate],
    at: datetime,
) -> date | None:
    valid = package.result.get("valid") or {}
    if "until" in valid:
        day = _value(valid["until"], case, package, party, wallet)
        return date.fromisoformat(str(day)) if day else None
    return ends_on(localdate(at), valid)

"""Filing an application for any service of the pack, with answers made from its form."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from typing import Any

from PIL import Image

from tests.builders import (
    DAY,
    PACK,
    a_package,
    a_person,
    a_region,
    a_service,
    an_authority,
    an_office,
    an_organisation,
)
from tongban.cases import operations, queries
from tongban.cases.models import Case
from tongban.cases.rules.package import Package, Question, parsed
from tongban.catalog.models import Office
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.certificates import operations as certificates
from tongban.certificates.models import CertificateType
from tongban.certificates.rules import Content
from tongban.identity.models import Actor, Grant, Organisation, Person, id_index

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
SERVICES = sorted(file.stem for file in (PACK / "services").glob("*.yaml"))
NUMBER = "410102199405169986"  # invented; its check digit is right
CITIZEN = {
    "sex": "女",
    "ethnicity": "汉",
    "birth_on": "1994-05-16",
    "address": "徐汇区甲路1号",
    "region": "310104",
}
WRITTEN = {
    "cn-id-number": NUMBER,
    "cn-mobile": "19900000001",
    "cn-region": "310104",
    "cn-uscc": "91310000TA0000001T",
}
PATTERNS = {
    "^20[0-9]{2}-(0[1-9]|1[0-2])$": "2026-04",
    "^[0-9]{10,25}$": "6228480000000000",
    "^[0-9]{12,19}$": "6228480000000000",
    "^[A-Z]+ [A-Z]+( [A-Z]+)*$": "LIN XIAO",
}


@cache
def kinds() -> Mapping[str, Mapping[str, Any]]:
    """The pack's kinds of certificates by code."""
    return {kind["code"]: kind for kind in contents.certificate_types(packs.read(PACK))}


def a_kind(code: str) -> CertificateType:
    certificates.load_types([kinds()[code]], issuers=_Issuers())
    return CertificateType.objects.get(code=code)


class _Issuers(dict[str, Any]):
    def __missing__(self, code: str) -> Any:
        return an_authority(code)


def an_answer(question: Question, last: bool) -> Any:
    """Something that fits; of several choices the first or the last."""
    schema = question.schema
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][-1 if last else 0]
    match schema["type"]:
        case "boolean":
            return last
        case "integer" | "number":
            return schema["maximum" if last else "minimum"]
    if schema.get("format") == "date":
        return "2026-02-20" if schema.get("x-past") else "2026-04-20"
    known = WRITTEN.get(schema.get("format", "")) or PATTERNS.get(schema.get("pattern", ""))
    return known or "字" * schema.get("maxLength" if last else "minLength", 1)


def answered(package: Package, last: bool, chosen: Mapping[str, Any]) -> dict[str, Any]:
    """Every question that is asked, answered."""
    answers = {**{key: an_answer(q, last) for key, q in package.questions.items()}, **chosen}
    return {key: a for key, a in answers.items() if package.questions[key].is_asked(answers)}


def fill_wallet(
    holder: Person | Organisation, package: Package, answers: Mapping[str, Any]
) -> None:
    """Every certificate that the service has a use for, saying what the answers say."""
    fields: dict[str, dict[str, Any]] = {n.certificate: {} for n in package.needs if n.certificate}
    for key, question in package.questions.items():
        if question.prefill.startswith("certificate:"):
            code, _, field = question.prefill.removeprefix("certificate:").partition(".")
            fields.setdefault(code, {})[field] = answers.get(key)
    if package.raw["id"] == "ss-proof":
        fields["sscard"] = {}
    for code, said in fields.items():
        give(code, holder, {key: value for key, value in said.items() if value is not None})


def give(code: str, holder: Person | Organisation, fields: Mapping[str, Any]) -> None:
    kind = a_kind(code)
    certificates.issue(
        type=kind,
        holder=holder,
        content=Content(fields, AT.date()),
        office=None,
        issuer=kind.issuer,
        about="",
        by=a_person("Chief"),
        at=AT - DAY,
    )


def a_photo() -> bytes:
    out = BytesIO()
    Image.new("RGB", (6, 4), "teal").save(out, "JPEG")
    return out.getvalue()


def filed(name: str, actor: Actor, *, last: bool = False, keep: bool = True, **chosen: Any) -> Case:
    """The service, from the first field to the receipt. Without `keep` the wallet is empty."""
    raw = a_package(name)
    package = parsed(raw)
    if not Office.objects.exists():
        a_region("310000", "上海市")
        an_office()
    service = a_service(name, package=raw)
    if package.result["kind"] == "certificate":
        a_kind(package.result["certificate"])
    answers = answered(package, last, chosen)
    if keep:
        fill_wallet(actor.organisation or actor.person, package, answers)
    case = operations.start(service=service, by=actor, at=AT)
    for page in package.pages:
        typed = {key: answers[key] for key in page["fields"] if key in answers}
        case = operations.save_draft(case=case, answers=typed, by=actor, at=AT)
    for entry in queries.materials(case, at=AT):
        if entry.missing:
            assert entry.may_be_uploaded, entry.key
            case = operations.hand_in(
                case=case, key=entry.key, name="a.jpg", data=a_photo(), by=actor, at=AT
            )
    assert queries.faults(case, at=AT) == {}
    return operations.submit(case=case, by=actor, at=AT)


def a_citizen(**facts: str) -> Actor:
    person = a_person("林晓", **CITIZEN | facts)
    person.id_number, person.id_index = NUMBER, id_index(NUMBER)
    person.save()
    return Actor(person)


def an_agent() -> Actor:
    firm = an_organisation()
    agent = a_person("王芳", **CITIZEN)
    grant = Grant.objects.create(
        organisation=firm, agent=agent, kind="agent", services=[], starts_at=AT - DAY
    )
    return Actor(agent, grant)

"""What a pack brings, in the words of the tables. Only for a pack without faults."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from tongban.catalog.packages.guides import guides
from tongban.catalog.packages.overlays import ALONE, Overlays, merged
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Row, digest, table

Texts = dict[str, str]
LANGUAGES = ("zh", "en", "ko")
HOLDERS = {"person": False, "organisation": True, "any": False}


@dataclass(frozen=True)
class Facts:
    """One service as the catalogue keeps it; `package` only where it can be done here."""

    code: str
    names: Texts
    summary: Texts
    aliases: list[str]
    kind: str
    authority: str
    region: str
    audience: list[str]
    themes: list[str]
    basic_code: str
    item_code: str
    elsewhere: Texts
    bundle: list[str]
    source: dict[str, Any]
    package: dict[str, Any] | None = None

    @property
    def digest(self) -> str:
        """Differs whenever anything the catalogue keeps of this service does."""
        return digest(vars(self))


def texts(row: Mapping[str, str], column: str = "name") -> Texts:
    """`name_zh` or `name`, `name_en` and `name_ko`, as far as they are given."""
    found = {"zh": row.get(f"{column}_zh") or row.get(column, "")}
    found |= {language: row.get(f"{column}_{language}", "") for language in LANGUAGES[1:]}
    return {language: text for language, text in found.items() if text}


def services(pack: Pack, overlays: Overlays = ALONE) -> Iterator[Facts]:
    """Everything people can look for: packages first, then what is only listed.

    A platform's overlays change packages; what only this platform does comes last.
    """
    changes = overlays.by_service
    for document in pack.services:
        data = package(document, pack)
        if data["id"] in changes:
            data = merged(data, changes[data["id"]].data, platform=overlays.platform)
        yield _packaged(data, pack)
    for row in pack.rows("listings"):
        yield _listed(row, pack)
    for document in overlays.own:
        data = package(document, overlays.pack_of(pack))
        data = {**data, "source": {**data["source"], "platform": overlays.platform}}
        yield replace(_packaged(data, pack), region=overlays.region)


def package(document: Document, pack: Pack) -> dict[str, Any]:
    """A package that stands alone: its decision table is in it, so that a case can keep it."""
    data: dict[str, Any] = document.data
    if data["decide"]["by"] == "table":
        file = pack.folder / data["decide"]["table"]
        rules = json.loads(file.read_text(encoding="utf-8"))
        data = {**data, "decide": {**data["decide"], "rules": rules}}
    return data


def _packaged(data: dict[str, Any], pack: Pack) -> Facts:
    return Facts(
        code=data["id"],
        names=data["names"],
        summary=data["summary"],
        aliases=data["aliases"],
        kind=data["kind"],
        authority=data["authority"],
        region="",
        audience=data["audience"],
        themes=_theme_codes(data["themes"], pack),
        basic_code=data["codes"].get("basic") or "",
        item_code=data["codes"].get("item") or "",
        elsewhere={},
        bundle=[part["service"] for part in data.get("bundle", {}).get("parts", [])],
        source=data["source"],
        package=data,
    )


def _listed(row: Row, pack: Pack) -> Facts:
    return Facts(
        code=row["id"],
        names=texts(row),
        summary={},
        aliases=[],
        kind=row["kind"],
        authority=row["authority"],
        region=row["region"],
        audience=parts(row["audience"]),
        themes=_theme_codes(parts(row["themes"]), pack),
        basic_code=row["basic_code"],
        item_code=row["item_code"],
        elsewhere=pack.elsewhere.get(row["elsewhere"], {}),
        bundle=parts(row["members"]),
        source={
            "key": row["source"],
            "confidence": row["confidence"],
            "synthetic": row["synthetic"] == "true",
            "mode": row["mode"],
            "lists": parts(row["lists"]),
            "lists_confidence": row["lists_confidence"],
        },
    )


def parts(cell: str) -> list[str]:
    """The values of a cell that holds several."""
    return [value for value in cell.split(";") if value]


def _theme_codes(words: Iterable[str], pack: Pack) -> list[str]:
    return list(dict.fromkeys(pack.theme_codes[word] for word in words))


def certificate_types(pack: Pack) -> list[dict[str, Any]]:
    """Certificate types as `certificates.CertificateType` keeps them; `issuer` is a code."""
    fields: dict[str, list[dict[str, Any]]] = {}
    for row in pack.rows("certificate_fields"):
        fields.setdefault(row["type"], []).append(
            {
                "key": row["key"],
                "label": texts(row, "label"),
                "type": row["format"],
                "mask": row["mask"],
                "required": row["required"] == "true",
            }
        )
    known = guides(pack)
    return [
        {
            "code": row["id"],
            "names": texts(row),
            "issuer": row["authority"],
            "type_code": row["type_code"],
            "type_code_confidence": row["type_code_confidence"],
            "for_organisation": HOLDERS[row["holder"]],
            "fields": fields.get(row["id"], []),
            "validity": row["validity_rule"],
            "many": row["many"] == "true",
            "guide": known.get(row["id"], {}),
        }
        for row in pack.rows("certificate_types")
    ]


def norms(pack: Pack) -> list[dict[str, Any]]:
    """Rating tags as `ratings.Norm` keeps them."""
    return [
        {
            "code": row["code"],
            "level": int(row["stars"]),
            "names": texts(row, "text"),
            "in_use": row["status"] == "in_use",
        }
        for row in pack.rows("norms")
    ]


def purposes(pack: Pack) -> list[dict[str, Any]]:
    """The register of purposes, in the order in which people read it."""
    return list(pack.purposes.data["purposes"])


def scenes(pack: Pack) -> list[dict[str, Any]]:
    """Where codes are shown, as `certificates.Scene` keeps them."""
    return list(pack.scenes.data["scenes"])


def people(pack: Pack) -> list[dict[str, Any]]:
    """The demo people, as people.yaml describes them."""
    return list(pack.people.data.get("people", []))


def organisations(pack: Pack) -> list[dict[str, Any]]:
    """The demo firms, as people.yaml describes them."""
    return list(pack.people.data.get("organisations", []))


def register(pack: Pack) -> list[dict[str, str]]:
    """Everybody the pretend population register knows, as `identity` keeps them."""
    facts = ("name", "sex", "ethnicity", "birth_on", "address", "region")
    known = [*people(pack), *pack.people.data.get("register", [])]
    return [
        {"number": person["id_number"], **{fact: person[fact] for fact in facts}}
        for person in known
    ]


def towns(pack: Pack, county: str) -> list[Texts]:
    """The towns and streets of a county: `code` and `name`. Read only when somebody asks."""
    found = table(pack.folder / "towns.csv.gz", ("code", "name", "county_code"))
    return [
        {"code": row["code"], "name": row["name"]}
        for row in found.rows
        if row["county_code"] == county
    ]

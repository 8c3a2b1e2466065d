"""Whether the tables of a pack hold together: every code right, every name known, nothing twice."""

from collections.abc import Callable, Iterator
from datetime import date

from tongban.catalog.packages.contents import HOLDERS, LANGUAGES, parts
from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Row
from tongban.catalog.rules import codes
from tongban.identity.rules import numbers
from tongban.identity.rules.numbers import CodeFault

FORMATS = frozenset(
    [
        "string",
        "code",
        "date",
        "datetime",
        "int",
        "decimal",
        "enum",
        "image",
        "token",
        "region6",
        "cn_rid18",
        "uscc18",
    ]
)
CONFIDENCE = frozenset(
    [
        "verified",
        "snippet",
        "code_snippet",
        "recall",
        "policy",
        "batch_recalled",
        "hunan_theme",
        "topic",
        "compiled",
        "hours_verified",
        "name_verified",
        "district_verified",
        "synthetic",
    ]
)


def table_faults(pack: Pack) -> Iterator[Fault]:
    """What is wrong within the tables."""
    for table in pack.tables.values():
        yield from _origin_faults(table.rows, pack)
    yield from _doubles(pack, "regions", "code")
    yield from _doubles(pack, "authorities", "code")
    yield from _doubles(pack, "offices", "id")
    yield from _doubles(pack, "certificate_types", "id")
    yield from _doubles(pack, "certificate_types", "type_code")
    yield from _doubles(pack, "certificate_fields", "type", "key")
    yield from _doubles(pack, "norms", "code")
    yield from _doubles(pack, "calendar", "date")
    yield from _doubles(pack, "hotline_duties", "authority")
    yield from _doubles(pack, "hotline_examples", "text")
    yield from _doubles(pack, "hotline_classes", "code")
    yield from _doubles(pack, "hotline_words", "what")
    yield from _place_faults(pack)
    yield from _certificate_faults(pack)
    yield from _norm_faults(pack)
    yield from _calendar_faults(pack)
    yield from _listing_faults(pack)
    yield from _hotline_faults(pack)


def _origin_faults(rows: list[Row], pack: Pack) -> Iterator[Fault]:
    """Everything says where it comes from and how sure we are."""
    for row in rows:
        if row["source"] not in pack.source_keys:
            what = f"the source {row['source'] or '(none)'} is not in pack.yaml"
            yield row.fault(what, "name one of its sources, or add it there")
        if row["confidence"] not in CONFIDENCE:
            what = f"the confidence is {row['confidence'] or '(none)'}"
            yield row.fault(what, f"use one of: {', '.join(sorted(CONFIDENCE))}")


def _doubles(pack: Pack, name: str, *columns: str) -> Iterator[Fault]:
    first: dict[tuple[str, ...], Row] = {}
    for row in pack.rows(name):
        key = tuple(row[column] for column in columns)
        if key in first:
            what = f"{' '.join(key)} is already on line {first[key].line}"
            yield row.fault(what, "keep one of the lines")
        first.setdefault(key, row)


def _wrong(row: Row, column: str, question: Callable[[str], CodeFault | None]) -> Iterator[Fault]:
    fault = question(row[column])
    if fault:
        yield row.fault(f"{column} {row[column]}: {fault}", "correct the code")


def _unknown(row: Row, column: str, known: frozenset[str], where: str) -> Iterator[Fault]:
    for name in parts(row[column]):
        if name not in known:
            yield row.fault(f"{column} {name} is not in {where}", "correct it, or add it there")


def _place_faults(pack: Pack) -> Iterator[Fault]:
    for row in pack.rows("regions"):
        if row["flag"] != "conventional_code":
            yield from _wrong(row, "code", codes.region_fault)
        yield from _unknown(row, "parent_code", pack.region_codes, "regions.csv")
    for row in pack.rows("authorities"):
        yield from _wrong(row, "uscc", numbers.uscc_fault)
        yield from _unknown(row, "parent_code", pack.authority_codes, "authorities.csv")
    for name in ("regions", "authorities"):
        yield from _circles(pack.rows(name))
    for row in pack.rows("offices"):
        yield from _unknown(row, "region_code", pack.region_codes, "regions.csv")
        yield from _unknown(row, "authority", pack.authority_codes, "authorities.csv")
        if not row["region_code"]:
            yield row.fault("the office stands nowhere", "give its region_code")


def _circles(rows: list[Row]) -> Iterator[Fault]:
    """Nothing is above itself."""
    parent = {row["code"]: row["parent_code"] for row in rows}
    for row in rows:
        above, steps = row["parent_code"], 0
        while above and above != row["code"] and steps < 10:
            above, steps = parent.get(above, ""), steps + 1
        if above:
            yield row.fault(f"{row['code']} is above itself", "correct parent_code")


def _certificate_faults(pack: Pack) -> Iterator[Fault]:
    for row in pack.rows("certificate_types"):
        yield from _wrong(row, "type_code", codes.type_code_fault)
        yield from _unknown(row, "authority", pack.authority_codes, "authorities.csv")
        yield from _unworded(row, "name")
        if row["holder"] not in HOLDERS:
            yield row.fault(f"the holder is {row['holder']}", "use person, organisation or any")
        if not pack.certificate_fields[row["id"]]:
            yield row.fault(f"{row['id']} has no fields", "add them to certificate_fields.csv")
    types = frozenset(row["id"] for row in pack.rows("certificate_types"))
    for row in pack.rows("certificate_fields"):
        yield from _unknown(row, "type", types, "certificate_types.csv")
        yield from _unworded(row, "label")
        if row["format"] not in FORMATS:
            what = f"the format is {row['format']}"
            yield row.fault(what, f"use one of: {', '.join(sorted(FORMATS))}")


def _unworded(row: Row, column: str) -> Iterator[Fault]:
    """All three languages, for what people read on a certificate or a rating."""
    for language in LANGUAGES:
        if not (row.get(f"{column}_{language}") or (language == "zh" and row.get(column))):
            yield row.fault(f"{column} has no words in `{language}`", "add the translation")


def _norm_faults(pack: Pack) -> Iterator[Fault]:
    for row in pack.rows("norms"):
        if row["stars"] not in {"1", "2", "3", "4", "5"}:
            yield row.fault(f"{row['stars']} stars", "use 1 to 5")
        if row["status"] == "in_use":
            yield from _unworded(row, "text")


def _calendar_faults(pack: Pack) -> Iterator[Fault]:
    for row in pack.rows("calendar"):
        try:
            date.fromisoformat(row["date"])
        except ValueError:
            yield row.fault(f"{row['date']} is not a date", "write it as 2026-10-01")
        if row["kind"] not in {"holiday", "makeup_workday"}:
            yield row.fault(f"the kind is {row['kind']}", "use holiday or makeup_workday")


def _listing_faults(pack: Pack) -> Iterator[Fault]:
    services = frozenset(pack.service_lines)
    listed = frozenset(row["id"] for row in pack.rows("listings"))
    themes, places = frozenset(pack.theme_codes), frozenset(pack.elsewhere)
    yield from _doubles(pack, "listings", "id")
    for row in pack.rows("listings"):
        if row["id"] in services:
            what = f"the id {row['id']} is already used in {pack.service_lines[row['id']]}"
            yield row.fault(what, "remove the line, the service can be done here")
        yield from _unknown(row, "authority", pack.authority_codes, "authorities.csv")
        yield from _unknown(row, "region", pack.region_codes, "regions.csv")
        yield from _unknown(row, "themes", themes, "themes.yaml")
        yield from _unknown(row, "elsewhere", places, "elsewhere.yaml")
        yield from _unknown(row, "members", services | listed, "the services")
        if not row["elsewhere"]:
            yield row.fault("it does not say where to go instead", "give a key of elsewhere.yaml")
        if row["basic_code"] and not row["region"]:
            yield from _wrong(row, "basic_code", codes.basic_code_fault)


def _hotline_faults(pack: Pack) -> Iterator[Fault]:
    for name in ("hotline_duties", "hotline_examples"):
        for row in pack.rows(name):
            yield from _unknown(row, "authority", pack.authority_codes, "authorities.csv")
    for row in pack.rows("hotline_classes"):
        yield from _unknown(row, "authorities", pack.authority_codes, "authorities.csv")
        if len(row["code"]) != 6 or not row["code"].isdigit():
            yield row.fault(f"the class {row['code']} has not six digits", "correct the code")

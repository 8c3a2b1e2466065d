from datetime import date
from pathlib import Path

import pytest

from tests.catalog.small import CHINA, a_pack, change
from tongban.catalog.packages.checking import check
from tongban.catalog.packages.faults import Fault

TODAY = date(2026, 3, 2)
SERVICE = "services/id-reissue.yaml"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return a_pack(tmp_path / "pack")


def faults_of(pack: Path) -> list[Fault]:
    return check(pack, on=TODAY)


def test_the_pack_we_ship_has_no_fault() -> None:
    assert faults_of(CHINA) == []


def test_a_cut_down_pack_has_no_fault(pack: Path) -> None:
    assert faults_of(pack) == []


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("kind: 行政确认", "kind: 行政许可证", "`kind` is"),
        ("kind: 行政确认", "kind: 公共服务", "the basic code says 行政确认"),
        ("authority: MPS", "authority: MPSX", "the authority MPSX is not in"),
        ("themes: [证件办理]", "themes: [证件]", "the theme 证件 is not in"),
        ("assurance: 3", "assurance: 7", "`assurance` is 7"),
        ("assurance: 3", "assurance: three", '`assurance` is "three"'),
        ("assurance: 3", "asurance: 3", "has no `asurance`"),
        ('"000709110003"', '"0007091100"', "has 12 characters"),
        ('"000709110003"', '"990709110003"', "neither 00 nor a province"),
        ("from: certificate:hukou-book", "from: certificate:hukou", "no certificate type hukou"),
        ("from: certificate:hukou-book", "from: mail", '`materials[1].from` is "mail"'),
        ("fields: [reason, lost_on", "fields: [reasons, lost_on", "`reasons`, which is not a"),
        ("fields: [delivery, address]", "fields: [delivery, phone]", "`phone` is asked for twice"),
        ("x-when: {delivery: post}", "x-when: {post: post}", "`post`, which is not a field"),
        ("x-when: {delivery: post}", "x-when: {delivery: mail}", "can never be 'mail'"),
        ("x-prefill: person.phone", "x-prefill: person.telephone", "x-prefill"),
        ("live_address", "adress", "residence-permit has no field adress"),
        ("stolen: {zh", "gone: {zh", "the choice `stolen` has no words"),
        ("id_no: answers.id_number", "id_no: answers.number", "the form has no field number"),
        ("ethnicity: person.ethnicity", "nation: person.ethnicity", "idcard has no field nation"),
        ("certificate: idcard", "certificate: id-card", "no certificate type id-card"),
        ("decide: {by: official}", "decide: {by: table}", "`decide` lacks"),
        ("promised: {days: 15, unit: working}", "promised: {unit: working}", "neither `days`"),
        ("required: [name, ", "required: [names, ", "`names` is required but not a field"),
        ("en: Replace a lost resident ID card", "en: ''", "`names.en` is empty"),
        ("  ko: 주민 신분증 분실 재발급\n", "", "no Korean"),
        ("  count: 1\n", "  count: 0\n", "a reason to come is given"),
        ("format: date", "format: day", "format` is"),
        ("minLength: 2", "minLength: two", "minLength"),
    ],
)
def test_every_seeded_fault_is_told_with_its_file(
    pack: Path, old: str, new: str, what: str
) -> None:
    change(pack / SERVICE, old, new)
    found = faults_of(pack)
    assert any(what in fault.what for fault in found), [str(fault) for fault in found]
    assert all(fault.file == pack / SERVICE and fault.remedy for fault in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("assurance: 3", "assurance: 7"),
        ("authority: MPS", "authority: MPSX"),
        ("from: certificate:hukou-book", "from: certificate:hukou"),
        ("x-when: {delivery: post}", "x-when: {post: post}"),
        ("id_no: answers.id_number", "id_no: answers.number"),
        ("version: 1", "version: 1\nversion: 2"),
        ("kind: 行政确认", "kind: [行政确认"),
    ],
)
def test_a_fault_is_told_with_its_line(pack: Path, old: str, new: str) -> None:
    line = change(pack / SERVICE, old, new) + new.count("\n")
    lines = [fault.line for fault in faults_of(pack)]
    assert lines[0] in {line, line + 1}  # an unclosed bracket is noticed on the next line


def test_a_service_id_used_twice_names_both_files(pack: Path) -> None:
    text = (pack / SERVICE).read_text(encoding="utf-8")
    (pack / "services" / "other.yaml").write_text(text, encoding="utf-8")
    told = [str(fault) for fault in faults_of(pack)]
    assert any("id-reissue.yaml:1" in fault and "other.yaml:1" in fault for fault in told), told


def test_a_service_that_is_also_listed_is_told(pack: Path) -> None:
    line = change(pack / "listings.csv", "company-change", "id-reissue")
    assert any(
        fault.file.name == "listings.csv" and fault.line == line and "id-reissue.yaml" in fault.what
        for fault in faults_of(pack)
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("regions.csv", "310104,", "31010,", "6, 9 or 12 digits"),
        ("regions.csv", "310104,", "990104,", "no region with this code"),
        ("regions.csv", ",310100,", ",319900,", "parent_code 319900 is not in"),
        ("authorities.csv", "11100000MB03271699", "11100000MB03271690", "credit code is wrong"),
        ("authorities.csv", "P-HF,", "P-HF2,", ""),
        ("offices.csv", ",310104,", ",310199,", "region_code 310199 is not in"),
        ("certificate_types.csv", "11100000000013338W011", "11100000000013338W01", "21 characters"),
        ("certificate_types.csv", ",MPS,", ",MPSX,", "authority MPSX is not in"),
        ("certificate_fields.csv", ",code,", ",letter,", "the format is letter"),
        ("calendar.csv", "2026-01-01", "2026-13-01", "not a date"),
        ("norms.csv", "5,非常满意", "6,非常满意", "6 stars"),
        ("listings.csv", ",person;organisation,", ",person,organisation,", "cells where"),
        ("people.yaml", "410102199405169986", "410102199405169987", "One character"),
        ("people.yaml", "410102199405169986", "41010219940516998", "18 characters"),
        ("people.yaml", "1994-05-16", "1994-05-17", "the number says 1994-05-16"),
        ("themes.yaml", "icon: baby", "image: baby", "lacks `icon`"),
        ("elsewhere.yaml", "    en:", "    fr:", "has no English"),
        ("pack.yaml", "licence: Apache", "license: Apache", "lacks `licence`"),
    ],
)
def test_tables_and_people_are_judged_too(
    pack: Path, file: str, old: str, new: str, what: str
) -> None:
    change(pack / file, old, new)
    found = faults_of(pack)
    if what:
        assert any(what in fault.what for fault in found), [str(fault) for fault in found]
        assert any(fault.file == pack / file for fault in found)


def test_a_birth_in_the_future_is_told(pack: Path) -> None:
    assert any("future" in fault.what for fault in check(pack, on=date(1994, 5, 15)))


def test_a_decision_table_must_exist_and_be_one(tmp_path: Path) -> None:
    pack = a_pack(tmp_path / "pack", "ss-proof")
    assert faults_of(pack) == []
    table = pack / "rules" / "ss-proof.json"
    table.write_text('{"nodes": []}')
    assert any("rule engine" in fault.what for fault in faults_of(pack))
    table.write_text('{\n"nodes": [,]}')
    assert any("not valid JSON" in fault.what and fault.line == 2 for fault in faults_of(pack))
    table.unlink()
    assert any("does not exist" in fault.what for fault in faults_of(pack))


def test_a_missing_file_is_told_and_does_not_hide_the_rest(pack: Path) -> None:
    (pack / "regions.csv").unlink()
    change(pack / SERVICE, "version: 1", "version: 1\nversion: 2")
    told = [str(fault) for fault in faults_of(pack)]
    assert any("regions.csv:1: the file is missing" in fault for fault in told)
    assert any("`version` is given twice (first on line 2)" in fault for fault in told)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe", "not UTF-8"),
        (b"id: [a", "not valid YAML"),
        (b"id: \x07", "not valid YAML"),
        (b"id: !!python/object:os.system x", "the tag"),
        (b"id: &a [x]\nnames: *a", "an alias"),
        (b"- a list", "the file is"),
    ],
)
def test_whatever_stands_in_a_file_is_told_and_never_an_accident(
    pack: Path, text: bytes, what: str
) -> None:
    (pack / SERVICE).write_bytes(text)
    told = [fault.what for fault in faults_of(pack)]
    assert any(what in fault for fault in told), told

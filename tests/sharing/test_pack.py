"""resources.yaml, its tables and what services ask: judged with file and line, then loaded."""

from datetime import date
from pathlib import Path

import pytest

from tests.builders import MONDAY, PACK, a_person, a_region
from tests.catalog.small import a_pack, change
from tongban.catalog.models import Authority, Office
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.checking import pack_faults
from tongban.config import registers
from tongban.config.platform import Platform
from tongban.sharing.models import RegisterRow, Resource, SharingRequest

TODAY = date(2026, 3, 2)
SERVICES = ("hf-rent", "employee-pension-claim", "marriage-cert-reissue", "unemployment-benefit")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = a_pack(tmp_path / "pack", *SERVICES)
    (made / "registers").mkdir()
    for file in [PACK / "resources.yaml", *(PACK / "registers").glob("*.csv")]:
        (made / file.relative_to(PACK)).write_text(file.read_text("utf-8"), "utf-8")
    return made


def faults(folder: Path) -> list[str]:
    return [
        f"{fault.file.relative_to(folder)}:{fault.line} {fault.what}"
        for fault in pack_faults(packs.read(folder), on=TODAY)
        if "offices.csv" not in fault.what  # the small pack has few
    ]


def test_the_registers_of_the_pack_have_no_fault(folder: Path) -> None:
    assert faults(folder) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("resources.yaml", "owner: MPS", "owner: NOBODY", "NOBODY is not in authorities.csv"),
        ("resources.yaml", "id: marriage", "id: population", "population is already on line"),
        ("resources.yaml", "confidence: synthetic", "confidence: verified", "does not say so"),
        ("resources.yaml", "class: internal", "class: secret", "secret"),
        (
            "resources.yaml",
            "a_day: 200\n  - resource: m",
            "a_day: 900\n  - resource: m",
            "900 a day",
        ),
        (
            "resources.yaml",
            "fields: [matches]",
            "fields: [wealth]",
            "population has no field wealth",
        ),
        ("resources.yaml", "service: hf-rent", "service: hf-none", "there is no service hf-none"),
        ("registers/population.csv", "410102199405169986", "410102199405169987", "check"),
        ("registers/realestate.csv", "false,0", "perhaps,0", "owns_home is perhaps"),
        ("registers/marriage.csv", "2020-10-10", "10.10.2020", "registered_on is 10.10.2020"),
        ("registers/marriage.csv", "invented,synthetic", "invented,verified", "invented"),
        (
            "services/hf-rent.yaml",
            "from: resource:realestate",
            "from: resource:none",
            "no resource none",
        ),
        ("services/hf-rent.yaml", "asks: [owns_home", "asks: [wealth", "has no field wealth"),
        ("services/hf-rent.yaml", "    asks: [owns_home, homes]\n", "", "does not say what"),
        (
            "services/hf-rent.yaml",
            "purpose: decide\n    else",
            "purpose: deliver\n    else",
            "deliver",
        ),
        (
            "services/hf-rent.yaml",
            "from: certificate:idcard\n",
            "from: certificate:idcard\n    asks: [name]\n",
            "only what comes from a register",
        ),
        (
            "services/hf-rent.yaml",
            "purpose: decide\n    else: upload\n",
            "purpose: decide\n",
            "registers can be away",
        ),
    ],
)
def test_what_does_not_hold_together_is_told_with_its_line(
    folder: Path, file: str, old: str, new: str, what: str
) -> None:
    change(folder / file, old, new)
    told = faults(folder)
    assert any(what in each and each.startswith(file) for each in told), told


def test_a_register_without_its_table_is_told(folder: Path) -> None:
    (folder / "registers" / "marriage.csv").unlink()
    assert faults(folder) == ["registers/marriage.csv:1 the file is missing"]


@pytest.fixture
def places(db: None) -> None:
    for code in ("MPS", "MCA", "MNR", "MOHRSS"):
        Authority.objects.create(code=code, names={"zh": code})
    for code in ("demo-hub", "demo-410100", "demo-310104", "demo-440100"):
        Office.objects.create(code=code, names={"zh": code}, region=a_region())


def load(name: str) -> set[str]:
    registers.load(packs.read(PACK), Platform(id=name), at=MONDAY)
    return set(Resource.objects.filter(withdrawn_at=None).values_list("code", flat=True))


def approve(name: str) -> int:
    return registers.approve(packs.read(PACK), Platform(id=name), by=a_person(), at=MONDAY)


@pytest.mark.usefixtures("places")
def test_who_stands_alone_keeps_every_register() -> None:
    assert load("") == {"population", "marriage", "realestate", "social-security"}
    assert approve("") == 16
    assert approve("") == 0
    assert set(SharingRequest.objects.values_list("node", "asker")) == {("", "")}


@pytest.mark.usefixtures("places")
def test_a_platform_keeps_its_own_registers_and_knows_its_own_approvals() -> None:
    load("")
    assert load("henan") == {"marriage"}
    assert set(RegisterRow.objects.values_list("resource", flat=True)) == {"marriage"}
    approve("henan")
    found = set(SharingRequest.objects.values_list("resource", "node", "asker"))
    assert {("marriage", "", "shanghai"), ("realestate", "shanghai", "")} <= found
    assert not [each for each in found if each[1] and each[2]]

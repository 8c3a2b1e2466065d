import json
from datetime import date
from pathlib import Path

import pytest

from tests.catalog.small import CHINA, a_pack, change
from tongban.catalog.models import Service
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.checking import check
from tongban.config.commands import pack as command

TODAY = date(2026, 3, 2)


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return a_pack(tmp_path / "pack")


def test_a_pack_without_faults_is_called_so(pack: Path, capsys) -> None:
    assert command.main(["check", str(pack)]) == 0
    assert "no faults" in capsys.readouterr().out


def test_a_fault_is_printed_with_file_line_and_remedy(pack: Path, capsys) -> None:
    file = pack / "services" / "id-reissue.yaml"
    line = change(file, "assurance: 3", "assurance: 7")
    assert command.main(["check", str(pack)]) == 1
    out = capsys.readouterr().out
    assert f"id-reissue.yaml:{line}: `assurance` is 7 → the schema says: " in out
    assert "1 to mend" in out


@pytest.mark.django_db
def test_a_new_service_passes_the_check_and_loads(pack: Path, capsys) -> None:
    assert command.main(["new", "library-card", "--pack", str(pack)]) == 0
    assert check(pack, on=TODAY) == []
    assert command.main(["load", str(pack)]) == 0
    assert Service.objects.get(code="library-card").online


def test_a_new_service_never_writes_over_one_that_is_there(pack: Path, capsys) -> None:
    file = pack / "services" / "id-reissue.yaml"
    before = file.read_bytes()
    assert command.main(["new", "id-reissue", "--pack", str(pack)]) == 1
    assert command.main(["new", "company-change", "--pack", str(pack)]) == 1
    assert command.main(["new", "../outside", "--pack", str(pack)]) == 1
    assert command.main(["new", "library-card", "--pack", str(pack.parent)]) == 1
    assert file.read_bytes() == before
    assert not (pack.parent / "outside.yaml").exists()


@pytest.mark.django_db
def test_loading_a_broken_pack_says_so_and_loads_nothing(pack: Path, capsys) -> None:
    change(pack / "services" / "id-reissue.yaml", "assurance: 3", "assurance: 7")
    assert command.main(["load", str(pack)]) == 1
    assert "Nothing was loaded" in capsys.readouterr().out
    assert not Service.objects.exists()


def test_the_other_apps_get_their_rows_ready_to_keep(pack: Path) -> None:
    found = packs.read(pack)
    types = {each["code"]: each for each in contents.certificate_types(found)}
    assert len(types) == 58
    assert all(each["fields"] and len(each["type_code"]) == 21 for each in types.values())
    assert types["idcard"]["fields"][0]["label"] == {"zh": "姓名", "en": "Name", "ko": "성명"}
    assert sum(norm["in_use"] for norm in contents.norms(found)) == 40
    assert contents.register(found)[0]["number"] == "410102199405169986"
    assert json.dumps(contents.people(found), ensure_ascii=False)
    assert contents.organisations(found) == []


def test_towns_are_read_only_when_asked_for() -> None:
    towns = contents.towns(packs.read(CHINA), "310104")
    assert len(towns) > 10
    assert all(len(town["code"]) == 9 and town["code"].startswith("310104") for town in towns)

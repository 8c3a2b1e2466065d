"""What a platform does differently: judged file by file, laid over the country's pack, all or nothing."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.builders import MONDAY
from tests.catalog.small import CHINA, a_pack, change
from tongban.audit.models import Entry
from tongban.catalog.models import Service
from tongban.catalog.operations import loading
from tongban.catalog.packages import contents, offering
from tongban.catalog.packages import overlays as platforms
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.checking import pack_faults
from tongban.catalog.packages.differing import overlay_faults
from tongban.catalog.packages.faults import PackBroken
from tongban.catalog.packages.reading import digest
from tongban.config.additions import addition_faults
from tongban.config.commands import pack as command
from tongban.config.packs import Console
from tongban.config.platform import PLATFORMS
from tongban.config.zones import FOLDER as ZONES

LATER = MONDAY + timedelta(days=1)
OVERLAY = """\
implements: id-reissue
limits:
  promised: {days: 10, unit: working}
materials:
  without: [hukou-book]
source:
  key: invented
  synthetic: true
  limits: synthetic
  materials: synthetic
  note: invented for the test
"""


@pytest.fixture
def pack(tmp_path: Path) -> packs.Pack:
    return packs.read(a_pack(tmp_path / "pack", "id-reissue", "ss-proof"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A platform that does one service differently."""
    services = tmp_path / "coast" / "services"
    services.mkdir(parents=True)
    (services / "id-reissue.yaml").write_text(OVERLAY, encoding="utf-8")
    return services.parent


def ours(folder: Path) -> platforms.Overlays:
    return platforms.read(folder, platform="coast", region="310000")


def load(pack: packs.Pack, folder: Path, at=MONDAY) -> loading.Loaded:
    return loading.load(pack=pack, overlays=ours(folder), by=Console(), at=at)


@pytest.mark.django_db
def test_a_platform_changes_what_may_differ_and_nothing_else(pack, folder) -> None:
    load(pack, folder)
    national = next(each.data for each in pack.services if each.data["id"] == "id-reissue")
    package = Service.objects.get(code="id-reissue").version.package
    assert package["limits"]["promised"] == {"days": 10, "unit": "working"}
    assert package["limits"]["legal"] == national["limits"]["legal"]
    assert [each["id"] for each in package["materials"]] == ["photo"]
    assert package["source"]["platform"] == "coast"
    assert package["source"]["materials"] == "synthetic"
    for part in ("form", "steps", "decide", "conditions", "fee"):
        assert package[part] == national[part]


@pytest.mark.django_db
def test_other_services_stay_the_nations(pack, folder) -> None:
    load(pack, folder)
    assert "platform" not in Service.objects.get(code="ss-proof").version.package["source"]


@pytest.mark.django_db
def test_taking_the_overlay_away_brings_the_nations_back(pack, folder) -> None:
    load(pack, folder)
    (folder / "services" / "id-reissue.yaml").unlink()
    assert load(pack, folder, LATER).published == 1
    version = Service.objects.get(code="id-reissue").version
    assert (version.number, version.package["limits"]["promised"]["days"]) == (2, 15)


@pytest.mark.django_db
def test_conditions_come_and_go(pack, folder) -> None:
    old = "居民身份证丢失、被盗"
    change(
        folder / "services" / "id-reissue.yaml",
        "materials:\n  without: [hukou-book]\n",
        f"conditions:\n  without: [{old}]\n  with: [{{zh: 新, en: New, ko: 새}}]\n",
    )
    change(folder / "services" / "id-reissue.yaml", "materials: synthetic", "conditions: recall")
    load(pack, folder)
    package = Service.objects.get(code="id-reissue").version.package
    assert [each["zh"] for each in package["conditions"]] == ["新"]


def _own(folder: Path, name: str) -> Path:
    text = (CHINA / "services" / "id-renew.yaml").read_text(encoding="utf-8")
    file = folder / "services" / f"{name}.yaml"
    file.write_text(text.replace("id: id-renew", f"id: {name}", 1), encoding="utf-8")
    return file


@pytest.mark.django_db
def test_a_service_that_only_one_platform_has_is_loaded_in_its_region(pack, folder) -> None:
    _own(folder, "coast-card")
    load(pack, folder)
    service = Service.objects.select_related("region").get(code="coast-card")
    assert service.online
    assert service.region.code == "310000"
    assert service.version.package["source"]["platform"] == "coast"
    (folder / "services" / "coast-card.yaml").unlink()
    load(pack, folder, LATER)
    assert Service.objects.get(code="coast-card").withdrawn_at == LATER


@pytest.mark.parametrize("name", ["card", "id-reissue2"])
def test_a_service_of_ones_own_is_called_after_its_platform(pack, folder, name: str) -> None:
    _own(folder, name)
    [fault] = overlay_faults(ours(folder), pack)
    assert fault.remedy == f"call it coast-{name}"


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("implements: id-reissue", "implements: id-nothing", "no service id-nothing"),
        ("implements: id-reissue", "implements: ss-proof", "is called id-reissue.yaml"),
        ("without: [hukou-book]", "without: [passport]", "no material passport to leave out"),
        ("days: 10, unit: working", "days: 90, unit: calendar", "the law allows 60"),
        ("  limits: synthetic\n", "", "nothing says how sure"),
        ("  limits: synthetic\n", "  limits: synthetic\n  fee: recall\n", "does not differ"),
        ("synthetic: true", "synthetic: false", "does not say so"),
        ("key: invented", "key: hearsay", "not in pack.yaml"),
        ("limits:\n", "form: {}\nlimits:\n", "the file has no `form`"),
        ("limits:\n", "offices: [hall-999]\nlimits:\n", "not in offices.csv"),
        ("limits:\n", "codes: {item: '1'}\nlimits:\n", "codes"),
        ("  without: [hukou-book]", "  with: [{id: x-y, required: true}]", "lacks `names`"),
        ("  promised: {days: 10, unit: working}", "  promised: {days: 0, unit: working}", "days"),
    ],
)
def test_a_fault_says_where_it_is_and_what_to_do(
    pack, folder, old: str, new: str, what: str
) -> None:
    change(folder / "services" / "id-reissue.yaml", old, new)
    found = [str(fault) for fault in overlay_faults(ours(folder), pack)]
    assert any(what in each for each in found), found
    assert all("id-reissue.yaml:" in each and "→" in each for each in found)


def test_a_fault_stands_on_its_line(pack, folder) -> None:
    line = change(folder / "services" / "id-reissue.yaml", "[hukou-book]", "[passport]")
    [fault] = overlay_faults(ours(folder), pack)
    assert (fault.line, fault.remedy) == (line, "it has hukou-book; photo")


def test_an_overlay_that_changes_nothing_is_a_fault(pack, folder) -> None:
    file = folder / "services" / "id-reissue.yaml"
    change(file, "materials:\n  without: [hukou-book]\n", "")
    change(file, "  materials: synthetic\n", "")
    change(file, "days: 10", "days: 15")
    [fault] = overlay_faults(ours(folder), pack)
    assert fault.remedy == "remove the file"


@pytest.mark.django_db
def test_a_broken_overlay_loads_nothing_at_all(pack, folder) -> None:
    change(folder / "services" / "id-reissue.yaml", "[hukou-book]", "[passport]")
    with pytest.raises(PackBroken, match="no material passport"):
        load(pack, folder)
    assert not Service.objects.exists()
    assert not Entry.objects.exists()


def test_every_platform_of_the_repository_has_no_faults() -> None:
    pack = packs.read(CHINA)
    assert pack_faults(pack, on=date(2026, 3, 2)) == []
    folders = [each for each in sorted(PLATFORMS.glob("*")) if each.is_dir()]
    for each in folders:
        assert overlay_faults(platforms.read(each, platform=each.name), pack) == []
    with_overlays = [each for each in folders if list(each.glob("services/*.yaml"))]
    assert len(with_overlays) >= 6


def test_what_every_platform_publishes_is_an_offer_that_others_take() -> None:
    pack = packs.read(CHINA)
    for each in sorted(PLATFORMS.glob("*/services")):
        name = each.parent.name
        facts = contents.services(pack, platforms.read(each.parent, platform=name))
        packages = [fact.package for fact in facts if fact.package]
        own = [package for package in packages if not offering.is_as_the_nation_does(package)]
        assert len(own) == len(list(each.glob("*.yaml")))
        for package in own:
            said = offering.content(
                node=name,
                service=package["id"],
                named=digest(package),
                package=package,
                themes=[],
                at=MONDAY,
            )
            assert offering.is_right(said), f"{name}: {package['id']}"


def test_the_check_of_a_pack_looks_at_what_lies_beside_it(tmp_path, folder) -> None:
    change(folder / "services" / "id-reissue.yaml", "[hukou-book]", "[passport]")
    (tmp_path / "packs" / "platforms").mkdir(parents=True)
    folder.rename(tmp_path / "packs" / "platforms" / "coast")
    (tmp_path / "packs" / "zones").mkdir()
    shutil.copy(ZONES / "jingjinji.yaml", tmp_path / "packs" / "zones")
    said = "\n".join(map(str, addition_faults(packs.read(CHINA), tmp_path / "packs")))
    assert "no material passport to leave out" in said
    assert "there is no platform beijing" in said


def test_everything_in_the_repository_passes_the_check(capsys) -> None:
    assert command.main(["check"]) == 0
    assert "platforms" in capsys.readouterr().out

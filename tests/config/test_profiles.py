"""What `./tongban pack check` says about the profiles of platforms."""

import re
import shutil
from pathlib import Path

import pytest

from tests.catalog.small import CHINA, change
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.pack import Pack
from tongban.config import profiles
from tongban.config.commands import pack as command
from tongban.config.platform import PLATFORMS, known, platform
from tongban.config.profiles import profile_faults, read


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.read(CHINA)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The hub, two provinces, a city and a department, to break."""
    wanted = {"hub", "henan", "zhejiang", "hangzhou", "mps"}
    folder = tmp_path / "platforms"
    for name in wanted:
        (folder / name).mkdir(parents=True)
        shutil.copy(PLATFORMS / name / "platform.yaml", folder / name)
    shutil.copy(PLATFORMS / "demo.yaml", folder)
    change(folder / "demo.yaml", "[hub, guangdong, shanghai, henan]", "[hub, henan, zhejiang]")
    return folder


def told(folder: Path, pack: Pack) -> str:
    return "\n".join(map(str, profile_faults(read(folder), pack)))


def test_the_profiles_we_ship_have_no_fault(pack: Pack) -> None:
    assert told(PLATFORMS, pack) == ""
    assert len(known()) >= 16


def test_some_platforms_sign_with_the_national_algorithms_and_some_do_not() -> None:
    suites = [platform(name).suite for name in known()]
    assert suites.count("gm") >= 2
    assert suites.count("intl") >= 2


@pytest.mark.parametrize(
    ("name", "old", "new", "what"),
    [
        ("henan", "id: henan", "id: henann", "is not the name of the folder → rename the folder"),
        ("henan", "role: node", "role: hub", "a province has the role hub"),
        ("henan", "role: node", "roll: node", "has no `roll`"),
        ("henan", "kind: province", "kind: county", '`kind` is "county" → use one of: hub'),
        ("henan", 'regions: ["410000"]', 'regions: ["990000"]', "990000 is not in regions.csv"),
        ("henan", 'regions: ["410000"]\n', "", "a province lacks `regions` → say which"),
        ("henan", 'region: "410000"', 'region: "41"', '`region` is "41"'),
        ("henan", "offices: [demo-410100]", "offices: [hall]", "hall is not in offices.csv"),
        (
            "henan",
            "offices: [demo-410100]",
            "offices: [demo-330100]",
            "demo-330100 stands elsewhere",
        ),
        ("henan", "source: compiled", "source: hearsay", "hearsay is not among the sources"),
        ("henan", "[pension-alive-check,", "[pension-check,", "is not a service to do here"),
        ("henan", 'brand: "#af470b"', 'brand: "#f0a030"', "brand on --page has a contrast of"),
        ("henan", 'ink: "#3c1a07"', 'ink: "#f6f0f0"', "ink on brand has a contrast of"),
        ("henan", 'cert_a: "#af470b"', 'cert_a: "orange"', '`brand.light.cert_a` is "orange"'),
        ("henan", "mark: 豫", "mark: 浙", "has the mark 浙 already"),
        ("henan", "ko: 위스반 · 허난", "ko: ''", "`names.ko` is empty"),
        ("zhejiang", "[elder]", "[elderly]", "elderly is not implemented by any template"),
        ("zhejiang", "kind: province", "kind: province\nparent: henan", "a province has a parent"),
        ("hangzhou", "parent: zhejiang", "parent: henan", "do not lie in those of henan"),
        ("hangzhou", "parent: zhejiang", "parent: jiangxi", "its parent jiangxi has no profile"),
        ("hangzhou", "parent: zhejiang\n", "", "a city lacks `parent` → name the province's"),
        ("mps", "authorities: [MPS]", "authorities: [XYZ]", "XYZ is not in authorities.csv"),
        (
            "mps",
            "role: node\nkind: department",
            "role: hub\nkind: hub",
            "has the role of hub already",
        ),
    ],
)
def test_a_fault_is_told_with_its_file_line_and_remedy(
    folder: Path, pack: Pack, name: str, old: str, new: str, what: str
) -> None:
    change(folder / name / "platform.yaml", old, new)
    faults = told(folder, pack)
    assert what in faults
    for line in faults.splitlines():
        assert re.match(r".+/platforms/[a-z]+/platform.yaml:\d+: .+ → .+", line)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("[hub, henan, zhejiang]", "[hub, atlantis]", "there is no platform atlantis"),
        ("id: operator2", "id: operator", "operator is there twice"),
        ("role: chief", "role: king", '`officials.posts[3].role` is "king"'),
    ],
)
def test_how_a_demonstration_begins_is_checked_too(
    folder: Path, pack: Pack, old: str, new: str, what: str
) -> None:
    change(folder / "demo.yaml", old, new)
    assert what in told(folder, pack)


def test_every_feature_that_a_profile_may_name_is_a_template() -> None:
    assert {name for each in known() for name in platform(each).features} <= profiles.features()


def test_the_command_checks_the_platforms_beside_the_pack(tmp_path: Path, capsys) -> None:
    shutil.copytree(CHINA, tmp_path / "china")
    shutil.copytree(PLATFORMS, tmp_path / "platforms")
    assert command.main(["check", str(tmp_path / "china")]) == 0
    change(tmp_path / "platforms" / "hub" / "platform.yaml", "suite: intl", "suite: secret")
    assert command.main(["check", str(tmp_path / "china")]) == 1
    assert '`suite` is "secret" → use one of: intl, gm' in capsys.readouterr().out

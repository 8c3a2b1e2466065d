"""Being a platform: its name, its place, its cookies, and those who are invented for it."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from tests.catalog.small import CHINA
from tongban.catalog.packages import pack as packs
from tongban.catalog.packages.pack import Pack
from tongban.config.demo import belonging
from tongban.config.naming import name_from
from tongban.config.platform import Platform, inside, known, platform
from tongban.identity.rules import numbers

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 3, 2)
NAMES = ("SESSION", "CSRF", "LANGUAGE", "ELDER", "REGION", "KNOWN", "TOLD")
PROGRAM = f"""
import django, json
django.setup()
from django.conf import settings as s
names = [getattr(s, f"{{name}}_COOKIE_NAME") for name in {NAMES}]
print(json.dumps({{"cookies": names, "name": str(s.PLATFORM_NAME), "region": s.TONGBAN_REGION,
                   "suite": s.TONGBAN_SUITE, "role": s.TONGBAN_ROLE}}))
"""


@pytest.fixture(scope="module")
def pack() -> Pack:
    return packs.read(CHINA)


def settings_of(name: str) -> dict[str, Any]:
    """The settings of an installation that is this platform, read in a process of its own."""
    said = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env={**os.environ, "TONGBAN_PLATFORM": name, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(said.stdout)
    return found


def test_no_two_platforms_on_one_host_share_a_cookie() -> None:
    hub, shanghai, alone = settings_of("hub"), settings_of("shanghai"), settings_of("")
    every = [*hub["cookies"], *shanghai["cookies"], *alone["cookies"]]
    assert len(set(every)) == 3 * len(NAMES)
    assert alone["cookies"][:2] == ["sessionid", "csrftoken"]


def test_a_profile_decides_name_role_region_and_algorithms() -> None:
    shanghai = settings_of("shanghai")
    assert shanghai["name"] == platform("shanghai").names["zh"]
    assert (shanghai["role"], shanghai["suite"]) == ("node", "gm")
    assert shanghai["region"] == "310000"
    alone = settings_of("")
    assert (alone["role"], alone["region"], alone["name"]) == (
        "alone",
        "310000",
        "Government Services",
    )


def test_a_name_is_said_in_the_language_of_the_reader() -> None:
    name = name_from({"zh": "甲", "en": "A", "ko": "가"})
    said = []
    for language in ("zh-hans", "en", "ko"):
        with translation.override(language):
            said.append(str(name))
    assert said == ["甲", "A", "가"]


def test_an_unknown_platform_stops_the_start_with_the_known_ones() -> None:
    with pytest.raises(SystemExit, match=r"There is no platform 'atlantis'\. There are: hub, "):
        platform("atlantis")


@pytest.mark.parametrize(
    ("region", "prefix"),
    [("410000", "41"), ("500000", "50"), ("440300", "4403"), ("310104", "310104")],
)
def test_what_lies_in_a_region_begins_like_it(region: str, prefix: str) -> None:
    assert inside(region) == prefix


@pytest.mark.parametrize("name", known())
def test_every_platform_has_officials_of_its_own_with_numbers_that_could_be_real(
    pack: Pack, name: str
) -> None:
    chosen = platform(name)
    officials = [row for row in belonging.people(pack, chosen) if row.get("posts")]
    regions = {row["id"]: row["region_code"] for row in pack.rows("offices")}
    held = {(post["office"], post["role"]) for row in officials for post in row["posts"]}
    office = chosen.offices[0]
    assert {role for where, role in held if where == office} >= {"clerk", "officer", "chief"}
    assert {row["id"] for row in officials} >= {"clerk", "officer", "chief"}
    assert {"operator", "operator2"} <= {row["id"] for row in officials}
    for key in ("phone", "id_number", "name"):
        assert len({row[key] for row in officials}) == len(officials), key
    for row in officials:
        assert numbers.id_number_fault(row["id_number"], on=TODAY) is None
        assert numbers.mobile_fault(row["phone"]) is None
        assert str(numbers.birth_date(row["id_number"])) == row["birth_on"]
        for post in row["posts"]:
            own = chosen.answers_for(regions[post["office"]])
            assert own or post["office"] in chosen.offices


def test_the_hub_knows_every_citizen_with_everything_and_a_province_only_its_own(
    pack: Pack,
) -> None:
    def wallet(name: str) -> dict[str, int]:
        rows = belonging.people(pack, platform(name))
        return {r["id"]: len(r["certificates"]) for r in rows if not r.get("posts")}

    hub, henan, shanghai = wallet("hub"), wallet("henan"), wallet("shanghai")
    family, firm = {"citizen", "child", "elder", "spouse"}, {"agent", "manager", "representative"}
    assert hub.keys() == family | firm | {"helper", "neighbour"}
    assert henan.keys() == {"citizen", "spouse"}
    assert shanghai.keys() == hub.keys() - {"spouse"}
    assert henan["citizen"] + shanghai["citizen"] == hub["citizen"]
    assert wallet("guizhou") == {}


def test_a_department_knows_the_certificates_that_it_gives(pack: Pack) -> None:
    rows = {row["id"]: row for row in belonging.people(pack, platform("mps"))}
    kinds = {held["type"] for held in rows["citizen"]["certificates"]}
    assert {"idcard", "hukou-book", "drvlicense"} <= kinds
    assert "sscard" not in kinds


def test_a_firm_is_known_where_it_is_with_those_who_act_for_it(pack: Pack) -> None:
    assert [firm["id"] for firm in belonging.firms(pack, platform("shanghai"))] == ["restaurant"]
    assert belonging.firms(pack, platform("henan")) == []


def test_an_installation_that_stands_alone_knows_everybody_of_the_pack(pack: Pack) -> None:
    assert belonging.people(pack, Platform()) == pack.people.data["people"]

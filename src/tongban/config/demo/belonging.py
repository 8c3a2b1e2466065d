"""Which of the invented people a platform knows, and what of their wallets it issued."""

from collections.abc import Iterator, Mapping
from typing import Any

from tongban.catalog.packages import contents
from tongban.catalog.packages.pack import Pack
from tongban.config.demo.officials import about, officials
from tongban.config.platform import Platform, demonstration, inside, known, platform

Row = Mapping[str, Any]


def people(pack: Pack, platform: Platform) -> list[Row]:
    """Everybody for an installation that stands alone.

    The hub knows every citizen with every certificate. Others know who lives or is registered
    with them, or holds something of theirs; and every platform has officials of its own.
    """
    everybody: list[Row] = list(contents.people(pack))
    if not platform.id:
        return everybody
    citizens = [row for row in everybody if not row.get("posts")]
    own = [] if platform.is_hub else list(_own_officials(pack, platform, everybody))
    named = {row["id"] for row in own}
    made = [row for row in _made_officials(pack, platform) if row["id"] not in named]
    return [*_known(pack, platform, citizens), *own, *made]


def firms(pack: Pack, platform: Platform) -> list[Row]:
    """The firms of a platform; their people are known there too."""
    every: list[Row] = list(contents.organisations(pack))
    if not platform.id:
        return every
    if platform.is_hub:
        return [
            {**firm, "certificates": _by_issuer(pack, firm), "node": _keeper(firm["region"])}
            for firm in every
        ]
    return [_with_issued(pack, platform, f) for f in every if platform.answers_for(f["region"])]


def _known(pack: Pack, platform: Platform, citizens: list[Row]) -> Iterator[Row]:
    needed = {
        name
        for firm in firms(pack, platform)
        for name in (firm["legal_representative"], *(a["person"] for a in firm.get("agents", [])))
    }
    for row in citizens:
        if platform.is_hub:
            yield {**row, "certificates": _by_issuer(pack, row)}
            continue
        mine = _with_issued(pack, platform, row)
        places = (row["region"], row.get("lives", ""))
        if mine["certificates"] or row["id"] in needed or any(map(platform.answers_for, places)):
            yield mine


def _by_issuer(pack: Pack, row: Row) -> list[Row]:
    """The whole wallet; what the hub shows was issued by the platforms of the provinces."""
    regions, provinces = _regions_of_offices(pack), [platform(name) for name in known()]
    return [
        {**held, "node": each.id}
        for held in row.get("certificates", [])
        for each in provinces
        if each.kind == "province" and each.answers_for(regions[held["office"]])
    ]


def _keeper(region: str) -> str:
    """The platform that keeps the powers of a firm: the one of its province."""
    provinces = [each for each in map(platform, known()) if each.kind == "province"]
    return next((each.id for each in provinces if each.answers_for(region)), "")


def _with_issued(pack: Pack, platform: Platform, row: Row) -> Row:
    """The same, with only those certificates that this platform's authorities gave."""
    issuers = {kind["id"]: kind["authority"] for kind in pack.rows("certificate_types")}
    regions = _regions_of_offices(pack)
    issued = [
        held
        for held in row.get("certificates", [])
        if platform.answers_for(regions[held["office"]])
        or issuers[held["type"]] in platform.authorities
    ]
    return {**row, "certificates": issued}


def _own_officials(pack: Pack, platform: Platform, everybody: list[Row]) -> Iterator[Row]:
    """The officials of people.yaml who are registered here, with their posts here."""
    regions = _regions_of_offices(pack)
    for row in everybody:
        posts = [
            post for post in row.get("posts", []) if platform.answers_for(regions[post["office"]])
        ]
        if posts and posts == row["posts"]:
            yield row
        elif posts and platform.answers_for(row["region"]):
            yield {**row, "posts": posts, "about": _about(pack, posts[0])}


def _made_officials(pack: Pack, platform: Platform) -> Iterator[Row]:
    [office] = [row for row in pack.rows("offices") if row["id"] == platform.offices[0]]
    prefix = inside(office["region_code"])
    counties = sorted(
        code for code in pack.region_codes if code.startswith(prefix) and not code.endswith("00")
    )
    yield from officials(
        platform, office=office, counties=counties, made=demonstration()["officials"]
    )


def _about(pack: Pack, post: Row) -> dict[str, str]:
    """What somebody does who has fewer posts here than people.yaml gives them."""
    [office] = [row for row in pack.rows("offices") if row["id"] == post["office"]]
    pattern = demonstration()["officials"]["posts"]
    return about(next(each for each in pattern if each["role"] == post["role"]), office)


def _regions_of_offices(pack: Pack) -> dict[str, str]:
    return {row["id"]: row["region_code"] for row in pack.rows("offices")}

"""Loading a pack: all of it or nothing, and nothing twice."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from tongban.audit import operations as audit
from tongban.catalog.models import Authority, Office, Region, Service, ServiceVersion, Theme
from tongban.catalog.packages import contents
from tongban.catalog.packages.checking import pack_faults
from tongban.catalog.packages.contents import Facts
from tongban.catalog.packages.differing import overlay_faults
from tongban.catalog.packages.faults import PackBroken
from tongban.catalog.packages.overlays import ALONE, Overlays
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Row, digest

Tell = Callable[[str, int], None]
BATCH = 500


@dataclass
class Loaded:
    """What a load changed. `ref` is how the trail calls the pack."""

    ref: str
    regions: int = 0
    authorities: int = 0
    offices: int = 0
    themes: int = 0
    services: int = 0
    published: int = 0
    changed: int = 0
    withdrawn: int = 0


@dataclass(frozen=True)
class _Known:
    """The row numbers of what services point to."""

    pack: str
    regions: dict[str, int]
    authorities: dict[str, int]
    themes: dict[str, int]


def _silently(_what: str, _count: int) -> None:
    """Tell nobody."""


@transaction.atomic
def load(
    *,
    pack: Pack,
    by: audit.Named,
    at: datetime,
    overlays: Overlays = ALONE,
    tell: Tell = _silently,
) -> Loaded:
    """Make the catalogue say what the pack says, as this platform does it.

    Running cases keep the versions they have. Raises PackBroken, and changes nothing, when the
    pack or the platform has a fault.
    """
    faults = pack_faults(pack, on=localdate(at)) or overlay_faults(overlays, pack)
    if faults:
        raise PackBroken(faults)
    done = Loaded(ref=f"pack/{pack.name}")
    tell("regions", len(pack.rows("regions")))
    regions = _regions(pack.rows("regions"))
    authorities = _authorities(pack.rows("authorities"))
    _offices(pack.rows("offices"), regions, authorities)
    themes = _themes(pack)
    done.regions, done.authorities = len(regions), len(authorities)
    done.offices, done.themes = len(pack.rows("offices")), len(themes)
    services = list(contents.services(pack, overlays))
    done.services = len(services)
    tell("services", len(services))
    _services(services, _Known(pack.name, regions, authorities, themes), done, at=at)
    detail: dict[str, object] = {key: n for key, n in vars(done).items() if key != "ref"}
    audit.record("catalog.pack_loaded", subject=done, by=by, at=at, detail=detail)
    return done


def _regions(rows: list[Row]) -> dict[str, int]:
    """Upsert the regions, parents first. Answers the row number of every code."""
    known: dict[str, int] = {}
    fields = ["name", "names", "level", "parent", "pinyin", "initials", "lon", "lat"]
    for generation in _generations(rows):
        Region.objects.bulk_create(
            [
                Region(
                    code=row["code"],
                    name=row["name"],
                    names=contents.texts(row),
                    level=row["level"],
                    parent_id=known.get(row["parent_code"]),
                    pinyin=row["pinyin"],
                    initials=row["initials"],
                    lon=float(row["lon"]) if row["lon"] else None,
                    lat=float(row["lat"]) if row["lat"] else None,
                )
                for row in generation
            ],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=fields,
        )
        known = dict(Region.objects.values_list("code", "pk"))
    return known


def _generations(rows: list[Row]) -> Iterable[list[Row]]:
    """The rows in turns, so that every parent comes before its children."""
    placed = {""}
    left = rows
    while left:
        turn = [row for row in left if row["parent_code"] in placed]
        placed.update(row["code"] for row in turn)
        left = [
            row for row in left if row["parent_code"] not in placed or row["code"] not in placed
        ]
        yield turn


def _authorities(rows: list[Row]) -> dict[str, int]:
    known: dict[str, int] = {}
    for generation in _generations(rows):
        Authority.objects.bulk_create(
            [
                Authority(
                    code=row["code"],
                    names=contents.texts(row),
                    short_name=row["short_name"],
                    level=row["level"],
                    parent_id=known.get(row["parent_code"]),
                    uscc=row["uscc"],
                    confidence=row["confidence"],
                )
                for row in generation
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["names", "short_name", "level", "parent", "uscc", "confidence"],
        )
        known = dict(Authority.objects.values_list("code", "pk"))
    return known


def _offices(rows: list[Row], regions: dict[str, int], authorities: dict[str, int]) -> None:
    Office.objects.bulk_create(
        [
            Office(
                code=row["id"],
                names=contents.texts(row),
                region_id=regions[row["region_code"]],
                authority_id=authorities.get(row["authority"]),
                address=row["address"],
                hours=row["opening_hours"],
                phone=row["phone"],
                confidence=row["confidence"],
                synthetic=row["synthetic"] == "true",
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("names", "region", "authority", "address", "hours", "phone"),
            *("confidence", "synthetic"),
        ],
    )


def _themes(pack: Pack) -> dict[str, int]:
    Theme.objects.bulk_create(
        [
            Theme(
                code=theme["id"],
                names=theme["names"],
                icon=theme["icon"],
                audience=theme["audience"],
                position=place,
            )
            for place, theme in enumerate(pack.theme_list, start=1)
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["names", "icon", "audience", "position"],
    )
    return dict(Theme.objects.values_list("code", "pk"))


def _services(facts: list[Facts], known: _Known, done: Loaded, *, at: datetime) -> None:
    """Write what is new or different, leave the rest alone, withdraw what is gone."""
    there = {service.code: service for service in Service.objects.all()}
    different = [each for each in facts if _differs(each, there.get(each.code))]
    done.changed = len(different)
    Service.objects.bulk_create(
        [_service(each, known) for each in different],
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            *("names", "summary", "aliases", "kind", "authority", "region", "for_person"),
            *("for_organisation", "basic_code", "item_code", "elsewhere", "bundle", "source"),
            "withdrawn_at",
        ],
    )
    rows = dict(Service.objects.values_list("code", "pk"))
    _put_under_themes(different, rows, known.themes)
    done.published = _publish(different, rows, at)
    gone = Service.objects.filter(source__pack=known.pack, withdrawn_at=None)
    done.withdrawn = gone.exclude(code__in=[each.code for each in facts]).update(withdrawn_at=at)


def _differs(facts: Facts, service: Service | None) -> bool:
    """Whether the catalogue says anything else than the pack."""
    return (
        service is None
        or service.withdrawn_at is not None
        or service.source.get("digest") != facts.digest
    )


def _service(facts: Facts, known: _Known) -> Service:
    return Service(
        code=facts.code,
        names=facts.names,
        summary=facts.summary,
        aliases=facts.aliases,
        kind=facts.kind,
        authority_id=known.authorities[facts.authority],
        region_id=known.regions.get(facts.region),
        for_person="person" in facts.audience,
        for_organisation="organisation" in facts.audience,
        basic_code=facts.basic_code,
        item_code=facts.item_code,
        elsewhere=facts.elsewhere,
        bundle=facts.bundle,
        source={**facts.source, "pack": known.pack, "digest": facts.digest},
    )


def _put_under_themes(facts: list[Facts], rows: dict[str, int], themes: dict[str, int]) -> None:
    link = Service.themes.through
    link.objects.filter(service_id__in=[rows[each.code] for each in facts]).delete()
    link.objects.bulk_create(
        [
            link(service_id=rows[each.code], theme_id=themes[theme])
            for each in facts
            for theme in each.themes
        ],
        batch_size=BATCH,
    )


def _publish(facts: list[Facts], rows: dict[str, int], at: datetime) -> int:
    """A new version for every changed package. What has no package can no longer be done here."""
    packaged = {rows[each.code]: each.package for each in facts if each.package is not None}
    known = ServiceVersion.objects.filter(service_id__in=packaged, node="").order_by("number")
    last = {version.service_id: version for version in known.defer("package")}
    fresh = [
        ServiceVersion(
            service_id=pk,
            number=last[pk].number + 1 if pk in last else 1,
            digest=digest(package),
            package=package,
            published_at=at,
        )
        for pk, package in packaged.items()
        if pk not in last or last[pk].digest != digest(package)
    ]
    last |= {version.service_id: version for version in ServiceVersion.objects.bulk_create(fresh)}
    current = [Service(pk=pk, online=True, version_id=last[pk].pk) for pk in packaged]
    Service.objects.bulk_update(current, ["online", "version"], batch_size=BATCH)
    listed = [rows[each.code] for each in facts if each.package is None]
    Service.objects.filter(pk__in=listed, online=True).update(online=False)
    return len(fresh)

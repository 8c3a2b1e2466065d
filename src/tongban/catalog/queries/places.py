"""Regions, and the offices in them."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q, QuerySet

from tongban.catalog.models import Office, Region

# Rows of the statistical code that stand between a province and its counties without being a place.
STAND_INS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")


def upwards(code: str) -> list[str]:
    """A county, its city, its province: the digits of GB/T 2260 say so."""
    code = f"{code:0<6}"[:6]
    return list(dict.fromkeys([code, f"{code[:4]}00", f"{code[:2]}0000"]))


def below(code: str) -> str:
    """What the codes of everything in a region begin with."""
    code = code[:6]
    return code[:2] if code.endswith("0000") else code[:4] if code.endswith("00") else code


def region_with_code(code: str) -> Region | None:
    """The region of this code; whatever is no code, in whatever signs, is none."""
    return Region.objects.filter(code=code).first() if code.isascii() and code.isdigit() else None


def regions_by_code(codes: Iterable[str]) -> dict[str, Region]:
    return {region.code: region for region in Region.objects.filter(code__in=set(codes))}


def regions() -> QuerySet[Region]:
    """Every region, for choosing one by its code."""
    return Region.objects.order_by("code")


def regions_in(region: Region | None) -> QuerySet[Region]:
    """The next level down, through stand-ins; the provinces when no region is given."""
    if region is None:
        return Region.objects.filter(parent=None).order_by("code")
    real = Q(parent=region) & ~Q(name__in=STAND_INS)
    through = Q(parent__parent=region, parent__name__in=STAND_INS)
    return Region.objects.filter(real | through).order_by("code")


def way_to(region: Region) -> list[Region]:
    """The region and what it lies in, the province first."""
    found = Region.objects.filter(code__in=upwards(region.code)).exclude(name__in=STAND_INS)
    return list(found.order_by("code"))


def regions_called(text: str, *, most: int = 20) -> list[Region]:
    """Regions by the beginning of their name, pinyin or initials, or by English name."""
    text = text.strip()[:40]
    if not text or not text.isprintable():  # PostgreSQL could not even look for some of it
        return []
    plain = text.lower().replace(" ", "")
    said = Q(name__icontains=text) | Q(names__en__icontains=text) | Q(names__ko__icontains=text)
    if plain.isascii():
        said |= Q(pinyin__startswith=plain) | Q(initials=plain)
    found = Region.objects.filter(said).exclude(name__in=STAND_INS)
    return list(found.select_related("parent__parent").order_by("code")[:most])


def lies_in(region: Region) -> list[Region]:
    """What a region lies in, from the province down; fetch it with its parents."""
    above: list[Region] = []
    parent = region.parent
    while parent is not None:
        if parent.name not in STAND_INS:
            above.insert(0, parent)
        parent = parent.parent
    return above


def offices(region: Region) -> QuerySet[Office]:
    """Every office in a region and below it."""
    return (
        Office.objects.filter(region__code__startswith=below(region.code))
        .select_related("region", "authority")
        .order_by("region__code", "code")
    )


def offices_near(
    region: Region | None, *, authority_id: int | None = None, most: int = 3
) -> list[Office]:
    """The nearest offices by region: the county first, then the rest of its province.

    Among equals the authority's own office comes first.
    """
    if region is None:
        return []
    codes = upwards(region.code)
    province = Office.objects.filter(region__code__startswith=region.code[:2])
    found = list(province.select_related("region", "authority").order_by("code"))

    def distance(office: Office) -> tuple[int, bool, bool]:
        code = office.region.code
        near = codes.index(code) if code in codes else len(codes)
        inside = code.startswith(below(region.code))
        own = authority_id is not None and office.authority_id == authority_id
        return (-1 if code == region.code else near, not inside, not own)

    return sorted(found, key=distance)[:most]


def offices_with_codes(codes: Iterable[str]) -> list[Office]:
    """Offices in the order of these codes; those that are not there are left out."""
    codes = list(codes)
    found = Office.objects.select_related("region", "authority").filter(code__in=codes)
    return sorted(found, key=lambda office: codes.index(office.code))


def office_with_id(public_id: UUID) -> Office | None:
    found = Office.objects.select_related("region", "authority")
    return found.filter(public_id=public_id).first()

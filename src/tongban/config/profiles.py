"""Whether the profiles of platforms hold together: with the pack, the program and each other."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.pack import Pack
from tongban.catalog.packages.reading import Document, Steps, document
from tongban.catalog.packages.shape import shape_faults
from tongban.config.platform import DEMO, FILE, inside
from tongban.design.colours import DARK, LEAST, LIGHT, colour, contrast

SOURCE = Path(__file__).resolve().parents[1]
FEATURES = SOURCE / "portal" / "templates" / "portal" / "catalog" / "features"
WHITE = "#ffffff"
# What is written on what. Names with a dash are tokens of the design, the others are the brand's.
WRITTEN = [
    *(("brand", paper) for paper in ("--page", "--card", "--sunk", "soft")),
    *((ink, "soft") for ink in ("deep", "--ink", "--ink-2", "--ink-3")),
    ("ink", "brand"),
    ("--cert-ink", "cert_a"),
    ("--cert-ink", "cert_b"),
]


@dataclass
class Profiles:
    """All profiles of a folder, and how a demonstration begins with them."""

    demo: Document
    platforms: dict[str, Document] = field(default_factory=dict)

    @property
    def documents(self) -> list[Document]:
        return [*self.platforms.values(), self.demo]


def features() -> frozenset[str]:
    """What a home can show besides, because a template does it."""
    return frozenset(file.stem for file in FEATURES.glob("*.html"))


def read(folder: Path) -> Profiles:
    files = sorted(folder.glob(f"*/{FILE}"))
    found = {file.parent.name: document(file) for file in files}
    return Profiles(demo=document(folder / DEMO.name), platforms=found)


def profile_faults(profiles: Profiles, pack: Pack) -> list[Fault]:
    """Every fault of the profiles, in the order of their files; none means they may be used."""
    found: list[Fault] = []
    for each in profiles.platforms.values():
        found += each.faults or shape_faults(each, "platform")
    found += profiles.demo.faults or shape_faults(profiles.demo, "demo")
    if not found:
        for name, each in profiles.platforms.items():
            found += _faults_of(name, each, profiles, pack)
        found += _shared(profiles)
        found += _demo_faults(profiles)
    return sorted(set(found))


def _faults_of(name: str, each: Document, profiles: Profiles, pack: Pack) -> Iterator[Fault]:
    data = each.data
    if data["id"] != name:
        what = f"the id {data['id']} is not the name of the folder"
        yield each.fault(("id",), what, f"rename the folder to {data['id']}")
    yield from _place_faults(each, profiles)
    yield from _unknown(each, pack)
    yield from _office_faults(each, pack)
    yield from _contrast_faults(each)


def _place_faults(each: Document, profiles: Profiles) -> Iterator[Fault]:
    """Every kind of platform has its own place in the federation."""
    data = each.data
    kind, parent = data["kind"], data.get("parent")
    if (kind == "hub") != (data["role"] == "hub"):
        yield each.fault(("role",), f"a {kind} has the role {data['role']}", "correct one of them")
    wanted = {"province": "regions", "city": "regions", "department": "authorities"}.get(kind)
    if wanted and wanted not in data:
        yield each.fault(("kind",), f"a {kind} lacks `{wanted}`", f"say which {wanted} it serves")
    if kind != "city":
        if parent:
            yield each.fault(("parent",), f"a {kind} has a parent", "remove the line")
        return
    above = profiles.platforms.get(str(parent))
    if above is None:
        what = f"its parent {parent} has no profile" if parent else "a city lacks `parent`"
        yield each.fault(("parent",), what, "name the province's profile")
    elif not all(_within(code, above.data.get("regions", [])) for code in data.get("regions", [])):
        what = f"its regions do not lie in those of {parent}"
        yield each.fault(("regions",), what, "correct the parent or the regions")


def _unknown(each: Document, pack: Pack) -> Iterator[Fault]:
    """What a profile names has to exist: in the pack, or in the program."""
    data, home = each.data, each.data.get("home", {})
    online = pack.service_lines.keys()
    named: list[tuple[Steps, list[str], Collection[str], str]] = [
        (("region",), [data["region"]], pack.region_codes, "in regions.csv"),
        (("regions",), data.get("regions", []), pack.region_codes, "in regions.csv"),
        (("authorities",), data.get("authorities", []), pack.authority_codes, "in authorities.csv"),
        (("offices",), data["offices"], pack.office_codes, "in offices.csv"),
        (("source",), [data["source"]], pack.source_keys, "among the sources of the pack"),
        (("features",), data.get("features", []), features(), "implemented by any template"),
        (("home", "themes"), home.get("themes", []), pack.theme_codes, "in themes.yaml"),
        (("home", "services"), home.get("services", []), online, "a service to do here"),
    ]
    for steps, values, known, where in named:
        for place, value in enumerate(values):
            if value not in known:
                at: Steps = steps if steps[-1] in {"region", "source"} else (*steps, place)
                remedy = f"use one of: {_some(known)}" if known else "remove it"
                yield each.fault(at, f"{value} is not {where}", remedy)


def _office_faults(each: Document, pack: Pack) -> Iterator[Fault]:
    """Its offices are its own: in its regions, or of its authorities."""
    data = each.data
    rows = {row["id"]: row for row in pack.rows("offices")}
    for place, name in enumerate(data["offices"]):
        row = rows.get(name)
        if row is None or data["kind"] == "hub":
            continue
        own = row["authority"] in data.get("authorities", [])
        if not own and not _within(row["region_code"], data.get("regions", [])):
            what = f"the office {name} stands elsewhere"
            yield each.fault(("offices", place), what, "use one in its regions or of its authority")


def _contrast_faults(each: Document) -> Iterator[Fault]:
    for mode in (LIGHT, DARK):
        brand = each.data["brand"][mode]
        for front, back in WRITTEN:
            found = contrast(_shade(front, brand, mode), _shade(back, brand, mode))
            if found < LEAST:
                what = f"{front} on {back} has a contrast of {found:.2f}"
                key = front if front in brand else back
                remedy = f"change it until it is {LEAST} or more"
                yield each.fault(("brand", mode, key), what, remedy)


def _shade(name: str, brand: Mapping[str, str], mode: str) -> str:
    return colour(mode, name[2:]) if name.startswith("--") else brand[name]


def _shared(profiles: Profiles) -> Iterator[Fault]:
    """What one platform is or answers for is nobody else's."""
    first: dict[str, str] = {}
    for name, each in profiles.platforms.items():
        for steps, claim in _claims(each.data):
            if claim in first:
                what = f"{first[claim]} has {claim} already"
                yield each.fault(steps, what, "give it to one of them")
            first.setdefault(claim, name)


def _claims(data: Mapping[str, Any]) -> Iterator[tuple[Steps, str]]:
    for key in ("regions", "authorities"):
        for place, value in enumerate(data.get(key, [])):
            yield (key, place), value
    if data["role"] == "hub":
        yield ("role",), "the role of hub"
    yield ("brand", "mark"), f"the mark {data['brand']['mark']}"


def _demo_faults(profiles: Profiles) -> Iterator[Fault]:
    demo = profiles.demo
    for place, name in enumerate(demo.data["start"]):
        if name not in profiles.platforms:
            yield demo.fault(("start", place), f"there is no platform {name}", "correct the name")
    posts = demo.data["officials"]["posts"]
    for place, post in enumerate(posts):
        if post["id"] in {other["id"] for other in posts[:place]}:
            steps = ("officials", "posts", place, "id")
            yield demo.fault(steps, f"{post['id']} is there twice", "give everybody their own")


def _within(code: str, regions: Collection[str]) -> bool:
    return any(code.startswith(inside(region)) for region in regions)


def _some(known: Collection[str]) -> str:
    names = sorted(known)
    return ", ".join(names) if len(names) <= 12 else f"{', '.join(names[:6])} …"

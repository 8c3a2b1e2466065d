"""Starting a new service: a package that is complete, passes the check and runs."""

import re
from pathlib import Path

from tongban.catalog.packages import pack as packs

TEMPLATE = Path(__file__).with_name("service.template.yaml")
NAME = re.compile(r"[a-z][a-z0-9-]{1,47}")


class CannotStart(Exception):
    """There can be no new service of this name; the words say why and what to do."""


def new(folder: Path, name: str) -> Path:
    """Write a minimal package for a service called `name`. Never writes over anything."""
    if not NAME.fullmatch(name):
        raise CannotStart(
            f"{name!r} is no name for a service. Use small letters, digits and hyphens,"
            " such as `library-card`."
        )
    if not (folder / "pack.yaml").exists():
        raise CannotStart(f"{folder} is not a pack: it has no pack.yaml. Give one with --pack.")
    pack = packs.read(folder)
    listed = {row["id"] for row in pack.rows("listings")}
    if name in pack.service_lines.keys() | listed:
        raise CannotStart(f"There is already a service {name}. Choose another name.")
    file = folder / "services" / f"{name}.yaml"
    file.parent.mkdir(exist_ok=True)
    text = TEMPLATE.read_text(encoding="utf-8")
    words = {"NAME": name, "AUTHORITY": _first_authority(pack), "THEME": _first_theme(pack)}
    for word, value in words.items():
        text = re.sub(rf"\b{word}\b", value, text)
    with file.open("x", encoding="utf-8") as out:
        out.write(text)
    return file


def _first_authority(pack: packs.Pack) -> str:
    """The office of government services if the pack has one, else whoever comes first."""
    known = [row["code"] for row in pack.rows("authorities")]
    return "GJBMS" if "GJBMS" in known else known[0]


def _first_theme(pack: packs.Pack) -> str:
    return str(pack.theme_list[0]["id"])

"""A pack in memory: every file read, nothing judged yet."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from tongban.catalog.packages.faults import Fault
from tongban.catalog.packages.reading import Document, Row, Table, document, table

COLUMNS: dict[str, tuple[str, ...]] = {
    "regions.csv": ("code", "name", "level", "parent_code", "source", "confidence"),
    "authorities.csv": (
        "code",
        "name",
        "level",
        "parent_code",
        "uscc",
        "source",
        "confidence",
        "synthetic",
    ),
    "offices.csv": ("id", "name", "region_code", "level", "source", "confidence", "synthetic"),
    "certificate_types.csv": (
        "id",
        "name_zh",
        "authority",
        "holder",
        "type_code",
        "source",
        "confidence",
        "synthetic",
    ),
    "certificate_fields.csv": (
        "type",
        "key",
        "label_zh",
        "format",
        "required",
        "source",
        "confidence",
    ),
    "calendar.csv": ("date", "kind", "source", "confidence"),
    "norms.csv": ("stars", "code", "text", "status", "source", "confidence"),
    "hotline_duties.csv": ("authority", "words", "source", "confidence"),
    "hotline_examples.csv": ("text", "kind", "authority", "source", "confidence"),
    "hotline_classes.csv": ("code", "name_zh", "authorities", "words", "source", "confidence"),
    "hotline_words.csv": ("what", "words", "source", "confidence"),
    "listings.csv": (
        "id",
        "name_zh",
        "authority",
        "kind",
        "themes",
        "members",
        "source",
        "confidence",
    ),
}


@dataclass
class Pack:
    """Everything one folder brings: places, authorities, certificate types, services, people."""

    folder: Path
    manifest: Document
    themes: Document
    people: Document
    places: Document
    scenes: Document
    purposes: Document
    guides: Document
    resources: Document | None = None  # a pack need not have registers
    frequent: Document | None = None  # nor a list of what everybody uses
    tables: dict[str, Table] = field(default_factory=dict)
    services: list[Document] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the pack calls itself."""
        return str(self.manifest.data["id"])

    def rows(self, name: str) -> list[Row]:
        return self.tables[f"{name}.csv"].rows

    def unreadable(self) -> Iterator[Fault]:
        """What of the tables and papers could not even be read."""
        for part in (
            self.manifest,
            self.themes,
            self.people,
            self.places,
            self.scenes,
            self.purposes,
            self.guides,
        ):
            yield from part.faults
        for optional in (self.resources, self.frequent):
            if optional is not None:
                yield from optional.faults
        for part_table in self.tables.values():
            yield from part_table.faults

    @cached_property
    def region_codes(self) -> frozenset[str]:
        return frozenset(row["code"] for row in self.rows("regions"))

    @cached_property
    def authority_codes(self) -> frozenset[str]:
        return frozenset(row["code"] for row in self.rows("authorities"))

    @cached_property
    def office_codes(self) -> frozenset[str]:
        return frozenset(row["id"] for row in self.rows("offices"))

    @cached_property
    def source_keys(self) -> frozenset[str]:
        """What the files may give as their source."""
        data = self.manifest.data
        sources = data.get("sources") if isinstance(data, dict) else None
        return frozenset(str(source.get("key")) for source in sources or [])

    @cached_property
    def service_lines(self) -> dict[str, str]:
        """Where every service package says its id."""
        return {
            service.data["id"]: f"{service.file}:{service.line('id')}"
            for service in reversed(self.services)
            if isinstance(service.data, dict) and isinstance(service.data.get("id"), str)
        }

    @cached_property
    def needed_fields(self) -> dict[str, frozenset[str]]:
        """The field keys that a certificate of each type cannot do without."""
        found: dict[str, set[str]] = {name: set() for name in self.certificate_fields}
        for row in self.rows("certificate_fields"):
            if row["required"] == "true":
                found[row["type"]].add(row["key"])
        return {name: frozenset(keys) for name, keys in found.items()}

    @cached_property
    def theme_codes(self) -> dict[str, str]:
        """Every word by which a service may name a theme, and the theme's id."""
        return {
            word: theme["id"]
            for theme in self.theme_list
            for word in (theme["id"], theme["names"]["zh"], *theme.get("also", []))
        }

    @cached_property
    def registers(self) -> dict[str, dict[str, Any]]:
        """What registers may be asked, by id."""
        data = self.resources.data if self.resources is not None else None
        found = data.get("resources") if isinstance(data, dict) else None
        return {each["id"]: each for each in found or [] if isinstance(each, dict) and "id" in each}

    @cached_property
    def elsewhere(self) -> dict[str, dict[str, str]]:
        """Where to go for what cannot be done here, by key."""
        data = self.places.data
        found = data.get("elsewhere") if isinstance(data, dict) else None
        return found if isinstance(found, dict) else {}

    @cached_property
    def theme_list(self) -> list[dict[str, Any]]:
        data = self.themes.data
        found = data.get("themes") if isinstance(data, dict) else None
        return [t for t in found if _is_theme(t)] if isinstance(found, list) else []

    @cached_property
    def certificate_fields(self) -> dict[str, frozenset[str]]:
        """The field keys of every certificate type."""
        found: dict[str, set[str]] = {row["id"]: set() for row in self.rows("certificate_types")}
        for row in self.rows("certificate_fields"):
            found.setdefault(row["type"], set()).add(row["key"])
        return {name: frozenset(keys) for name, keys in found.items()}


def _is_theme(value: object) -> bool:
    return (
        isinstance(value, dict)
        and "id" in value
        and isinstance(value.get("names"), dict)
        and "zh" in value["names"]
    )


def read(folder: Path) -> Pack:
    """Read every file of a pack."""
    resources, frequent = folder / "resources.yaml", folder / "frequent.yaml"
    return Pack(
        folder=folder,
        manifest=document(folder / "pack.yaml"),
        themes=document(folder / "themes.yaml"),
        people=document(folder / "people.yaml"),
        places=document(folder / "elsewhere.yaml"),
        scenes=document(folder / "scenes.yaml"),
        resources=document(resources) if resources.is_file() else None,
        frequent=document(frequent) if frequent.is_file() else None,
        purposes=document(folder / "purposes.yaml"),
        guides=document(folder / "guides.yaml"),
        tables={name: table(folder / name, columns) for name, columns in COLUMNS.items()},
        services=[document(file) for file in sorted((folder / "services").glob("*.yaml"))],
    )

"""Where a code is shown decides what it means and what may be seen there (场景)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tongban.certificates.rules.codes import FIRM, KEPT, PERSON

_ = str  # marks a text for translation; whoever shows it translates it
HOLDERS: Final = {"person": frozenset({PERSON, KEPT}), "firm": frozenset({FIRM})}
FIELDS: Final = {
    "kind": _("Person or firm"),
    "level": _("How surely they are known"),
    "masked_name": _("Name, partly hidden"),
    "name": _("Name"),
    "id_number": _("ID number"),
    "is_sixty": _("Sixty or older, yes or no"),
    "firm": _("Name of the firm"),
    "uscc": _("Credit code of the firm"),
}


@dataclass(frozen=True, slots=True)
class Scene:
    """A kind of place where codes are checked, why, and the most that may be seen for that.

    `certificates` says the same of certificates that are presented there, by their kind.
    """

    id: str
    names: Mapping[str, str]
    purposes: Mapping[str, str]
    fields: frozenset[str]
    holders: frozenset[str] = frozenset().union(*HOLDERS.values())
    level: int = 1
    demanding: bool = False  # only with a fresh list, or online
    certificates: Mapping[str, frozenset[str]] = field(default_factory=dict)


def scene_from(row: Mapping[str, Any]) -> Scene:
    """A scene as a pack writes it."""
    return Scene(
        id=row["id"],
        names=row["names"],
        purposes=row["purposes"],
        fields=frozenset(row["fields"]),
        holders=frozenset().union(*(HOLDERS[each] for each in row.get("holders") or HOLDERS)),
        level=row.get("level") or 1,
        demanding=row.get("demanding", False),
        certificates={
            kind: frozenset(keys) for kind, keys in (row.get("certificates") or {}).items()
        },
    )


def beyond(fields: Iterable[str], scene: Scene) -> list[str]:
    """The fields that the purpose of a scene does not allow; they are refused at registration."""
    return sorted(set(fields) - scene.fields)


def beyond_of(certificates: Mapping[str, Iterable[str]], scene: Scene) -> list[str]:
    """The same for certificates that are presented: `kind.field`, or a kind for nothing of it."""
    found = set[str]()
    for kind, fields in certificates.items():
        allowed = scene.certificates.get(kind)
        if allowed is None or not fields:
            found.add(kind)
        else:
            found |= {f"{kind}.{each}" for each in set(fields) - allowed}
    return sorted(found)

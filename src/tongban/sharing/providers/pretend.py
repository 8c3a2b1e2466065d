"""PRETEND registers: they answer from invented rows in our own database."""

from collections.abc import Mapping
from typing import Any

from tongban.identity.models import id_index
from tongban.sharing.models import RegisterRow, Resource
from tongban.sharing.rules import value_of

MATCHES = "matches"


def read(*, resource: Resource, name: str, number: str) -> Mapping[str, Any] | None:
    """The row of this number if the name is the same. A register that matches always answers."""
    found = RegisterRow.objects.filter(resource=resource.code, number_index=id_index(number))
    row = found.first()
    same = row is not None and _plain(row.content["name"]) == _plain(name)
    content: Mapping[str, Any] = row.content if row is not None and same else {}
    if resource.answers == "match":
        content = {**content, MATCHES: "true" if same else "false"}
    elif not same:
        return None
    return {
        each["key"]: value_of(each["kind"], content.get(each["key"])) for each in resource.fields
    }


def _plain(name: str) -> str:
    return "".join(name.split())

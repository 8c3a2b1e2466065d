"""Asking a decision table. Compiled once per version of a service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import zen

from tongban.cases.rules.package import Package

VERDICTS = ("grant", "refuse", "official")

_compiled: dict[int, tuple[Package, Any]] = {}


@dataclass(frozen=True)
class Outcome:
    verdict: str
    rule: str
    why: Mapping[str, str]


def decided(package: Package, facts: Mapping[str, Any]) -> Outcome | None:
    """What the table says. One that fails or says something unknown leaves it to an official."""
    try:
        said = _table(package).evaluate(dict(facts))["result"]
    except RuntimeError:
        return None
    if not said or said.get("outcome") not in VERDICTS:
        return None
    why = {language: str(said.get(f"why_{language}", "")) for language in ("zh", "en", "ko")}
    return Outcome(verdict=said["outcome"], rule=str(said.get("rule", "")), why=why)


def _table(package: Package) -> Any:
    _kept, table = _compiled.get(id(package), (None, None))
    if table is None:
        table = zen.ZenEngine().create_decision(json.dumps(package.decide["rules"]))
        _compiled[id(package)] = (package, table)  # keeping the package keeps its id its own
    return table

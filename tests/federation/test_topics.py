"""The table of who listens is true: every function exists, every topic says what it holds."""

import tomllib
from pathlib import Path

import jsonschema_rs
import pytest
from django.utils.module_loading import import_string

from tongban import __version__
from tongban.config import topics

ROOT = Path(__file__).parents[2]
FILES = sorted(Path(topics.__file__).parent.glob("*.schema.json"))
NAMED = {**topics.TOPICS, **topics.QUESTIONS}


@pytest.mark.parametrize("name", NAMED)
def test_who_listens_exists(name: str) -> None:
    assert callable(import_string(NAMED[name]))


@pytest.mark.parametrize("topic", topics.TOPICS)
def test_every_topic_says_what_its_events_hold(topic: str) -> None:
    schema = topics.schema_of(topic)
    assert schema
    assert schema["type"] == "object"
    assert jsonschema_rs.Draft202012Validator(schema)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_schema_speaks_of_what_nobody_tells(path: Path) -> None:
    assert path.name.removesuffix(".schema.json") in NAMED


def test_everything_that_is_told_and_asked_is_written_down() -> None:
    told = (ROOT / "docs" / "reference" / "topics" / "README.md").read_text()
    assert [name for name in NAMED if f"`{name}`" not in told] == []


def test_an_unknown_name_has_no_schema() -> None:
    assert topics.schema_of("../../secrets") is None


def test_the_program_tells_others_the_version_that_it_has() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert told == __version__

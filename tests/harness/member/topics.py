"""What members of a fleet tell each other besides the program's own topics: notes, once each."""

from collections.abc import Mapping
from typing import Any

from tongban.config import topics

TOPICS: Mapping[str, str] = {
    **topics.TOPICS,
    "test.noted": "tests.harness.member.effects.noted",
}
QUESTIONS: Mapping[str, str] = {
    **topics.QUESTIONS,
    "test.echo": "tests.harness.member.effects.echo",
}


def schema_of(topic: str) -> dict[str, Any] | None:
    return topics.schema_of(topic)

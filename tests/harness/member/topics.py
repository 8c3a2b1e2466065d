"""What members of a fleet tell each other besides the program's own topics: a note, once each."""

from collections.abc import Mapping

from tongban.config import topics

TOPICS: Mapping[str, str] = {**topics.TOPICS, "test.noted": "tests.harness.member.effects.noted"}
QUESTIONS: Mapping[str, str] = {
    **topics.QUESTIONS,
    "test.echo": "tests.harness.member.effects.echo",
}

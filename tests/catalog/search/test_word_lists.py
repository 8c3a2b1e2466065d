"""The word lists of the pack fit its catalogue."""

import csv
from pathlib import Path

from bench.search import PACK, QUERIES, catalogue, quality

from tests.catalog.search.conftest import WORDS
from tongban.catalog.search import Index, Words, build
from tongban.catalog.search.features import Reader
from tongban.catalog.search.topics import Topics


def test_every_topic_leads_to_a_service_and_every_national_service_has_one(words: Words) -> None:
    topics = Topics(words.topics, Reader(words))
    national = [entry.names["zh"] for entry in catalogue(PACK) if not entry.region]
    led_to = {name: {number for number, _ in topics.of_name(name)} for name in national}
    reached = set().union(*led_to.values())
    dead = [topic.means for number, topic in enumerate(words.topics) if number not in reached]
    assert dead == []
    assert [name for name, numbers in led_to.items() if not numbers] == []


def test_every_row_says_where_it_comes_from() -> None:
    for path in WORDS.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            assert all(row["confidence"] and row["source"] for row in csv.DictReader(file)), path


def test_no_synonym_leads_to_another(words: Words) -> None:
    chains = {
        term: means
        for term, means in words.synonyms.items()
        if words.synonyms.get(means, means) != means
    }
    assert chains == {}


def test_the_development_questions_are_answered_well(words: Words, tmp_path: Path) -> None:
    build(tmp_path, catalogue(PACK), words)
    styles, poor = quality(Index.open(tmp_path), QUERIES)
    assert styles["all"]["hit@5"] >= 0.97, poor
    assert styles["all"]["best@1"] >= 0.9, poor

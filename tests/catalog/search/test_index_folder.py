"""The index on disk: swapped whole, noticed by readers, missed when it is gone."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from tongban.catalog.search import Entry, Index, IndexMissing, Words, build

Built = Callable[[Iterable[Entry]], Path]

PASSPORT = Entry(id="passport", names={"zh": "普通护照签发"})
VISA = Entry(id="visa", names={"zh": "外国人签证延期"})


def test_an_open_reader_sees_the_new_index_after_a_swap(built: Built) -> None:
    index = Index.open(built([PASSPORT]))
    built([PASSPORT, VISA])
    assert "visa" not in index.search("签证").ids
    assert index.reload_if_changed()
    assert index.search("签证").ids[0] == "visa"
    assert not index.reload_if_changed()


def test_an_open_reader_goes_on_answering_from_the_old_index_until_it_reloads(built: Built) -> None:
    index = Index.open(built([PASSPORT]))
    for _ in range(3):
        built([VISA])
    assert index.search("护照").ids == ["passport"]


def test_word_lists_that_stayed_the_same_are_not_read_again(built: Built) -> None:
    index = Index.open(built([PASSPORT]))
    learnt = index._answers.learnt
    built([PASSPORT, VISA])
    assert index.reload_if_changed()
    assert index._answers.learnt is learnt
    assert index.search("签证").ids[0] == "visa"


def test_new_foreign_words_are_known_without_reading_the_word_lists_again(built: Built) -> None:
    index = Index.open(built([PASSPORT]))
    topics = index._answers.learnt.topics
    harp = Entry(id="harp", names={"zh": "竖琴登记", "en": "Harpsichord registration"})
    built([PASSPORT, harp])
    assert index.reload_if_changed()
    assert index._answers.learnt.topics is topics
    assert index.search("harpsicord").suggestion == "harpsichord"


def test_what_was_built_before_is_not_among_the_words_of_the_next_index(built: Built) -> None:
    built([Entry(id="harp", names={"zh": "竖琴登记", "en": "Harpsichord registration"})])
    index = Index.open(built([PASSPORT]))
    assert index.search("harpsichord").ids == []
    assert not index._answers.learnt.reader.is_english("harpsichord")


def test_word_lists_that_changed_are_read_again(built: Built) -> None:
    folder = built([PASSPORT])
    index = Index.open(folder)
    assert index.search("小本本").ids == []
    build(folder, [PASSPORT], Words(synonyms={"小本本": "护照"}))
    assert index.reload_if_changed()
    assert index.search("小本本").ids == ["passport"]


def test_a_deleted_folder_is_missed_and_can_be_built_again(built: Built) -> None:
    folder = built([PASSPORT])
    index = Index.open(folder)
    shutil.rmtree(folder)
    with pytest.raises(IndexMissing):
        index.reload_if_changed()
    with pytest.raises(IndexMissing):
        Index.open(folder)
    built([PASSPORT])
    assert index.reload_if_changed()
    assert Index.open(folder).search("护照").ids == ["passport"]


@pytest.mark.parametrize("file", ["current", "manifest.json", "words.json", "meta.json", "*.store"])
def test_a_damaged_folder_is_missed(built: Built, file: str) -> None:
    folder = built([PASSPORT])
    for path in folder.rglob(file):
        path.write_bytes(b"damaged")
    with pytest.raises(IndexMissing):
        Index.open(folder)


def test_a_build_that_fails_leaves_the_old_index_and_no_litter(built: Built) -> None:
    folder = built([PASSPORT])
    before = sorted(path.name for path in folder.iterdir())

    def failing() -> Iterator[Entry]:
        yield VISA
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="disk is full"):
        built(failing())
    assert sorted(path.name for path in folder.iterdir()) == before
    assert Index.open(folder).search("护照").ids == ["passport"]


def test_old_generations_are_cleared_away(built: Built) -> None:
    for _ in range(5):
        folder = built([PASSPORT])
    assert len(list(folder.glob("g-*"))) == 2


def test_an_empty_catalogue_is_an_index_too(built: Built) -> None:
    assert Index.open(built([])).search("护照").total == 0

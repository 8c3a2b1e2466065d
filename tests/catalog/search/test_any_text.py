"""Whatever is typed, search answers."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tongban.catalog.search import Index, Words
from tongban.catalog.search.features import Measured, Reader
from tongban.catalog.search.sounds import spelled
from tongban.catalog.search.text import normal

LETTERS = st.sampled_from(
    "身份证补领护照社保卡abcdefghijklmnopqrstuvwxyz여권비자0123456789 ，'\"()+-*:^~"
)
TEXTS = st.text(max_size=60) | st.text(LETTERS, max_size=40)


@settings(max_examples=150, deadline=None)
@given(text=TEXTS, region=st.sampled_from(["", "51", "511602", "x", "440300000000"]))
def test_any_text_is_answered_and_the_total_counts_all_of_it(
    index: Index, text: str, region: str
) -> None:
    result = index.search(text, region, limit=5)
    assert len(result.ids) == len(set(result.ids)) <= min(5, result.total)
    index.suggest(text)


@given(text=TEXTS)
def test_a_text_brought_to_normal_stays_as_it_is(text: str) -> None:
    assert normal(normal(text)) == normal(text)


@given(token=st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=60))
def test_spelling_loses_no_letter(token: str) -> None:
    assert "".join(spelled(token)) == token


@given(text=TEXTS)
def test_a_text_is_most_like_itself(text: str) -> None:
    found = Measured(Reader(Words()).of_text(text), lambda _: 1.0)
    assert not found.values or found.likeness(found) > 0.999


def test_word_lists_survive_the_way_to_disk(words: Words) -> None:
    again = Words.from_json(words.to_json())
    assert again == words
    assert again.fingerprint == words.fingerprint

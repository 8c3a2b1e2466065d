from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tongban.catalog.packages.reading import digest, document, table

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=10,
)


def read(tmp_path: Path, text: str):
    file = tmp_path / "a.yaml"
    file.write_text(text, encoding="utf-8")
    return document(file)


def test_codes_stay_text_and_words_stay_words(tmp_path: Path) -> None:
    found = read(
        tmp_path, "code: 000709110003\nold: 0012\nday: 2026-03-02\nno: no\nat: 9:30\nyes: true"
    )
    assert found.data == {
        "code": "000709110003",
        "old": "0012",
        "day": "2026-03-02",
        "no": "no",
        "at": "9:30",
        "yes": True,
    }
    assert found.faults == []


def test_every_value_knows_its_line(tmp_path: Path) -> None:
    found = read(tmp_path, "a:\n  - b: 1\n  - b: 2\n    c:\n      d: 3\n")
    assert found.line("a") == 1
    assert found.line("a", 1, "b") == 3
    assert found.line("a", 1, "c", "d") == 5
    assert found.line("a", 1, "c", "gone", "too") == 4


def test_rows_know_their_lines_even_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text('code,name\n1,"a\nb"\n2,c\n', encoding="utf-8")
    found = table(file, ("code", "name"))
    assert [row.line for row in found.rows] == [2, 4]
    assert found.rows[0]["name"].split() == ["a", "b"]


@given(st.dictionaries(st.text(max_size=5), VALUES, min_size=1))
def test_the_digest_does_not_depend_on_the_order_of_names(data: dict[str, object]) -> None:
    assert digest(dict(reversed(data.items()))) == digest(data)
    assert digest({**data, "one more": 1}) != digest(data)

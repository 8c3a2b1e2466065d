"""Promises that the documents keep about the program."""

import re

from tests.architecture.sources import FILES, ROOT

DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
LIBRARIES = ROOT / "docs" / "decisions" / "0002-libraries.md"
SETTINGS = ROOT / "docs" / "reference" / "settings.md"
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)[^)]*\)")


def test_every_library_says_what_for_and_how_we_would_leave_it() -> None:
    told = LIBRARIES.read_text()
    for listed in sorted((ROOT / "requirements").glob("*.in")):
        for line in listed.read_text().splitlines():
            name = re.match(r"[a-z][a-z0-9-]*", line)
            if name:
                assert re.search(rf"[| ,]{name[0]}[ ,|]", told), f"{name[0]} of {listed.name}"


def test_every_setting_is_written_down() -> None:
    read = {name for path in FILES for name in re.findall(r'"(TONGBAN_[A-Z_]+)"', path.read_text())}
    told = set(re.findall(r"`(TONGBAN_[A-Z_]+)`", SETTINGS.read_text()))
    assert read - told == set()
    assert told - read == {"TONGBAN_VENV"}  # the launcher's


def test_every_decision_has_a_number_of_its_own_and_says_so() -> None:
    numbers = [path.name[:4] for path in DECISIONS]
    assert len(set(numbers)) == len(numbers)
    for path in DECISIONS:
        assert path.read_text().startswith(f"# {path.name[:4]} ")


def test_documents_point_to_files_that_exist() -> None:
    documents = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    gone = [
        f"{document.relative_to(ROOT)} → {target}"
        for document in documents
        for target in LINK.findall(document.read_text())
        if not (document.parent / target).exists()
    ]
    assert gone == []


def test_what_must_be_refused_is_held_by_tests_that_exist() -> None:
    told = (
        (ROOT / "docs" / "reference" / "codes.md").read_text().partition("## What must be ref")[2]
    )
    named = set(re.findall(r"`(test_[a-z_]+)`", told))
    tests = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    assert len(named) > 15
    assert [name for name in sorted(named) if f"def {name}(" not in tests] == []

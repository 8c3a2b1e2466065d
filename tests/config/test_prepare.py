from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from tongban.config.running import prepare
from tongban.config.running.prepare import Step, fingerprint, needed, run

Make = Callable[..., list[Step]]


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def steps(tmp_path: Path, done: list[str]) -> list[Step]:
    """Three steps, each with a file of its own."""

    def step(name: str) -> Step:
        file = tmp_path / f"{name}.source"
        file.write_text("1")

        def work(_home: Path) -> str:
            done.append(name)
            return name

        return Step(name, name, lambda: [file], work)

    return [step(name) for name in ("tables", "pack", "index")]


def quietly(_line: str) -> None:
    """Show nobody."""


def test_everything_is_done_once(tmp_path: Path, steps: list[Step], done: list[str]) -> None:
    run(tmp_path, steps, show=quietly)
    run(tmp_path, steps, show=quietly)
    assert done == ["tables", "pack", "index"]


def test_a_change_repeats_its_step_and_all_after_it(
    tmp_path: Path, steps: list[Step], done: list[str]
) -> None:
    run(tmp_path, steps, show=quietly)
    done.clear()
    (tmp_path / "pack.source").write_text("22")
    run(tmp_path, steps, show=quietly)
    assert done == ["pack", "index"]


def test_what_was_deleted_is_made_again(tmp_path: Path, steps: list[Step]) -> None:
    run(tmp_path, steps, show=quietly)
    gone = [*steps[:2], Step("index", "index", steps[2].depends_on, steps[2].run, lambda _: False)]
    assert [step.name for step in needed(tmp_path, gone)] == ["index"]


def test_a_step_that_failed_is_tried_again(tmp_path: Path, steps: list[Step]) -> None:
    def fails(_home: Path) -> str:
        raise OSError("no space left")

    broken = [steps[0], Step("pack", "pack", steps[1].depends_on, fails), steps[2]]
    with pytest.raises(OSError, match="no space"):
        run(tmp_path, broken, show=quietly)
    assert [step.name for step in needed(tmp_path, steps)] == ["pack", "index"]


def test_another_database_is_prepared_anew(
    tmp_path: Path, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> None:
    run(tmp_path, steps, show=quietly)
    monkeypatch.setenv("TONGBAN_DATABASE", "postgresql://elsewhere/other")
    assert len(needed(tmp_path, steps)) == 3


@pytest.fixture
def shared(
    tmp_path: Path, steps: list[Step], monkeypatch: pytest.MonkeyPatch
) -> tuple[list[Step], list[Path]]:
    """The first step is about the folder of the program; and two homes."""
    monkeypatch.setattr(prepare, "BUILD", tmp_path / "build")
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
    return [replace(steps[0], shared=True), *steps[1:]], homes


def test_what_all_installations_share_is_made_once_for_all_of_them(
    shared: tuple[list[Step], list[Path]], done: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    steps, [one, two] = shared
    run(one, steps, show=quietly)
    monkeypatch.setenv("TONGBAN_DATABASE", "postgresql://elsewhere/other")
    run(two, steps, show=quietly)
    assert done == ["tables", "pack", "index", "pack", "index"]


def test_a_change_of_what_is_shared_repeats_nothing_of_a_homes_own(
    tmp_path: Path, shared: tuple[list[Step], list[Path]], done: list[str]
) -> None:
    steps, [one, two] = shared
    for home in (one, two):
        run(home, steps, show=quietly)
    done.clear()
    (tmp_path / "tables.source").write_text("22")
    for home in (one, two):
        run(home, steps, show=quietly)
    assert done == ["tables"]


def test_two_that_start_at_once_do_not_make_the_same_thing_twice(
    shared: tuple[list[Step], list[Path]], done: list[str]
) -> None:
    steps, homes = shared
    both = Barrier(2)

    def start(home: Path) -> None:
        assert needed(home, steps)
        both.wait(timeout=30)
        run(home, steps, show=quietly)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(start, homes))
    assert done.count("tables") == 1


def test_a_damaged_note_of_what_was_done_counts_as_none(tmp_path: Path, steps: list[Step]) -> None:
    (tmp_path / "prepared.json").write_text("{")
    assert len(needed(tmp_path, steps)) == 3


def test_a_fingerprint_knows_names_and_contents(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("a")
    before = fingerprint([one])
    two.write_text("a")
    assert len({before, fingerprint([one, two]), fingerprint([two]), fingerprint([])}) == 4

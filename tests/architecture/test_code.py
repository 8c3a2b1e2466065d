"""Promises the whole codebase keeps, so that no reviewer has to remember them."""

import ast
import csv
import re
import subprocess
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from tests.architecture.sources import (
    CHANNELS,
    DOMAIN,
    FILES,
    ROOT,
    SOURCE,
    TEMPLATES,
    TEST_FILES,
    app_of,
    name_of,
    refusals,
    tree_of,
)

ROLES = {"apps", "inbound", "tasks", "management", "operations", "queries", "providers", "models"}
ROLES |= {"rules", "migrations", "templates", "static", "search", "packages", "__init__"}
NAMELESS = {"utils", "helpers", "base", "mixins", "signals", "exceptions", "common", "misc"}
WITHOUT_A_CLOCK = {
    "load_scenes",
    "load_types",
    "load_norms",
    "load_register",
    "load_purposes",
    "load_lessons",
}  # nothing of a pack is dated


@pytest.mark.parametrize("path", FILES + TEST_FILES, ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    assert path.read_text().count("\n") <= 300
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.body[0].lineno < 40, node.name


def test_the_kernel_stays_small() -> None:
    lines = sum(path.read_text().count("\n") for path in (SOURCE / "core").rglob("*.py"))
    assert lines <= 500, "core is for what every app needs; the rest has a better home"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_file_has_a_name_that_says_something(path: Path) -> None:
    assert path.stem not in NAMELESS
    app, first = app_of(path), path.relative_to(SOURCE).parts[1:2]
    if app in DOMAIN:
        assert Path(first[0]).stem in ROLES


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_an_app_queries_only_its_own_tables(path: Path) -> None:
    home = f"tongban.{app_of(path)}."
    guests = {
        alias.name
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.ImportFrom) and not f"{node.module}.".startswith(home)
        for alias in node.names
    }
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and node.attr == "objects":
            assert ast.unparse(node.value) not in guests, f"line {node.lineno}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_nothing_catches_everything(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler):
            if isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None:
                continue  # it tidies up and passes the trouble on
            caught = ast.unparse(node.type) if node.type else "everything"
            assert caught not in {"everything", "Exception", "BaseException"}, f"line {node.lineno}"


@pytest.mark.parametrize("path", [p for p in FILES if p.stem == "views"], ids=name_of)
def test_a_view_catches_only_refusals(path: Path) -> None:
    known = {refusal.__name__ for refusal in refusals()} | {"Refusal"}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
            names = {ast.unparse(kind).rpartition(".")[2] for kind in kinds}
            assert names <= known, f"line {node.lineno}"


@pytest.mark.parametrize("path", [p for p in FILES if app_of(p) in CHANNELS], ids=name_of)
def test_a_channel_keeps_no_tables(path: Path) -> None:
    assert path.stem not in {"models", "operations"}


@pytest.mark.parametrize("path", [p for p in FILES if app_of(p) in DOMAIN], ids=name_of)
def test_an_operation_is_told_who_and_when(path: Path) -> None:
    if "operations" not in path.relative_to(SOURCE).parts[1]:
        return
    for node in tree_of(path).body:
        if isinstance(node, ast.FunctionDef) and _is_operation(node):
            told = {argument.arg for argument in node.args.kwonlyargs}
            must = [default for default in node.args.kw_defaults if default is None]
            assert "at" in told or node.name in WITHOUT_A_CLOCK, f"{node.name} is not told when"
            assert len(must) <= 9, f"{node.name}: who, when and seven more are enough"


def _is_operation(node: ast.FunctionDef) -> bool:
    marks = {ast.unparse(mark) for mark in node.decorator_list}
    return not node.name.startswith("_") and "transaction.atomic" in marks


def test_every_refusal_has_a_code_of_its_own_and_a_sentence() -> None:
    codes = Counter(refusal.code for refusal in refusals())
    assert [code for code, times in codes.items() if times > 1] == []
    for refusal in refusals():
        if refusal.__name__.startswith("_"):  # stays inside its module
            continue
        assert re.fullmatch(r"[a-z][a-z0-9_]+", refusal.code), refusal
        assert str(refusal.message).strip(), refusal


@pytest.mark.parametrize("path", FILES + TEMPLATES, ids=name_of)
def test_no_province_and_no_platform_is_named_in_code(path: Path) -> None:
    assert _names_of_places().findall(path.read_text()) == []


@cache
def _names_of_places() -> re.Pattern[str]:
    return re.compile("|".join([*_provinces(), *(rf"\b{name}\b" for name in _platforms())]))


def _platforms() -> list[str]:
    """Every profile but the hub, whose name is also the word for what it is."""
    folders = (path for path in (ROOT / "packs" / "platforms").iterdir() if path.is_dir())
    return [folder.name for folder in folders if folder.name != "hub"]


def _provinces() -> list[str]:
    with (ROOT / "packs" / "china" / "regions.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["code"].endswith("0000")]
    names = [row["name"] for row in rows]
    ends = r"(省|市|(维吾尔|壮族|回族)?自治区|特别行政区)$"
    return names + [re.sub(ends, "", name) for name in names]


@pytest.mark.parametrize("path", TEST_FILES, ids=name_of)
def test_no_test_is_skipped(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"skip", "skipif", "xfail", "importorskip"}, node.lineno


def test_the_launcher_and_the_program_know_the_same_commands() -> None:
    listed = subprocess.run([ROOT / "tongban"], capture_output=True, text=True, check=True).stdout
    offered = set(re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE))
    modules = {path.stem for path in (SOURCE / "config" / "commands").glob("[a-z]*.py")}
    assert offered - {"test", "bench", "picture"} == modules - {"prepare"}


def test_files_name_no_machine_and_no_download_address() -> None:
    tracked = subprocess.run(
        [
            "git",
            "grep",
            "-lIE",
            r"(/work/(wt-|main|venv|shared)|/root/\.|--extra-index|files\.pythonhosted)",
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    assert [name for name in tracked if name != name_of(Path(__file__))] == []

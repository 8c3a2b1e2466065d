"""Reading the files of a pack so that every value remembers its line."""

import csv
import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from tongban.catalog.packages.faults import Fault

Steps = tuple[str | int, ...]
PLAIN: Mapping[str, Callable[[str], Any]] = {
    "str": str,
    "null": lambda _text: None,
    "bool": lambda text: text == "true",
    "int": int,
    "float": float,
}


class _Loader(yaml.CSafeLoader):
    """YAML 1.2 scalars only: no octal codes, no `no` that means false, no dates in disguise."""

    yaml_implicit_resolvers: dict[str, Any] = {}


for _tag, _pattern, _first in (
    ("bool", r"true|false", "tf"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?(?:0|[1-9][0-9]*)\.[0-9]+", "-0123456789"),
    ("null", r"null|~|", ["n", "~", ""]),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first)
    )


@dataclass
class Document:
    """One YAML file: its data, and the line on which every value stands."""

    file: Path
    data: Any = None
    lines: dict[Steps, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def line(self, *steps: str | int) -> int:
        """The line of a value, or of the nearest thing around it that exists."""
        while steps and steps not in self.lines:
            steps = steps[:-1]
        return self.lines.get(steps, 1)

    def fault(self, steps: Steps, what: str, remedy: str) -> Fault:
        return Fault(self.file, self.line(*steps), what, remedy)


@dataclass(frozen=True)
class Row(Mapping[str, str]):
    """One line of a table, which knows where it stands."""

    file: Path
    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def __iter__(self) -> Iterator[str]:
        return iter(self.cells)

    def __len__(self) -> int:
        return len(self.cells)

    def fault(self, what: str, remedy: str) -> Fault:
        return Fault(self.file, self.line, what, remedy)


@dataclass
class Table:
    """One CSV file."""

    file: Path
    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def document(file: Path) -> Document:
    """Read a YAML file. What is wrong with it as YAML is among its faults."""
    found = Document(file)
    try:
        node = yaml.compose(file.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        found.faults.append(
            Fault(file, 1, "the file is missing", "add it, or remove what points to it")
        )
    except UnicodeDecodeError:
        found.faults.append(Fault(file, 1, "the file is not UTF-8 text", "save it as UTF-8"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        found.faults.append(
            Fault(file, line, f"not valid YAML: {error.problem}", "mend the indentation or quoting")
        )
    except yaml.YAMLError as error:
        found.faults.append(
            Fault(file, 1, f"not valid YAML: {error}", "remove the character YAML does not allow")
        )
    else:
        if node is not None:
            found.data = _Builder(found).value(node, ())
        else:
            found.faults.append(
                Fault(file, 1, "the file is empty", "write the package, or remove the file")
            )
    return found


class _Builder:
    """Turns YAML nodes into plain data, noting lines, doubled keys and aliases."""

    def __init__(self, found: Document) -> None:
        self.found = found
        self.seen: set[int] = set()

    def value(self, node: Node, steps: Steps) -> Any:
        self.found.lines.setdefault(steps, node.start_mark.line + 1)
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if id(node) in self.seen:
            self._fault(node, "an alias (*) repeats another part", "write the part out")
            return None
        self.seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node, steps)
        if isinstance(node, SequenceNode):
            return [self.value(item, (*steps, place)) for place, item in enumerate(node.value)]
        raise TypeError(node)

    def _mapping(self, node: MappingNode, steps: Steps) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in data:
                first = self.found.lines[(*steps, key)]
                self._fault(
                    key_node, f"`{key}` is given twice (first on line {first})", "keep one of them"
                )
                continue
            self.found.lines[(*steps, key)] = key_node.start_mark.line + 1
            data[key] = self.value(value_node, (*steps, key))
        return data

    def _scalar(self, node: ScalarNode) -> Any:
        plain = PLAIN.get(node.tag.removeprefix("tag:yaml.org,2002:"))
        try:
            if plain:
                return plain(node.value)
        except ValueError:
            pass
        self._fault(node, f"the tag {node.tag} is not used in packs", "write a plain value")
        return None

    def _fault(self, node: Node, what: str, remedy: str) -> None:
        self.found.faults.append(Fault(self.found.file, node.start_mark.line + 1, what, remedy))


def table(file: Path, columns: tuple[str, ...]) -> Table:
    """Read a CSV file that must have at least these columns."""
    found = Table(file)
    try:
        text = _text(file)
    except FileNotFoundError:
        found.faults.append(
            Fault(file, 1, "the file is missing", "add it; an empty one needs its heading line")
        )
        return found
    except (UnicodeDecodeError, gzip.BadGzipFile, EOFError):
        found.faults.append(Fault(file, 1, "the file is not UTF-8 text", "save it as UTF-8"))
        return found
    reader = csv.reader(StringIO(text, newline=""))
    head = next(reader, [])
    missing = [column for column in columns if column not in head]
    if missing:
        found.faults.append(
            Fault(file, 1, f"the heading lacks {', '.join(missing)}", "add the columns")
        )
        return found
    line = reader.line_num + 1
    for cells in reader:
        if len(cells) != len(head):
            what = f"{len(cells)} cells where the heading has {len(head)}"
            found.faults.append(Fault(file, line, what, "quote cells that hold a comma"))
        else:
            found.rows.append(Row(file, line, dict(zip(head, cells, strict=True))))
        line = reader.line_num + 1
    return found


def _text(file: Path) -> str:
    raw = file.read_bytes()
    return (gzip.decompress(raw) if file.suffix == ".gz" else raw).decode("utf-8-sig")


def digest(data: object) -> str:
    """The name of a content: SHA-256 over its canonical JSON. Equal content, equal digest."""
    text = json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return sha256(text.encode()).hexdigest()

"""The pages a citizen meets first: what they weigh on the wire, and how Lighthouse rates them."""

import argparse
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser

from bench import lighthouse
from bench.node import Server, demonstration, worker_of
from bench.report import Goal, Report, say
from bench.visitor import SERVICE, Visitor
from tongban.config.running.home import stop

FIRST_VIEW_KB = 100
SCRIPTS_KB = 30
POINTS = 95
HOME = "/"
SEARCH = "/search/?q=身份证丢了"


@dataclass(frozen=True)
class Weight:
    """Bytes on the wire of one first view: nothing is in the browser's store yet."""

    html: int
    styles: int
    scripts: int

    @property
    def whole(self) -> int:
        return self.html + self.styles + self.scripts


class Parts(HTMLParser):
    """The style sheets and scripts a page asks for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.styles: list[str] = []
        self.scripts: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag == "link" and told.get("rel") == "stylesheet":
            self.styles.append(told["href"] or "")
        elif tag == "script" and told.get("src"):
            self.scripts.append(told["src"] or "")


def weigh(visitor: Visitor, path: str) -> Weight:
    answer = visitor.http.get(path)
    answer.raise_for_status()
    if answer.history:
        stop(f"{path} led to {answer.url.path}.")
    parts = Parts(answer.text)
    return Weight(
        html=answer.num_bytes_downloaded,
        styles=_bytes(visitor, parts.styles),
        scripts=_bytes(visitor, parts.scripts),
    )


def _bytes(visitor: Visitor, paths: Iterable[str]) -> int:
    """Of each file once, as it was sent."""
    total = 0
    for path in dict.fromkeys(paths):
        answer = visitor.http.get(path)
        answer.raise_for_status()
        total += answer.num_bytes_downloaded
    return total


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--no-lighthouse", action="store_true", help="weigh only; needs no Node.js")
    options = parser.parse_args(argv)
    if not options.no_lighthouse:
        lighthouse.made_ready()
    report = Report("pages")
    with demonstration(postgres=False) as scene, Server(scene, workers=1) as server:
        lin = Visitor(f"http://127.0.0.1:{server.port}")
        with worker_of(scene):
            form = lin.opens_the_form()
        _measure(report, lin, form, rated=not options.no_lighthouse)
    report.notes.append("How often home, search and the guide ask the database is pinned by tests.")
    return report.give(as_json=options.json)


def _measure(report: Report, lin: Visitor, form: str, *, rated: bool) -> None:
    """Strangers see the first three pages; the form is somebody's own."""
    stranger = Visitor(lin.address)
    pages = [("home", HOME), ("search", SEARCH), ("guide", SERVICE), ("form", form)]
    for name, path in pages:
        visitor = lin if path == form else stranger
        row = _weighed(report, name, weigh(visitor, path))
        if rated and path != SEARCH:
            say(f"Lighthouse looks at {name} …")
            cookies = visitor.cookies() if path == form else ""
            row |= _rated(report, name, lighthouse.rate(lin.address + path, cookies=cookies))
        report.rows.append(row)


def _weighed(report: Report, name: str, weight: Weight) -> dict[str, object]:
    report.goals += [
        Goal(f"{name}, first view", weight.whole / 1000, FIRST_VIEW_KB, " kB"),
        Goal(f"{name}, scripts", weight.scripts / 1000, SCRIPTS_KB, " kB"),
    ]
    return {
        "page": name,
        "html B": weight.html,
        "css B": weight.styles,
        "js B": weight.scripts,
        "all B": weight.whole,
    }


def _rated(report: Report, name: str, rating: lighthouse.Rating) -> dict[str, object]:
    for category, points in rating.points.items():
        report.goals.append(Goal(f"{name}, {category}", points, POINTS, most=False))
    if rating.failing:
        report.notes.append(f"{name}: points lost by {', '.join(rating.failing)}")
    return dict(rating.points)

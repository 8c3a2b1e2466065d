"""From an operator's `./tongban pack load` at a province until the hub's search says the same."""

import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from tests.harness.fleet import COMMANDS, ROOT, Member, fleet, until
from tests.harness.templates import Template

from bench.federation.pair import PLATFORMS

PROVINCE, NAME = "shanghai", "shanghai-library-card"
TEMPLATE = ROOT / "src" / "tongban" / "catalog" / "packages" / "service.template.yaml"
COMMITTED = re.compile(r": \d+ services, ")  # what the command says when all of it is kept
OFTEN, PATIENCE = 0.1, 60.0


@dataclass(frozen=True)
class Change:
    """One change: how long the command took to commit it, and how soon the hub knew."""

    what: str
    command: float
    seconds: float


@dataclass(frozen=True)
class Loading:
    """The command at work."""

    process: "subprocess.Popen[str]"
    began: float
    committed: float


@dataclass(frozen=True)
class Desk:
    """Where the operator sits who publishes, and where people search."""

    node: Member
    hub: httpx.Client
    platforms: Path

    @property
    def file(self) -> Path:
        return self.platforms / PROVINCE / "services" / f"{NAME}.yaml"

    def write(self, title: str) -> None:
        words = {"新事项（NAME）": title, "NAME": NAME, "AUTHORITY": "GJBMS", "THEME": "birth"}
        text = TEMPLATE.read_text(encoding="utf-8")
        for word, value in words.items():
            text = text.replace(word, value)
        self.file.write_text(text, encoding="utf-8")

    def load(self) -> "Loading":
        """Run the command until it has committed; it goes on with the province's own index."""
        began = time.perf_counter()
        process = subprocess.Popen(
            [*COMMANDS, "pack", "load"],
            cwd=ROOT,
            env={
                **self.node.surroundings,
                "TONGBAN_PLATFORMS": str(self.platforms),
                "PYTHONUNBUFFERED": "1",
            },
            stdout=subprocess.PIPE,
            text=True,
        )
        assert process.stdout is not None
        told = []
        for line in process.stdout:
            told.append(line)
            if COMMITTED.search(line):
                return Loading(process, began, time.perf_counter())
        raise AssertionError("".join(told))

    def finds(self, title: str) -> bool:
        shown = self.hub.get("/search/", params={"q": title})
        return f"/services/{NAME}/" in shown.text and title in shown.text


def changes(template: Template, *, times: int) -> list[Change]:
    """A new service, then its name changed again and again, then the service withdrawn."""
    titles = [f"{character}湖读者证办理" for character in "东西南北青白云龙金玉"[: times + 1]]
    with _desk(template) as desk:
        found = []
        for number, title in enumerate(titles):
            desk.write(title)
            what = "changed" if number else "new"
            found.append(_measured(desk, what, title, there=True))
        desk.file.unlink()
        found.append(_measured(desk, "withdrawn", titles[-1], there=False))
        return found


def _measured(desk: Desk, what: str, title: str, *, there: bool) -> Change:
    loading = desk.load()
    with loading.process:  # waits for its end
        end = time.perf_counter() + PATIENCE
        while desk.finds(title) != there:
            assert time.perf_counter() < end, f"{what}: the hub still says otherwise"
            time.sleep(OFTEN)
        seconds = time.perf_counter() - loading.committed
        assert loading.process.stdout is not None
        loading.process.stdout.read()
    return Change(what, loading.committed - loading.began, seconds)


@contextmanager
def _desk(template: Template) -> Iterator[Desk]:
    with (
        tempfile.TemporaryDirectory(prefix="tongban-fresh-") as folder,
        fleet(Path(folder), template, PLATFORMS, proxied=False) as made,
    ):
        made.prepare()
        made.join()
        made.run()
        platforms = Path(folder) / "platforms"
        shutil.copytree(ROOT / "packs" / "platforms", platforms)
        node, hub = made[PROVINCE], made["hub"]
        with httpx.Client(base_url=hub.address, timeout=30) as client:
            _settle(hub, client)
            yield Desk(node, client, platforms)


def _settle(hub: Member, client: httpx.Client) -> None:
    """Until the hub knows what everybody offered at the beginning, and search is open."""
    until(lambda: _offers(hub) > 0, "nobody offered anything", PATIENCE)
    known = -1
    while known != (now := _offers(hub)):
        known = now
        time.sleep(3)
    client.get("/search/", params={"q": "身份证"}).raise_for_status()


def _offers(hub: Member) -> int:
    return hub.count("SELECT count(*) FROM catalog_offer WHERE withdrawn_at IS NULL")

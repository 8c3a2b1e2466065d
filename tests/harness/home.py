"""A pytest plugin that is loaded before Django: every run gets a home of its own.

Started with `-p tests.harness.home` (see pyproject.toml), because settings are read early.
"""

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

LEFT = ("index", "files", "spool")
MEMORY = Path("/dev/shm")  # a test database need not survive a power cut

_made: Path | None = None


def _make() -> Path:
    where = MEMORY if os.access(MEMORY, os.W_OK) else None
    return Path(tempfile.mkdtemp(prefix="tongban-test-", dir=where))


os.environ.setdefault("TONGBAN_TEST", "yes")
if "TONGBAN_HOME" not in os.environ:
    _made = _make()
    os.environ["TONGBAN_HOME"] = str(_made)
Path(os.environ["TONGBAN_HOME"]).mkdir(parents=True, exist_ok=True)


def pytest_configure() -> None:
    """Asked to end, end as with Ctrl-C: what was started for the tests is ended by their fixtures."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _nothing_is_left() -> Iterator[None]:
    """What a test leaves in the home, such as an index, is not there for the next one."""
    yield
    for name in LEFT:
        shutil.rmtree(Path(os.environ["TONGBAN_HOME"], name), ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    if _made is not None and "PYTEST_XDIST_WORKER" not in os.environ:
        shutil.rmtree(_made, ignore_errors=True)

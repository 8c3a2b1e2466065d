"""Nothing that was started stays behind, however whoever started it ended."""

import os
import select
import subprocess
import sys

import pytest

from tests.harness.live import ROOT
from tongban.config.running import web

STARTS_ONE = """
import subprocess, sys
from tongban.config.running.processes import end_with_parent
child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE,
                         preexec_fn=end_with_parent())
print(child.pid, flush=True)
input()
"""


@pytest.mark.parametrize("how", ["kill", "terminate"])
def test_a_child_ends_when_its_parent_is_ended_without_a_chance_to_do_it(how: str) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE],
        env=os.environ | {"PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        getattr(parent, how)()
        ended, _, _ = select.select([child], [], [], 30)
        os.close(child)
    assert ended


def test_what_is_loaded_before_the_processes_part_opens_no_database(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A line that two processes share would mix up what they say.

    This test may not ask the database, so that asking would be an error.
    """
    monkeypatch.setattr(web.gc, "freeze", lambda: None)
    web.load(search=True)

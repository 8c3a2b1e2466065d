"""Runs one process of a member of a fleet: `python -m tests.harness.member work|hand|web PORT`.

A hand does in its home what it is told, one line of JSON after the other. Each process ends
with the one that started it.
"""

import ctypes
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from importlib import import_module
from typing import Any, NoReturn

END_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
DEEDS = "tests.harness.member.deeds"


def main() -> None:
    role, *rest = sys.argv[1:]
    ctypes.CDLL(None).prctl(END_WHEN_PARENT_DIES, signal.SIGTERM)
    if os.getppid() != int(os.environ["FLEET_PARENT"]):
        sys.exit("whoever started this is gone already")
    if role == "web":
        _serve(rest[0])
    import django

    django.setup()
    if role == "work":
        _work()
    _obey()


def _serve(port: str) -> NoReturn:
    from tests.harness.member.dying import lay_the_trap
    from tongban.config.running import web

    web.load(search=False)
    lay_the_trap()  # the processes that answer are forked from this one
    sys.argv[1:] = ["--host", "127.0.0.1", "--port", port, "--workers", "1"]
    web.main()
    sys.exit()


def _work() -> NoReturn:
    from tests.harness.member.dying import lay_the_trap
    from tongban.config.commands import work

    lay_the_trap()
    sys.exit(work.main([]))


def _obey() -> None:
    from tests.harness.member.dying import lay_the_trap

    lay_the_trap()
    for line in sys.stdin:
        told = json.loads(line)
        try:
            answer = {"done": _deed(told["deed"])(**told["with"])}
        except BaseException:  # noqa: BLE001  whoever asked is to read what went wrong
            answer = {"failed": traceback.format_exc()}
        print(json.dumps(answer), flush=True)  # noqa: T201  to whoever asked


def _deed(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(":")
    deed: Callable[..., Any] = getattr(import_module(module or DEEDS), function)
    return deed


if __name__ == "__main__":
    main()

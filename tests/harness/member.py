"""Runs one process of a member of a fleet: `python -m tests.harness.member work`, or `web PORT`.

It ends with the process that started it, and may be told to die at a place in the program: when
the program comes there and the file `die` is in its home, that file goes, and the process with it.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

END_WHEN_PARENT_DIES = 1  # PR_SET_PDEATHSIG
ORDER = "die"  # the name of the file
PLACE = "FLEET_DIES"  # "before module:function" or "after module:function"


def main() -> None:
    role, *rest = sys.argv[1:]
    ctypes.CDLL(None).prctl(END_WHEN_PARENT_DIES, signal.SIGTERM)
    if os.getppid() == 1:
        sys.exit("whoever started this is gone already")
    if role == "web":
        _serve(int(rest[0]))
    _work()


def _serve(port: int) -> None:
    from tongban.config.running.processes import server

    command = server(port=port, workers=1)
    place = command.index("tongban.config.wsgi:application")
    command[place] = "tests.harness.member_wsgi:application"
    os.execv(command[0], command)


def _work() -> None:
    import django

    django.setup()
    lay_the_trap()
    from tongban.config.commands import work

    sys.exit(work.main([]))


def lay_the_trap() -> None:
    """Put the death where FLEET_DIES says, if it says anything."""
    when, _, where = os.environ.get(PLACE, "").partition(" ")
    if not where:
        return
    module_name, _, name = where.partition(":")
    module = import_module(module_name)
    owner, function = _owner_of(module, name)
    setattr(owner, function, _deadly(getattr(owner, function), before=when == "before"))


def _owner_of(module: Any, name: str) -> tuple[Any, str]:
    *owners, function = name.split(".")
    for each in owners:
        module = getattr(module, each)
    return module, function


def _deadly(function: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
    @wraps(function)
    def instead(*args: Any, **kwargs: Any) -> Any:
        if before:
            die_if_told()
        answer = function(*args, **kwargs)
        if not before:
            die_if_told()
        return answer

    return instead


def die_if_told() -> None:
    """SIGKILL to this process and those of its own session; nobody else is in it."""
    try:
        Path(os.environ["TONGBAN_HOME"], ORDER).unlink()
    except FileNotFoundError:
        return
    group = os.getpgrp()
    if group <= 1 or group != os.getsid(0) or os.environ.get("FLEET_SESSION") != "own":
        sys.exit("this process was not started by a fleet")
    os.killpg(group, signal.SIGKILL)


if __name__ == "__main__":
    main()

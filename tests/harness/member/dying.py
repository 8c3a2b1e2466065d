"""A place in the program where a process of a member dies, named by the test.

When the program comes there and the file `die` is in the home, that file goes, and the process
with it. The program itself knows nothing of this.
"""

import os
import signal
import sys
from collections.abc import Callable
from functools import wraps
from importlib import import_module
from pathlib import Path
from typing import Any

ORDER = "die"  # the name of the file
PLACE = "FLEET_DIES"  # "before module:function" or "after module:function"


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

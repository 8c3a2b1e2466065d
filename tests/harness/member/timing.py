"""Other patience than an installation has, where that would only make a test longer."""

from datetime import timedelta
from types import FunctionType

from tongban.federation.rules import timing


def retime(name: str, value: str) -> None:
    """Set a number of `federation/rules/timing.py`, and where it is a default of a function."""
    old = getattr(timing, name)
    new = timedelta(seconds=float(value)) if isinstance(old, timedelta) else type(old)(value)
    setattr(timing, name, new)
    for each in vars(timing).values():
        if isinstance(each, FunctionType) and each.__kwdefaults__:
            for place, default in each.__kwdefaults__.items():
                if default is old:
                    each.__kwdefaults__[place] = new

"""Make a home ready to serve. Its own process, so that what it needed in memory is given back."""

import argparse
import os
import sys
from pathlib import Path

from tongban.config.running import prepare, steps
from tongban.config.running.beginning import APPLICATION, REGISTRY


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban prepare")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--demo", dest="steps", action="store_const", const=steps.DEMO)
    which.add_argument("--base", dest="steps", action="store_const", const=steps.BASE)
    which.add_argument("--node", dest="steps", action="store_const", const=steps.NODE)
    parser.add_argument("--join", metavar="HUB", help="its name; its registry is read from here")
    parser.add_argument("--at", metavar="ADDRESS", help="where that hub answers")
    parser.add_argument("--approve", action="store_true", help="applications are read from here")
    asked = parser.parse_args(arguments)
    import django

    django.setup()
    home = Path(os.environ["TONGBAN_HOME"])
    prepare.run(home, asked.steps or steps.ALWAYS, show=prepare.say)
    if asked.join:
        _join(asked.join, asked.at)
    if asked.approve:
        _approve()
    return 0


def _join(hub: str, address: str) -> None:
    from django.utils.timezone import now

    from tongban.config.demo import joining

    prepare.say(APPLICATION + joining.apply_for(hub, at=now()))
    registry = sys.stdin.read()
    joining.trust(registry, address=address, at=now())


def _approve() -> None:
    from django.utils.timezone import now

    from tongban.config.demo import joining

    applications = sys.stdin.read().splitlines()
    prepare.say(REGISTRY + joining.approve(applications, at=now()))

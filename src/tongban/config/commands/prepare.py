"""Make a home ready to serve. Its own process, so that what it needed in memory is given back."""

import argparse
import os
from pathlib import Path

from tongban.config.running import prepare, steps


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban prepare")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--demo", dest="steps", action="store_const", const=steps.DEMO)
    which.add_argument("--base", dest="steps", action="store_const", const=steps.BASE)
    which.add_argument("--node", dest="steps", action="store_const", const=steps.NODE)
    asked = parser.parse_args(arguments)
    import django

    django.setup()
    home = Path(os.environ["TONGBAN_HOME"])
    prepare.run(home, asked.steps or steps.ALWAYS, show=prepare.say)
    return 0

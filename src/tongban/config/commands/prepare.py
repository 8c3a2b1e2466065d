"""Make a home ready to serve. Its own process, so that what it needed in memory is given back."""

import argparse
import os
from pathlib import Path

from tongban.config.running import prepare, steps


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="tongban prepare")
    parser.add_argument("--demo", action="store_true")
    asked = parser.parse_args(arguments)
    import django

    django.setup()
    home = Path(os.environ["TONGBAN_HOME"])
    prepare.run(home, steps.DEMO if asked.demo else steps.ALWAYS, show=prepare.say)
    return 0

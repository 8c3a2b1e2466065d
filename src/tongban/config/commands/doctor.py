"""`./tongban doctor [--home DIR] [--at PLATFORM]`: what is wrong with this installation, and what
to do."""

import argparse
import os
from pathlib import Path

from tongban.config.running import together
from tongban.config.running.checkup import Finding, checkup
from tongban.config.running.prepare import say

MARKS = {True: "ok     ", False: "MISSING"}


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban doctor", description=__doc__)
    parser.add_argument("--home", default=os.environ.get("TONGBAN_HOME", "var"))
    parser.add_argument("--at", help="which platform of a demo (default: the first)")
    asked = parser.parse_args(arguments)
    place = together.place_named(Path(asked.home).resolve(), asked.at)
    if place.platform:
        os.environ.update(place.surroundings)
    findings = list(checkup(place.home))
    for finding in findings:
        say(_line(finding))
    wrong = [finding for finding in findings if not finding.ok and finding.needed]
    say(f"\n{len(wrong)} things to mend" if wrong else "\nnothing to mend")
    return 1 if wrong else 0


def _line(finding: Finding) -> str:
    mark = MARKS[finding.ok] if finding.needed or finding.ok else "absent "
    advice = "" if finding.ok else f"\n          → {finding.advice}"
    return f"{mark} {finding.name}: {finding.says}{advice}"

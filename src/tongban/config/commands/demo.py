"""`./tongban demo`: whole platforms to try on this machine, nothing else touched."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from tongban.config.running import beginning, prepare, system, together
from tongban.config.running.home import held, make_demo_folder, reset
from tongban.config.running.listing import listing
from tongban.config.running.processes import Group, Node, server, worker
from tongban.config.running.together import Place

DEFAULT_PORT = 8000


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    home = Path(asked.home).resolve()
    if asked.alone:
        places = together.alone(home, port=asked.port)
    else:
        places = together.places(home, together.chosen(asked.platforms), port=asked.port)
    if asked.reset:
        reset(home)
    make_demo_folder(home)
    with held(home):
        return _run(home, places, workers=asked.workers or (2 if asked.alone else 1))


def _run(home: Path, places: Sequence[Place], *, workers: int) -> int:
    began = time.monotonic()
    _complete_the_machine()
    if places[0].platform:
        beginning.prepare_together(home, places)
    else:
        beginning.prepare_alone(places[0])
    together.keep(home, places)
    group = Group([_node(place) for place in places])
    group.end_on_signals()
    try:
        for node in group.nodes:
            node.start("web", server(port=node.port, workers=workers))
        for node in group.nodes:
            node.start("work", worker())
        group.wait_until_all_answer()
        if not group.asked_to_end:
            prepare.say(f"ready: {places[0].address}")
            prepare.say(listing(places))
            prepare.say(
                f"\nStarted in {time.monotonic() - began:.1f} s. Ctrl-C ends it and keeps {home}."
            )
        group.watch()
    finally:
        group.end()
    prepare.say("ended")
    return 0


def _node(place: Place) -> Node:
    return Node(
        logs=place.home / "logs", environment=beginning.surroundings(place), port=place.port
    )


def _complete_the_machine() -> None:
    """Printing needs two things that are no Python; without them all else still runs."""
    for piece in system.bring([system.PANGO, system.FONTS], show=prepare.say):
        prepare.say(f"{piece.name} is missing (for {piece.why}): {system.advice(piece)}")


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban demo", description=__doc__)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="of the first; 0: any free")
    parser.add_argument("--home", default="var", help="where its state is kept (default: var)")
    parser.add_argument("--reset", action="store_true", help="delete that state and start over")
    parser.add_argument("--workers", type=int, help="web processes of each platform")
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--platforms", metavar="NAMES", help="which ones, with commas")
    which.add_argument("--alone", action="store_true", help="one installation, no federation")
    return parser.parse_args(arguments)

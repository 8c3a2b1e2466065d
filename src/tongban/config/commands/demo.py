"""`./tongban demo`: whole platforms to try on this machine, nothing else touched."""

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

from tongban.config.running import beginning, prepare, system, together
from tongban.config.running.home import held, make_demo_folder, reset, stop
from tongban.config.running.listing import listing
from tongban.config.running.processes import Group, Node, answers, server, worker
from tongban.config.running.together import Place

DEFAULT_PORT = 8000
PATIENCE = 40.0  # seconds for one platform to end or to answer


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    home = Path(asked.home).resolve()
    if asked.rest or asked.go_on:
        return _order(home, asked.rest or asked.go_on, rest=bool(asked.rest))
    if asked.alone:
        places = together.alone(home, port=asked.port)
    else:
        places = together.places(home, together.chosen(asked.platforms), port=asked.port)
    if asked.reset:
        reset(home)
    make_demo_folder(home)
    with held(home):
        return _run(home, places, workers=asked.workers or (2 if asked.alone else 1))


def _order(home: Path, names: str, *, rest: bool) -> int:
    """Tell a demo that runs to do without some of its platforms, or to start them again."""
    places = [together.place_named(home, name) for name in names.split(",")]
    for place in places:
        order = _node(place).order_to_rest
        if rest and answers(place.port):
            order.touch()
        elif not rest:
            order.unlink(missing_ok=True)
    until = time.monotonic() + PATIENCE
    for place in places:
        _wait_until_it_obeys(home, place, rest=rest, until=until)
        prepare.say(f"{place.platform} {'rests' if rest else 'answers again'}")
    return 0


def _wait_until_it_obeys(home: Path, place: Place, *, rest: bool, until: float) -> None:
    while answers(place.port) == rest:
        if time.monotonic() > until:
            stop(
                f"{place.platform} does not obey. Does the demo in {home} run? "
                "Start it: ./tongban demo"
            )
        time.sleep(0.1)


def _run(home: Path, places: Sequence[Place], *, workers: int) -> int:
    began = time.monotonic()
    _complete_the_machine()
    if places[0].platform:
        beginning.prepare_together(home, places)
    else:
        beginning.prepare_alone(places[0])
    together.keep(home, places)
    group = Group([_node(place) for place in places])
    for node in group.nodes:
        node.order_to_rest.unlink(missing_ok=True)
    group.end_on_signals()
    try:
        for node in group.nodes:
            node.start("web", server(port=node.port, workers=workers))
        group.wait_until_all_answer(then=lambda node: node.start("work", worker()))
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
    running = parser.add_mutually_exclusive_group()
    running.add_argument("--rest", metavar="NAMES", help="end these platforms of the demo")
    running.add_argument("--go-on", metavar="NAMES", help="start these again")
    return parser.parse_args(arguments)

"""`./tongban demo`: a whole platform to try on this machine, nothing else touched."""

import argparse
import subprocess
import sys
import time
from pathlib import Path

from tongban.config.demo import access
from tongban.config.running import prepare, steps, system
from tongban.config.running.home import held, make_demo_home, reset, stop
from tongban.config.running.processes import Node, free_port, plain_environment, server, worker

DEFAULT_PORT = 8000


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    home = Path(asked.home).resolve()
    port = free_port(asked.port)
    if asked.reset:
        reset(home)
    make_demo_home(home)
    with held(home):
        return _run(home, port, asked.workers)


def _run(home: Path, port: int, workers: int) -> int:
    began = time.monotonic()
    surroundings = plain_environment(home, TONGBAN_DEMO="yes")
    _complete_the_machine()
    _prepare(home, surroundings)
    node = Node(logs=home / "logs", environment=surroundings)
    node.end_on_signals()
    try:
        node.start("web", server(port=port, workers=workers))
        node.start("work", worker())
        node.wait_until_it_answers(port)
        if not node.asked_to_end:
            prepare.say(f"ready: http://127.0.0.1:{port}")
            prepare.say(access.listing(home, f"http://127.0.0.1:{port}"))
            prepare.say(
                f"\nStarted in {time.monotonic() - began:.1f} s. Ctrl-C ends it and keeps {home}."
            )
        node.watch()
    finally:
        node.end()
    prepare.say("ended")
    return 0


def _complete_the_machine() -> None:
    """Printing needs two things that are no Python; without them all else still runs."""
    for piece in system.bring([system.PANGO, system.FONTS], show=prepare.say):
        prepare.say(f"{piece.name} is missing (for {piece.why}): {system.advice(piece)}")


def _prepare(home: Path, surroundings: dict[str, str]) -> None:
    if prepare.needed(home, steps.DEMO):
        prepare.say(f"preparing {home}")
        command = [sys.executable, "-m", "tongban.config.commands", "prepare", "--demo"]
        if subprocess.call(command, env=surroundings) != 0:
            stop(
                "The preparation failed; the reason is above. Run the same again after mending it."
            )


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban demo", description=__doc__)
    parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="0 takes any free one")
    parser.add_argument("--home", default="var", help="where its state is kept (default: var)")
    parser.add_argument("--reset", action="store_true", help="delete that state and start over")
    parser.add_argument("--workers", type=int, default=2, help="web processes")
    return parser.parse_args(arguments)

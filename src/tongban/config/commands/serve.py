"""`./tongban serve`: the web server of a real installation, configured by its environment."""

import argparse
import os
from pathlib import Path

from tongban.config.running import prepare, steps
from tongban.config.running.home import is_demo, stop
from tongban.config.running.processes import free_port, server


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    home = Path(os.environ.setdefault("TONGBAN_HOME", str(prepare.ROOT / "var"))).resolve()
    if is_demo(home):
        stop(f"{home} is a demo. Run ./tongban demo, or set TONGBAN_HOME to another folder.")
    behind = [step.says for step in prepare.needed(home, steps.ALWAYS)]
    if behind:
        stop(f"Not up to date: {', '.join(behind)}. Run ./tongban migrate first.")
    free_port(asked.port)
    command = server(port=asked.port, workers=asked.workers, host=asked.host)
    prepare.say(f"serving on http://{asked.host}:{asked.port}")
    os.execv(command[0], command)  # noqa: S606  no shell is wanted


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban serve", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1", help="put a TLS proxy in front of it")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 2)
    return parser.parse_args(arguments)

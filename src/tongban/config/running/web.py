"""The web server: everything is loaded once, then the processes that answer are forked from it.

So what they only read is in memory once: the program, and with several processes the
dictionaries of the search too, which are most of it.
"""

import argparse
import gc
import multiprocessing
import os

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server

APPLICATION = "tongban.config.wsgi:application"


def main() -> None:
    asked = _asked()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tongban.config.settings")
    multiprocessing.set_start_method("fork")
    load(search=asked.workers > 1)
    Server(
        APPLICATION,
        address=asked.host,
        port=asked.port,
        interface=Interfaces.WSGI,
        workers=asked.workers,
        blocking_threads=4,
        http=HTTPModes.http1,
        websockets=False,
        workers_kill_timeout=4,
        respawn_failed_workers=True,
        log_level=LogLevels.warning,
    ).serve()


def load(*, search: bool) -> None:
    """What every process needs. Nothing here may open the database: its line is not for sharing."""
    from django.urls import get_resolver

    import tongban.config.wsgi  # noqa: F401
    from tongban.catalog import queries

    get_resolver().url_patterns  # noqa: B018  a property that reads every address
    if search:
        queries.warm_up()
    gc.collect()
    gc.freeze()  # counting these over and over would copy them into every process


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    return parser.parse_args()


if __name__ == "__main__":
    main()

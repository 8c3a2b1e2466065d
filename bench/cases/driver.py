"""The driver alone: one INSERT a transaction, on as many connections as there are clients."""

import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from urllib.parse import unquote, urlsplit

import psycopg

from bench.node import Scene

PROCESSES = 2
INSERT = """
    INSERT INTO audit_entry (action, subject, by, under, detail, at)
    VALUES ('bench.raw', 'bench/0', '00000000-0000-0000-0000-000000000000', '', '{}', now())
"""


def rate(scene: Scene, *, clients: int, seconds: float) -> float:
    """Inserts a second."""
    each = partial(_in_one_process, scene.surroundings["TONGBAN_DATABASE"], seconds)
    with ProcessPoolExecutor(PROCESSES) as pool:
        return sum(pool.map(each, [clients // PROCESSES] * PROCESSES)) / seconds


def _in_one_process(address: str, seconds: float, connections: int) -> int:
    with ThreadPoolExecutor(connections) as pool:
        return sum(pool.map(partial(_on_one_connection, address), [seconds] * connections))


def _on_one_connection(address: str, seconds: float) -> int:
    parts, done = urlsplit(address), 0
    host, name = unquote(parts.hostname or ""), parts.path.strip("/")
    with psycopg.connect(host=host, user=parts.username, dbname=name, autocommit=True) as line:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            line.execute(INSERT, prepare=True)
            done += 1
    return done

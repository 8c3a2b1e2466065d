import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tongban.config import environment
from tongban.config.running.checkup import checkup
from tongban.config.running.home import make_demo_home, make_keys
from tongban.config.running.processes import free_port

ROOT = Path(__file__).parents[2]


def tongban(*words: str, **more: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TONGBAN_")}
    return subprocess.run(
        [sys.executable, ROOT / "tongban", *words],
        env=kept | {"TONGBAN_VENV": sys.prefix} | more,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_the_launcher_alone_lists_what_it_can_do() -> None:
    said = tongban()
    assert said.returncode == 0
    assert "demo " in said.stdout


def test_an_unknown_command_says_how_to_see_the_known_ones() -> None:
    said = tongban("dmeo")
    assert said.returncode == 1
    assert "Run ./tongban alone" in said.stderr


def test_a_taken_port_says_so() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(SystemExit, match="is taken by another program"):
            free_port(taken.getsockname()[1])


def test_a_token_is_refused_where_there_is_no_demo(tmp_path: Path) -> None:
    said = tongban("token", "citizen", "--home", str(tmp_path))
    assert said.returncode == 1
    assert "is not a demo" in said.stderr


def test_programs_are_registered_at_a_hub_only(tmp_path: Path) -> None:
    make_keys(tmp_path)
    said = tongban("client", "list", TONGBAN_HOME=str(tmp_path))
    assert said.returncode == 1
    assert "Programs sign people in at the hub" in said.stderr
    there = tongban("client", "--demo", str(tmp_path), "list")
    assert "is not a demo" in there.stderr


def test_serving_a_demo_or_an_unprepared_home_is_refused(tmp_path: Path) -> None:
    unprepared = tongban("serve", TONGBAN_HOME=str(tmp_path / "empty"))
    assert "Run ./tongban migrate first" in unprepared.stderr
    make_demo_home(tmp_path / "demo")
    assert "is a demo" in tongban("serve", TONGBAN_HOME=str(tmp_path / "demo")).stderr


def test_the_doctor_says_what_to_do(tmp_path: Path) -> None:
    make_demo_home(tmp_path / "demo")
    (tmp_path / "demo" / "keys.json").chmod(0o644)
    said = tongban("doctor", "--home", str(tmp_path / "demo"))
    assert said.returncode == 1
    assert "chmod 600" in said.stdout
    assert "run ./tongban demo" in said.stdout


def test_a_home_that_does_not_exist_yet_is_no_illness(tmp_path: Path) -> None:
    found = {finding.name: finding for finding in checkup(tmp_path / "later")}
    assert not found["home"].needed
    assert found["python"].ok


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TONGBAN_DATABASE", "mysql://x", "must be `sqlite` or"),
        ("TONGBAN_DEMO", "perhaps", "set it to yes or no"),
        ("TONGBAN_READS_PER_SECOND", "7", "100 or more"),
    ],
)
def test_an_odd_setting_stops_the_start_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SystemExit, match=words):
        environment.database()
        environment.flag("TONGBAN_DEMO")
        environment.number("TONGBAN_READS_PER_SECOND", default=300, least=100)

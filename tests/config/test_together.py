"""Several platforms in one folder: which ones, where, at which ports."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tongban.config.commands import demo, token
from tongban.config.running import beginning, together
from tongban.config.running.home import is_demo, make_demo_folder
from tongban.config.running.processes import free_ports
from tongban.config.running.together import Place, chosen, keep, kept, places


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def test_the_usual_platforms_are_a_hub_and_three_nodes() -> None:
    usual = chosen(None)
    assert usual[0] == "hub"
    assert len(usual) == 4


def test_the_hub_comes_first_whatever_the_order_was() -> None:
    assert chosen("zhejiang, hub,chongqing") == ["hub", "zhejiang", "chongqing"]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("hub,atlantis", r"no platform 'atlantis'\. There are: hub, anhui, beijing"),
        ("hub,henan,henan", "henan is asked for twice"),
        (" , ", "Name the platforms to start"),
    ],
)
def test_a_choice_that_cannot_be_is_refused_before_anything_is_made(
    tmp_path: Path, asked: str, words: str
) -> None:
    with pytest.raises(SystemExit, match=words):
        demo.main(["--home", str(tmp_path / "home"), "--platforms", asked])
    assert not (tmp_path / "home").exists()


def test_alone_and_several_exclude_each_other(tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        demo.main(["--home", str(tmp_path), "--alone", "--platforms", "hub"])


def test_each_platform_has_a_home_and_the_next_port(tmp_path: Path) -> None:
    first, second, third = free_ports([0, 0, 0], insist=True)
    assert len({first, second, third}) == 3
    found = places(tmp_path, ["hub", "henan"], port=first)
    assert [place.home for place in found] == [tmp_path / "hub", tmp_path / "henan"]
    assert [place.port for place in found] == [first, first + 1]
    assert found[1].address == f"http://127.0.0.1:{first + 1}"


def test_one_taken_port_stops_the_start_of_all(taken: int) -> None:
    with pytest.raises(SystemExit, match=f"Port {taken} is taken by another program"):
        free_ports([0, taken], insist=True)


def test_free_ports_are_those_of_last_time_where_that_is_possible(
    tmp_path: Path, taken: int
) -> None:
    before = places(tmp_path, ["hub", "henan"], port=0)
    keep(tmp_path, [before[0], Place("henan", before[1].folder, taken)])
    hub, henan, shanghai = places(tmp_path, ["hub", "henan", "shanghai"], port=0)
    assert hub.port == before[0].port
    assert henan.port != taken
    assert shanghai.port


def test_what_ran_last_is_remembered(tmp_path: Path) -> None:
    assert kept(tmp_path) == []
    running = [Place("hub", str(tmp_path / "hub"), 8000)]
    keep(tmp_path, running)
    assert kept(tmp_path) == running


def test_joining_is_done_again_when_somebody_moved_or_it_is_long_ago(tmp_path: Path) -> None:
    running = [Place("hub", str(tmp_path), 8000), Place("henan", str(tmp_path), 8001)]
    assert not together.has_joined(tmp_path, running)
    together.note_joined(tmp_path, running)
    assert together.has_joined(tmp_path, running)
    assert not together.has_joined(tmp_path, running[:1])
    assert not together.has_joined(tmp_path, [running[0], Place("henan", str(tmp_path), 8002)])
    os.utime(tmp_path / together.JOINED, (0, 0))
    assert not together.has_joined(tmp_path, running)


def test_several_platforms_do_not_share_one_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TONGBAN_DATABASE", "postgresql://somewhere/one")
    with pytest.raises(SystemExit, match=r"need a database each\. Unset TONGBAN_DATABASE"):
        beginning.prepare_together(tmp_path, [Place("hub", str(tmp_path / "hub"), 8000)])
    assert not (tmp_path / "hub").exists()


def test_a_folder_for_several_has_no_keys_of_its_own(tmp_path: Path) -> None:
    make_demo_folder(tmp_path / "home")
    assert is_demo(tmp_path / "home")
    assert not (tmp_path / "home" / "keys.json").exists()


def test_a_token_is_for_a_platform_that_ran_here(tmp_path: Path) -> None:
    make_demo_folder(tmp_path)
    keep(tmp_path, [Place("hub", str(tmp_path / "hub"), 8000)])
    with pytest.raises(SystemExit, match=r"no platform 'henan' in .+ There is: hub"):
        token.main(["citizen", "--home", str(tmp_path), "--at", "henan"])

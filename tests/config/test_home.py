import json
import stat
from pathlib import Path

import pytest

from tongban.config.running.home import KEYS, held, is_demo, make_demo_home, make_keys, reset


def test_a_new_home_is_a_demo_with_keys_that_only_its_owner_reads(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_demo_home(home)
    assert is_demo(home)
    assert stat.S_IMODE((home / KEYS).stat().st_mode) == 0o600
    assert json.loads((home / KEYS).read_text()).keys() == {"seal", "index", "django"}


def test_keys_are_made_once(tmp_path: Path) -> None:
    make_keys(tmp_path)
    first = (tmp_path / KEYS).read_text()
    make_keys(tmp_path)
    assert (tmp_path / KEYS).read_text() == first


def test_a_folder_with_other_peoples_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(SystemExit, match="no demo made"):
        make_demo_home(tmp_path)
    with pytest.raises(SystemExit, match="not made by a demo"):
        reset(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_starting_over_deletes_what_a_demo_made(tmp_path: Path) -> None:
    home = tmp_path / "home"
    make_demo_home(home)
    reset(home)
    assert not home.exists()


def test_a_home_runs_once_at_a_time(tmp_path: Path) -> None:
    make_demo_home(tmp_path)
    second = pytest.raises(SystemExit, match="Another installation is running")
    with held(tmp_path), second, held(tmp_path):
        pass
    with held(tmp_path):
        pass

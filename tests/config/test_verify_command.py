"""`./tongban verify`: for gates that are programs, and people at a keyboard."""

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.certificates.codes.phones import KEY, a_code, a_credential, an_issuer, list_text
from tests.harness.foreign import ROOT
from tongban.certificates.rules import codes, trust
from tongban.config.commands import verify
from tongban.crypto.devices import Device


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Keys and lists as somebody fetched them a moment ago."""
    issuer, at = an_issuer(), datetime.now(UTC)
    content = {
        "version": 1,
        "expires_at": (at + timedelta(days=1)).isoformat(),
        "issuers": [{"name": "west", "address": issuer.address, "keys": [KEY.public.to_jwk()]}],
        "signers": [KEY.public.to_jwk()],
        "scenes": [{"id": "bus", "names": {}, "purposes": {}, "fields": [], "holders": ["person"]}],
    }
    (tmp_path / "keys.json").write_text(trust.write_keys(content, [KEY]))
    (tmp_path / "lists.txt").write_text(list_text(at=at))
    return ["--keys", str(tmp_path / "keys.json"), "--status", str(tmp_path / "lists.txt")]


def a_text(**more) -> str:
    at = datetime.now(UTC)
    device = Device.make()
    return codes.presented(a_credential(device, at=at, **more), device, at=at)


def test_a_good_code_is_accepted(files, capsys) -> None:
    assert verify.main([a_text(), "--scene", "bus", *files]) == 0
    assert capsys.readouterr().out.startswith("accepted: good.")


def test_a_code_may_come_from_a_scanner(files, capsys, monkeypatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(a_text() + "\n"))
    assert verify.main(["-", *files]) == 0


def test_a_bad_code_is_refused_with_its_reason(files, capsys) -> None:
    assert verify.main([a_code(), *files]) == 1
    assert "refused: " in capsys.readouterr().out
    assert verify.main([a_text(holder="f"), "--scene", "bus", *files]) == 1
    assert "wrong_holder" in capsys.readouterr().out


def test_a_stale_list_is_told_by_another_answer(files, capsys) -> None:
    Path(files[3]).write_text(list_text(at=datetime.now(UTC) - timedelta(hours=1)))
    assert verify.main([a_text(), *files]) == 3
    assert "amber: list_is_stale" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--scene", "casino"], ["--keys", "nowhere.json"]])
def test_what_is_not_there_is_said(files, wrong: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        verify.main(["TB1:", *files, *wrong])
    assert "tongban: " in str(stopped.value)


def test_the_example_is_short() -> None:
    assert (ROOT / "docs/examples/verify.py").read_text().count("\n") <= 30

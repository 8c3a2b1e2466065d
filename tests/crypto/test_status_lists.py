"""Status lists: the bits of the specification, small, signed, and never an older one."""

import gzip
import zlib
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from tongban.crypto import status_lists
from tongban.crypto.keys import GM, INTL, PrivateKey, decoded, encoded, generate
from tongban.crypto.status_lists import NoStatusList, StatusList, packed

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
KEY, FORMER = generate(INTL), generate(INTL)
ADDRESS = "https://west.example/codes/status/1/"


def a_list(
    *revoked: int, key: PrivateKey = KEY, version: int = 1, size: int = 1000, at: datetime = AT
) -> str:
    return status_lists.sign(
        subject=ADDRESS,
        version=version,
        size=size,
        revoked=revoked,
        key=key,
        at=at,
        lives=timedelta(hours=24),
        fresh=timedelta(minutes=1),
    )


def opened(text: str, **more) -> StatusList:
    return status_lists.read(text, keys=[KEY.public], **more)


def why(text: str, **more) -> str:
    with pytest.raises(NoStatusList) as caught:
        opened(text, **more)
    return caught.value.code


def test_the_example_of_the_specification() -> None:
    ones = [0, 3, 4, 5, 7, 8, 9, 13, 15]
    assert zlib.decompress(decoded(packed(16, ones))) == bytes([0xB9, 0xA3])
    assert packed(16, ones) == "eNrbuRgAAhcBXQ"


@pytest.mark.parametrize("suite", [INTL, GM])
def test_a_list_says_who_was_taken_back_and_nobody_else(suite: str) -> None:
    key = generate(suite)
    found = status_lists.read(a_list(0, 77, 999, key=key), keys=[key.public], subject=ADDRESS)
    assert [index for index in range(1000) if found.is_revoked(index)] == [0, 77, 999]
    assert found.is_revoked(1000)
    assert found.is_revoked(-1)
    assert found.age(at=AT + timedelta(minutes=3)) == timedelta(minutes=3)
    assert found.expires_at == AT + timedelta(hours=24)


def test_a_million_entries_fit_into_four_kilobytes() -> None:
    revoked = Random(1).sample(range(1_000_000), 1000)
    text = a_list(*revoked, size=1_000_000)
    assert len(decoded(packed(1_000_000, revoked))) <= 2500
    assert len(gzip.compress(text.encode())) <= 4096, "as it goes over the wire"
    assert all(opened(text).is_revoked(index) for index in revoked)


def test_an_older_list_does_not_replace_a_newer_one() -> None:
    old, new = a_list(version=6), a_list(5, version=7)
    assert opened(new, newest=6).version == 7
    assert opened(new, newest=7).version == 7
    assert why(old, newest=7) == "rolled_back"


def test_a_list_of_a_former_key_is_refused() -> None:
    assert why(a_list(key=FORMER)) == "unknown_key"


def test_a_list_for_another_address_is_refused() -> None:
    assert why(a_list(), subject="https://east.example/codes/status/1/") == "malformed"


def test_a_changed_list_is_refused() -> None:
    header, payload, signature = a_list(5).split(".")
    other = a_list(version=2).split(".")[1]
    assert why(f"{header}.{other}.{signature}") == "bad_signature"
    assert why(f"{other}.{payload}.{signature}") == "malformed"


@pytest.mark.parametrize("text", ["", "a.b.c", "{}", "中", "e30.e30.e30", "x" * (5 * 2**20)])
def test_other_texts_are_refused(text: str) -> None:
    assert why(text) == "malformed"


def test_a_list_that_unpacks_to_a_mountain_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = encoded(zlib.compress(bytes(2**25), 9))
    monkeypatch.setattr(status_lists, "packed", lambda _size, _revoked: bomb)
    assert why(a_list()) == "malformed"

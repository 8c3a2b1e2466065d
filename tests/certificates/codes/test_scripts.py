"""The scripts of the pages: they say what Python says, make what Python takes, and draw right."""

import random
from datetime import timedelta
from typing import Any

import pytest
import segno
import zxingcpp
from PIL import Image

from tests.certificates.codes.phones import (
    AT,
    KEY,
    PLACE,
    SECOND,
    a_code,
    a_credential,
    a_verifier,
    an_issuer,
    list_text,
)
from tests.harness import foreign
from tests.harness.foreign import ROOT
from tongban.certificates.rules import codes, trust
from tongban.certificates.rules.codes import FIRM, KEPT, PREFIX, Place
from tongban.certificates.rules.scenes import scene_from
from tongban.crypto import base45
from tongban.crypto.devices import Device
from tongban.crypto.keys import GM, INTL, PrivateKey, encoded, generate

pytestmark = pytest.mark.usefixtures("foreign")
SCRIPTS = str(ROOT / "src/tongban/portal/static/portal/js/codes")
SCENES = [
    {"id": "bus", "names": {}, "purposes": {}, "fields": [], "holders": ["person"], "level": 3},
    {"id": "bank", "names": {}, "purposes": {}, "fields": [], "demanding": True},
]
STALE = timedelta(minutes=20)
ALPHABET = base45.ALPHABET.decode()


def run(**told) -> dict[str, Any]:
    return foreign.run("codes.mjs", {"scripts": SCRIPTS, **told})


def keys_text(*signed_by: PrivateKey, version: int = 1, key: PrivateKey = KEY) -> str:
    issuer = an_issuer(key)
    content = {
        "version": version,
        "expires_at": (AT + timedelta(days=3)).isoformat(),
        "issuers": [
            {"name": issuer.name, "address": issuer.address, "keys": [key.public.to_jwk()]}
        ],
        "signers": [each.public.to_jwk() for each in signed_by or (KEY,)],
        "scenes": SCENES,
    }
    return trust.write_keys(content, list(signed_by or (KEY,)))


def flipped(text: str, place: int, flip: int) -> str:
    raw = bytearray(base45.decode(text.removeprefix(PREFIX)))
    raw[place % len(raw)] ^= flip
    return PREFIX + base45.encode(bytes(raw))


def shown_codes(damaged: list[str]) -> list[dict[str, Any]]:
    """Good ones, each kind of bad one, and these."""
    fresh = a_code()
    texts = [
        fresh,
        a_code(holder=FIRM),
        a_code(holder=KEPT),
        a_code(level=2),
        a_code(by=Device.make()),
    ]
    texts += [a_code(audience="gate-1"), a_code(key=generate(INTL)), a_code(at=AT + 40 * SECOND)]
    texts += [a_code(place=Place(1, 5)), a_code(place=Place(2, 5)), a_code(place=Place(1, 2**20))]
    texts += ["", "https://example.org/", PREFIX, PREFIX + "A", PREFIX + "0" * 597, "中文"]
    texts += damaged
    return [
        {"text": text, "now": (AT + after).timestamp(), "scene": scene, "audience": audience}
        for text in texts
        for after, scene, audience in [
            (timedelta(0), None, ""),
            (61 * SECOND, None, ""),
            (timedelta(0), SCENES[0], "gate-1"),
            (timedelta(0), SCENES[1], "gate-2"),
        ]
    ]


@pytest.mark.parametrize("age", [timedelta(0), STALE, timedelta(hours=25)])
def test_the_page_says_what_the_library_says(age: timedelta) -> None:
    lists = list_text(5, at=AT - age)
    dice, fresh = random.Random(7), a_code()
    places = [(dice.randrange(400), dice.randrange(1, 256)) for _ in range(50)]
    damaged = [flipped(fresh, *place) for place in places]
    shown = shown_codes(damaged)
    said = run(check={"keys": keys_text(), "lists": lists, "codes": shown})["verdicts"]
    keys = trust.read_keys(keys_text(), at=AT)
    for each, verdict in zip(shown, said, strict=True):
        verifier = keys.verifier(trust.read_lists(lists, keys), audience=each["audience"])
        at = AT + timedelta(seconds=each["now"] - AT.timestamp())
        scene = scene_from(each["scene"]) if each["scene"] else None
        expected = verifier.check(each["text"], at=at, scene=scene)
        assert verdict["outcome"] == expected.outcome, each
        assert each["text"] in damaged or verdict["reason"] == expected.reason, each


def test_the_page_refuses_national_algorithms_without_a_network_and_says_why() -> None:
    key = generate(GM)
    codes_ = [{"text": a_code(key=key), "now": AT.timestamp()}]
    told = {"keys": keys_text(key=key), "lists": list_text(key=key), "codes": codes_}
    (verdict,) = run(check=told)["verdicts"]
    assert (verdict["outcome"], verdict["reason"]) == ("refused", "not_in_this_browser")


def test_the_page_takes_only_keys_that_may_follow_the_ones_before() -> None:
    former, next_one = generate(INTL), generate(INTL)
    after = [
        keys_text(KEY, next_one, version=6),
        keys_text(KEY, version=4),
        keys_text(former, version=9),
        keys_text(KEY, version=6).replace("payload", "p"),
    ]
    said = run(follow={"before": keys_text(KEY, version=5), "after": after})["follow"]
    assert said[:3] == ["taken", "rolled_back", "not_signed"]
    assert said[3] != "taken"


@pytest.mark.parametrize("audience", ["", "gate-1"])
def test_a_code_that_the_page_makes_is_accepted(audience: str) -> None:
    device = Device.make()
    point, secret = device.public.point, device.secret.private_numbers().private_value
    jwk = {"kty": "EC", "crv": "P-256", "x": encoded(point[:32]), "y": encoded(point[32:])}
    told = {
        "jwk": {**jwk, "d": encoded(secret.to_bytes(32))},
        "credential": encoded(a_credential(device)),
        "moment": int(AT.timestamp()),
        "audience": audience,
    }
    text = run(present=told)["text"]
    assert a_verifier(audience=audience).check(text, at=AT).reason == "good"
    assert codes.opened(text).credential.place == PLACE


def test_squares_are_drawn_as_another_library_draws_them() -> None:
    dice = random.Random(45)
    sizes = [1, 2, 20, 21, 90, 122, 154, 178, 221, 262, 311, 366, 419, 483, 528, 600]
    wanted = [
        ["".join(dice.choices(ALPHABET[10:], k=size)), mask] for size in sizes for mask in range(8)
    ]
    drawn = run(squares=wanted)["squares"]
    for (text, mask), rows in zip(wanted, drawn, strict=True):
        square = segno.make(
            text, error="m", boost_error=False, micro=False, mask=mask, mode="alphanumeric"
        )
        assert [list(row) for row in square.matrix] == rows, (len(text), mask)


def test_squares_can_be_read_with_the_mask_that_the_page_chooses() -> None:
    texts = [a_code(), a_code(audience="a-gate-with-a-name")]
    for text, rows in zip(texts, run(squares=[[text] for text in texts])["squares"], strict=True):
        size = len(rows) + 8
        picture = Image.new("L", (size, size), 255)
        for y, row in enumerate(rows):
            for x, dark in enumerate(row):
                picture.putpixel((x + 4, y + 4), 0 if dark else 255)
        (found,) = zxingcpp.read_barcodes(
            picture.resize((size * 4, size * 4), Image.Resampling.NEAREST)
        )
        assert found.text == text

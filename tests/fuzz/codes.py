"""Throw bytes at everything that reads a code, a status list or a list of keys: `python -m tests.fuzz.codes [MINUTES]`.

Not part of the tests: it runs for as many CPU minutes as one gives it (10 by default) and ends with
a trace and the input if anything but a verdict or one of our own exceptions comes out.
"""

import contextlib
import os
import sys
from datetime import UTC, datetime
from time import process_time

import atheris

with atheris.instrument_imports(include=["tongban", "fido2"]):
    from tongban.certificates.rules import codes, trust
    from tongban.certificates.rules.codes import Credential, Place
    from tongban.certificates.rules.trust import NotTrusted
    from tongban.certificates.rules.verdicts import REFUSED, Issuer, Verifier
    from tongban.crypto import base45, status_lists
    from tongban.crypto.devices import Device
    from tongban.crypto.keys import INTL, generate
    from tongban.crypto.status_lists import NoStatusList

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
KEY, DEVICE = generate(INTL), Device.make()
ISSUER = Issuer("west", "https://west.example", KEY.public)
VERIFIER = Verifier({codes.short_kid(KEY.public.kid): ISSUER}, {})
SECONDS_A_READ = 2  # of CPU
ASLEEP = 120  # seconds by the clock on the wall, for a machine that has other things to do
CREDENTIAL = codes.issued(
    Credential(bytes(codes.ID), codes.PERSON, 3, 1_795_600_000, Place(1, 7), DEVICE.public), KEY
)
GOOD = base45.decode(codes.presented(CREDENTIAL, DEVICE, at=AT).removeprefix(codes.PREFIX))


minutes = int(sys.argv[1]) if len(sys.argv) > 1 else 10


def one(raw: bytes) -> None:
    """The same bytes as a code, as the text of one, in the middle of a good one, and as the lists."""
    began = process_time()
    if began > 60 * minutes:
        sys.stderr.write(f"No fault in {minutes} minutes of CPU.\n")
        os._exit(0)  # the fuzzer counts by the clock on the wall, which is not what is meant
    text = raw.decode("utf-8", "replace")
    for shown in (text, codes.PREFIX + text, codes.PREFIX + base45.encode(raw)):
        assert VERIFIER.check(shown, at=AT).outcome == REFUSED
    place, patch = (raw[0] * 2, raw[1:]) if raw else (0, b"")
    for inside in (
        raw[:300],
        CREDENTIAL[: place % 200] + patch + CREDENTIAL[place % 200 :][len(patch) :],
    ):
        shown = codes.presented(inside, DEVICE, at=AT)
        assert VERIFIER.check(shown, at=AT).outcome == REFUSED
    patched = GOOD[:place] + patch + GOOD[place + len(patch) :]
    assert VERIFIER.check(codes.PREFIX + base45.encode(patched), at=AT).outcome == REFUSED
    with contextlib.suppress(NoStatusList):
        status_lists.read(text, keys=[KEY.public])
    with contextlib.suppress(NotTrusted):
        trust.read_keys(text, at=AT)
    assert process_time() - began < SECONDS_A_READ, "it hung"


def main() -> None:
    limits = [f"-timeout={ASLEEP}", "-rss_limit_mb=1024"]
    atheris.Setup([sys.argv[0], *limits, "-max_len=800"], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

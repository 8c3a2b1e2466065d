"""Signatures a second, beside `openssl speed` in the same run: `./tongban bench signing [--json]`."""

import argparse
import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from time import process_time

from bench.report import Goal, Report
from tongban.crypto.documents import read_document, sign_document
from tongban.crypto.keys import GM, INTL, PrivateKey, generate
from tongban.crypto.messages import read_request, sign_request

SHARE = 0.6  # of what OpenSSL alone reaches
TRIES, SECONDS = 3, 0.5  # the best of these, in CPU seconds, as OpenSSL counts
BARE = {INTL: "ed25519", GM: "sm2"}
AT = datetime(2026, 10, 14, tzinfo=UTC)
URL = "https://east.example/exchange/inbox"
BODY = b"{}" * 1000
SHORT = BODY[:100]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban bench signing", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args(list(arguments))
    report = Report("signing", notes=["everything a second of one core"])
    for suite in (INTL, GM):
        signed, verified = _bare(suite)
        row = _ours(generate(suite))
        report.rows.append({"suite": suite, **row, "bare sign": signed, "bare verify": verified})
        for what, bare in (("sign", signed), ("verify", verified)):
            share = row[what] / bare
            report.goals.append(Goal(f"{suite}: {what} beside OpenSSL", share, SHARE, most=False))
    return report.give(as_json=asked.json)


def _ours(key: PrivateKey) -> dict[str, float]:
    public, signature = key.public, key.sign(SHORT)
    request = {"method": "POST", "url": URL, "body": BODY, "at": AT}
    json = {"Content-Type": "application/json"}
    headers = sign_request(**request, headers=json, key=key, nonce="1")
    document = sign_document({"body": BODY.decode()}, [key], kind="bench")
    known = {public.kid: public}.get
    return {
        "sign": _rate(lambda: key.sign(SHORT)),
        "verify": _rate(lambda: public.verify(signature, SHORT)),
        "request": _rate(lambda: sign_request(**request, headers=json, key=key, nonce="1")),
        "read request": _rate(lambda: read_request(**request, headers=headers, key_for=known)),
        "read document": _rate(lambda: read_document(document, keys=[public], kind="bench")),
    }


def _rate(work: Callable[[], object]) -> float:
    return max(_once(work) for _ in range(TRIES))


def _once(work: Callable[[], object]) -> float:
    times, began = 0, process_time()
    while process_time() - began < SECONDS:
        for _ in range(50):
            work()
        times += 50
    return times / (process_time() - began)


def _bare(suite: str) -> tuple[float, float]:
    """Signed and verified a second by OpenSSL's own measurement."""
    command = ["openssl", "speed", "-mr", "-seconds", "1", BARE[suite]]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    signed, verified = done.stdout.strip().split(":")[-2:]
    return float(signed), float(verified)

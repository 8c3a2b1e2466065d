"""`./tongban verify CODE`: whether a code is genuine, with keys and lists from files or a platform."""

import argparse
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import urlopen

from tongban.certificates.rules.trust import Keys, NotTrusted, read_keys, read_lists
from tongban.certificates.rules.verdicts import ACCEPTED, AMBER, REFUSED
from tongban.config.running.home import stop
from tongban.config.running.prepare import say

ANSWERS: Final = {ACCEPTED: 0, AMBER: 3, REFUSED: 1}
MOST: Final = 4 * 2**20
PATIENCE: Final = 10  # seconds
AGES_AGO: Final = datetime.min.replace(tzinfo=UTC)  # an expired file still says who signs


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban verify", description=__doc__)
    parser.add_argument("code", help="the text of the square; - reads it from the input")
    parser.add_argument("--scene", default="", help="where it is shown, as the pack names it")
    parser.add_argument("--for", dest="audience", default="", help="who checks, if that matters")
    parser.add_argument("--keys", default="code-keys.json", help="file of issuers' keys")
    parser.add_argument("--status", default="code-lists.txt", help="file of status lists")
    parser.add_argument("--fetch", default="", help="address of a platform: renew both files first")
    asked = parser.parse_args(arguments)
    at = datetime.now(UTC)
    files = Path(asked.keys), Path(asked.status)
    if asked.fetch:
        _fetch(asked.fetch, *files, at=at)
    keys = _keys(files[0], at=at)
    if asked.scene and asked.scene not in keys.scenes:
        stop(f"there is no scene {asked.scene!r}, only {', '.join(sorted(keys.scenes))}")
    code = sys.stdin.readline().strip() if asked.code == "-" else asked.code
    verifier = keys.verifier(read_lists(_text(files[1]), keys), audience=asked.audience)
    verdict = verifier.check(code, at=at, scene=keys.scenes.get(asked.scene))
    say(f"{verdict.outcome}: {verdict.reason}. {verdict.sentence}")
    return ANSWERS[verdict.outcome]


def _keys(path: Path, *, at: datetime) -> Keys:
    try:
        return read_keys(_text(path), at=at)
    except NotTrusted as error:
        stop(f"{path}: {error}")


def _text(path: Path) -> str:
    if not path.exists():
        stop(f"{path} is not there. Renew both files with --fetch ADDRESS.")
    return path.read_text()


def _fetch(address: str, keys_file: Path, lists_file: Path, *, at: datetime) -> None:
    """Renew both files; what may not follow the files that are there leaves them as they are."""
    fresh, lists = _get(f"{address}/codes/keys/"), _get(f"{address}/codes/status/")
    before = read_keys(keys_file.read_text(), at=AGES_AGO) if keys_file.exists() else None
    try:
        keys = read_keys(fresh, at=at, before=before)
    except NotTrusted as error:
        stop(f"{address}: {error}")
    held = read_lists(lists_file.read_text(), keys) if lists_file.exists() else []
    newest = {each.subject: each.version for each in held}
    if len(read_lists(lists, keys, newest=newest)) < len(read_lists(lists, keys)):
        stop(f"{address}: We have seen newer status lists than these.")
    keys_file.write_text(fresh)
    lists_file.write_text(lists)


def _get(address: str) -> str:
    if urlsplit(address).scheme not in {"http", "https"}:
        stop(f"{address} is no web address.")
    try:
        with urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310  looked at above
            text: str = answer.read(MOST).decode()
            return text
    except (OSError, ValueError) as error:
        stop(f"{address} did not answer: {error}")

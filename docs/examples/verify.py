"""Check codes from a scanner, offline: one code a line comes in, one verdict goes out.

    PYTHONPATH=src python docs/examples/verify.py keys.json lists.txt hall < codes

Fetch the two files from a platform when there is a network, every quarter of an hour or so:
`/codes/keys/` and `/codes/status/`. Give the newer file the older one's place only if
`read_keys(new, at=…, before=old)` takes it.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from tongban.certificates.rules.trust import read_keys, read_lists


def main(keys_file: str, lists_file: str, scene: str) -> None:
    keys = read_keys(Path(keys_file).read_text(), at=datetime.now(UTC))
    lists = read_lists(Path(lists_file).read_text(), keys)
    verifier = keys.verifier(lists)
    for line in sys.stdin:
        verdict = verifier.check(line.strip(), at=datetime.now(UTC), scene=keys.scenes[scene])
        print(verdict.outcome, verdict.reason, verdict.sentence, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:4])

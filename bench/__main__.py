"""`./tongban bench NAME [--json]` runs one measurement."""

import sys
from importlib import import_module

NAMES = {
    "booking": "appointments: a thousand people on ten places, and bookings a second",
    "certificates": "codes: verified, issued, fetched over HTTP; lists of what was taken back",
    "cases": "applying through the API on PostgreSQL: how many, how dear, nothing lost when killed",
    "federation": "events between two nodes: how many, how soon, each exactly once",
    "hotline": "requests to authorities: whose business, how many a second, a list of 100,000",
    "messages": "everybody in a city is told something, and what hostile requests cost",
    "list": "an official's list of work with 100,000 cases",
    "pages": "the public pages: questions to the database, bytes, and how browsers rate them",
    "start": "from a clone to the first answer, starting again, memory at rest",
    "signing": "signatures a second in both suites, beside OpenSSL alone",
    "search": "finding services: how good, how fast, a million of them",
}


def main() -> int:
    name, *arguments = sys.argv[1:] or [""]
    if name not in NAMES:
        print("usage: ./tongban bench NAME [--json]\n")
        for each, sentence in NAMES.items():
            print(f"  {each:<12} {sentence}")
        return 0 if name in {"", "help", "-h", "--help"} else 2
    sys.argv = [f"tongban bench {name}", *arguments]
    return int(import_module(f"bench.{name}").main(arguments) or 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

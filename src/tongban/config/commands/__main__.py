"""`python -m tongban.config.commands NAME …` runs one command."""

import sys
from importlib import import_module


def main() -> int:
    name, *arguments = sys.argv[1:] or ["help"]
    if not name.isalpha():
        sys.exit(f"tongban: there is no command {name!r}.")
    sys.argv = [f"tongban {name}", *arguments]
    command = import_module(f"tongban.config.commands.{name}")
    return int(command.main(arguments) or 0)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)

"""`./tongban migrate`: brings texts, static files and tables up to date."""

import os
from pathlib import Path

from tongban.config.running import prepare, steps
from tongban.config.running.home import make_keys


def main(_arguments: list[str]) -> int:
    home = Path(os.environ.get("TONGBAN_HOME", "var")).resolve()
    home.mkdir(parents=True, exist_ok=True)
    os.environ["TONGBAN_HOME"] = str(home)
    if "TONGBAN_KEYS_FILE" not in os.environ:
        make_keys(home)
    import django

    django.setup()
    prepare.run(home, steps.ALWAYS, show=prepare.say)
    prepare.say("ready to serve")
    return 0

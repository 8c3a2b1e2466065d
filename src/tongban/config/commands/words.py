"""`./tongban words [--check]`: brings the catalogues of translations up to date."""

import argparse

from tongban.config.running import system
from tongban.config.running.home import stop
from tongban.config.running.prepare import ROOT, SOURCE, say
from tongban.config.running.steps import words as compile_words


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban words", description=__doc__)
    parser.add_argument("--check", action="store_true", help="change nothing, list what is missing")
    asked = parser.parse_args(arguments)
    if system.bring([system.GETTEXT], show=say):
        stop(f"xgettext is missing. Run: {system.advice(system.GETTEXT)}")
    return _check() if asked.check else _update()


def _update() -> int:
    from tongban.config.words import catalogues
    from tongban.config.words.collecting import collect

    found = collect(SOURCE)
    for language in catalogues.LANGUAGES:
        total, missing = catalogues.update(found, language, ROOT / "locale")
        say(f"{language}: {total} texts, {missing} to translate")
    compile_words(ROOT)
    return 0


def _check() -> int:
    from tongban.config.words import catalogues
    from tongban.config.words.collecting import collect

    found = collect(SOURCE)
    told = [
        fault
        for language in catalogues.LANGUAGES
        for fault in sorted(catalogues.faults(found, language, ROOT / "locale"))
    ]
    say("\n".join(told) if told else f"{len(found)} texts, all translated")
    return 1 if told else 0

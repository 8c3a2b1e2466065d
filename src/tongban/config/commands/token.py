"""`./tongban token PERSON [--home DIR] [--at PLATFORM]`: an API token of a demo person, or an
official's code."""

import argparse
import os
from pathlib import Path

from tongban.config.demo import access
from tongban.config.running import together
from tongban.config.running.home import is_demo, stop
from tongban.config.running.prepare import say


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./tongban token", description=__doc__)
    parser.add_argument("person", help="as the demo lists them: citizen, elder, agent, …")
    parser.add_argument("--home", default="var", help="the demo's folder (default: var)")
    parser.add_argument("--at", help="which platform of the demo (default: the first)")
    parser.add_argument("--code", action="store_true", help="an official's sign-in code instead")
    asked = parser.parse_args(arguments)
    home = Path(asked.home).resolve()
    if not is_demo(home):
        stop(f"{home} is not a demo. Tokens of real people are made by themselves, signed in.")
    place = together.place_named(home, asked.at)
    home = place.home
    if asked.code:
        say(_code_of(asked.person, home))
        return 0
    os.environ.update(place.surroundings, TONGBAN_HOME=str(home), TONGBAN_DEMO="yes")
    import django

    django.setup()
    say(_token_of(asked.person))
    return 0


def _code_of(name: str, home: Path) -> str:
    who = access.known(home).get(name)
    if who is None or not who.is_official:
        stop(f"{name!r} is no official of this demo; citizens get their code on the phone.")
    return access.code_now(who.secret)


def _token_of(name: str) -> str:
    from django.utils.timezone import now

    from tongban.identity import operations, queries

    person = queries.person_named(name)
    if person is None:
        known = ", ".join(each.login_name for each in queries.invented_people())
        stop(f"There is no demo person {name!r}. There are: {known}.")
    return operations.issue_token(person=person, label="./tongban token", by=person, at=now())

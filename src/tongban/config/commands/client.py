"""`./tongban client add|list|end`: programs of third parties that may let people sign in here."""

import argparse
import os
from datetime import datetime
from pathlib import Path

from tongban.config.running import together
from tongban.config.running.home import is_demo, stop
from tongban.config.running.prepare import say


def main(arguments: list[str]) -> int:
    asked = _asked(arguments)
    if asked.demo:
        _be_the_hub_of(Path(asked.demo).resolve())
    import django

    django.setup()
    from django.utils.timezone import now

    from tongban.core.refusal import Refusal
    from tongban.federation import queries

    if not queries.is_hub():
        stop("Programs sign people in at the hub. This installation is none.")
    deeds = {"add": _add, "list": _list, "end": _end}
    try:
        deeds[asked.deed](asked, at=now())
    except Refusal as refusal:
        stop(f"{refusal} ({refusal.code})")
    return 0


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./tongban client", description=__doc__)
    parser.add_argument("--demo", metavar="DIR", help="at the hub of the demo in this folder")
    deeds = parser.add_subparsers(dest="deed", required=True)
    add = deeds.add_parser("add", help="register one; prints its id, and its secret this once")
    add.add_argument("name", help="as people will read it when they are asked")
    add.add_argument("--back", action="append", default=[], help="where people return, exactly")
    add.add_argument("--after", action="append", default=[], help="where they go after signing out")
    add.add_argument("--logout", default="", help="where it hears that somebody signed out")
    add.add_argument("--scope", default="openid profile", help="the most it may ask for")
    add.add_argument("--public", action="store_true", help="it can keep no secret: an app, a page")
    add.add_argument("--device", action="store_true", help="a machine that shows a code")
    deeds.add_parser("list", help="which there are")
    deeds.add_parser("end", help="remove one").add_argument("id")
    return parser.parse_args(arguments)


def _be_the_hub_of(home: Path) -> None:
    if not is_demo(home):
        stop(f"{home} is not a demo. Leave --demo out, and set TONGBAN_HOME as the hub has it.")
    place = together.place_named(home, together.FIRST)
    os.environ.update(place.surroundings, TONGBAN_HOME=str(place.home), TONGBAN_DEMO="yes")


def _add(asked: argparse.Namespace, *, at: datetime) -> None:
    from tongban.config.packs import Console
    from tongban.identity.operations.openid import register_client
    from tongban.identity.rules import Scope

    scopes = asked.scope.split()
    unknown = set(scopes) - set(Scope.values)
    if unknown:
        stop(
            f"There is no scope {', '.join(sorted(unknown))}. There are: {' '.join(Scope.values)}."
        )
    client, secret = register_client(
        name=asked.name,
        redirect_uris=asked.back,
        post_logout_uris=asked.after,
        logout_uri=asked.logout,
        scopes=scopes,
        public=asked.public,
        device=asked.device,
        by=Console(),
        at=at,
    )
    say(f"id      {client.client_id}")
    if secret:
        say(f"secret  {secret}")
        say("The secret is shown this once; only its digest is kept.")


def _list(_asked: argparse.Namespace, *, at: datetime) -> None:
    from tongban.identity.queries.openid import clients

    for client in clients():
        state = f"ended {client.ended_at:%Y-%m-%d}" if client.ended_at else "active"
        say(f"{client.client_id}  {state:<16} {client.name}  {' '.join(client.redirect_uris)}")


def _end(asked: argparse.Namespace, *, at: datetime) -> None:
    from tongban.config.packs import Console
    from tongban.identity.operations.openid import end_client

    end_client(client_id=asked.id, by=Console(), at=at)
    say(f"{asked.id} has ended; nobody is sent here by it any more.")

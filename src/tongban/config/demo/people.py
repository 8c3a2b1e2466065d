"""Bringing the invented people of the pack to life. Again changes nothing that is there."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from tongban.catalog import queries as catalog
from tongban.catalog.operations.posts import give_post
from tongban.catalog.packages import contents
from tongban.catalog.packages.pack import Pack
from tongban.catalog.rules import Role
from tongban.certificates import operations as certificates
from tongban.certificates import queries as wallet
from tongban.certificates.rules import Content, serial_of_old
from tongban.config import registers
from tongban.config.demo import access, belonging, helping, lines, machines
from tongban.config.demo.access import Access
from tongban.config.platform import Platform
from tongban.identity import operations, queries
from tongban.identity.models import Actor, Organisation, Person
from tongban.identity.rules import GrantKind, Level

Row = Mapping[str, Any]
FACTS = ("sex", "ethnicity", "birth_on", "address", "region")
ABOUT = "demo/people"
APPROVES = "chief"
ALONE = Platform()


@transaction.atomic
def seed(pack: Pack, home: Path, *, at: datetime, platform: Platform = ALONE) -> int:
    """Register, people, firms, posts and certificates; says how many people there are."""
    operations.load_register(contents.register(pack))
    before, people, told = access.known(home), {}, []
    for row in belonging.people(pack, platform):
        person = _person(row, at=at)
        _certificates(row, person, at=at)
        people[row["id"]] = person
        helping.register_helper(row, person, at=at)
        told.append(_access(row, person, before.get(row["id"]), at=at))
    for row in filter(_is_child, belonging.people(pack, platform)):
        _family(row, people, at=at)
    for row in belonging.people(pack, platform):
        helping.entrust(row, people, at=at)
    for row in belonging.firms(pack, platform):
        _firm(row, people, at=at)
    lines.open_lines(people.values(), at=at)
    machines.set_up(people.values(), at=at)
    access.keep(home, [each for each in told if each.phone])
    registers.approve(pack, platform, by=people[APPROVES], at=at)
    return len(people)


def _is_child(row: Row) -> bool:
    return bool(row.get("parent"))


def _family(row: Row, people: Mapping[str, Person], *, at: datetime) -> None:
    """The parent keeps the child's certificates, where both and the proof are known."""
    parent, child = people.get(row["parent"]), people[row["id"]]
    if parent and not wallet.ties_of(parent, at=at).filter(holder=child).exists():
        with suppress(certificates.NotYourChild):
            certificates.keep_childs(name=child.name, number=child.id_number, by=parent, at=at)


def _person(row: Row, *, at: datetime) -> Person:
    known = queries.person_named(row["id"])
    if known:
        return known
    return operations.register_person(
        login_name=row["id"],
        phone=row.get("phone", ""),
        name=row["name"],
        number=row["id_number"],
        facts={key: str(row[key]) for key in FACTS},
        level=Level.PRESENT,
        region=row.get("lives", row["region"]),
        elder=bool(row.get("elder")),
        synthetic=True,
        at=at,
    )


def _access(row: Row, person: Person, before: Access | None, *, at: datetime) -> Access:
    """Officials get a password and an authenticator of their own in this home, and their posts."""
    about = row["about"]["en"]
    plain = Access(id=row["id"], name=row["name"], about=about, phone=row.get("phone", ""))
    if not row.get("posts"):
        return plain
    for post in row["posts"]:
        office, role = catalog.office_with_code(post["office"]), Role(post["role"])
        give_post(
            person=person, office=office, role=role, title=post.get("title", ""), by=person, at=at
        )
    if before and before.is_official and person.is_official:
        return before
    password, secret = access.new_password(), access.new_secret()
    operations.register_official(
        person=person, login_name=row["id"], password=password, secret=secret, by=person, at=at
    )
    return Access(**vars(plain) | {"password": password, "secret": secret})


def _firm(row: Row, people: Mapping[str, Person], *, at: datetime) -> None:
    representative = people[row["legal_representative"]]
    uscc = str(row["uscc"])
    firm = queries.organisation_with(uscc) or operations.register_organisation(
        name=row["name"],
        uscc=uscc,
        legal_representative=representative,
        region=row.get("region", ""),
        synthetic=True,
        node=row.get("node", ""),
        by=representative,
        at=at,
    )
    for agent in row.get("agents", []):
        if agent["kind"] != GrantKind.LEGAL_REPRESENTATIVE:
            _power(agent, people, firm, at=at)
    _certificates(row, firm, at=at)


def _power(agent: Row, people: Mapping[str, Person], firm: Organisation, *, at: datetime) -> None:
    """From whom it says, else from the legal representative; elsewhere it is only kept."""
    giver = people[agent.get("under", "")] if agent.get("under") else firm.legal_representative
    kind, days = GrantKind(agent["kind"]), agent.get("days")
    services: list[str] = list(agent.get("services", []))
    ends_at = at + timedelta(days=days) if days else None
    if firm.node:
        operations.keep_power(
            organisation=firm,
            agent=people[agent["person"]],
            kind=kind,
            ends_at=ends_at,
            at=at,
            services=services,
        )
        return
    own = queries.live_grants_of(giver, at=at).filter(organisation=firm).first()
    with suppress(operations.AlreadyGiven):
        operations.give_grant(
            agent=people[agent["person"]],
            kind=kind,
            by=Actor(giver, own),
            ends_at=ends_at,
            at=at,
            services=services,
        )


def _end(held: Row, *, at: datetime) -> date | None:
    """Its last day, which may be so many days from now, so that there is something to renew."""
    if "ends_in" in held:
        return localdate(at) + timedelta(days=held["ends_in"])
    return date.fromisoformat(held["valid_to"]) if held.get("valid_to") else None


def _serial(row: Row, held: Row) -> str:
    """The same at every platform that knows of it."""
    return serial_of_old(f"{row['id']}/{held['type']}", on=date.fromisoformat(held["valid_from"]))


def _certificates(row: Row, holder: Person | Organisation, *, at: datetime) -> None:
    """What the wallet holds, once; a kind of which there is one already is left alone."""
    by = holder if isinstance(holder, Person) else holder.legal_representative
    held = wallet.live_by_type(holder, on=localdate(at))
    wanted: Iterable[Row] = row.get("certificates", [])
    for each in wanted:
        if each["type"] in held:
            continue
        kind = wallet.type_called(each["type"])
        certificates.issue(
            type=kind,
            holder=holder,
            content=Content(
                fields=each["fields"],
                valid_from=date.fromisoformat(each["valid_from"]),
                valid_until=_end(each, at=at),
                serial=_serial(row, each),
                node=each.get("node", ""),
            ),
            office=catalog.office_with_code(each["office"]),
            issuer=kind.issuer,
            about=ABOUT,
            by=by,
            at=at,
        )

import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
import pytest_django
from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate, now

from tests.builders import MONDAY
from tongban.catalog.packages import pack as packs
from tongban.certificates.queries import certificates_of, ties_of
from tongban.config.demo import access
from tongban.config.demo.people import seed
from tongban.config.packs import load
from tongban.config.running.listing import listing
from tongban.config.running.together import Place
from tongban.identity import queries
from tongban.identity.models import Actor, Person

pytestmark = pytest.mark.django_db


def silently(_what: str, _count: int) -> None:
    """Tell nobody."""


@pytest.fixture(scope="module")
def home(
    django_db_setup: None,
    django_db_blocker: pytest_django.DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Path]:
    """The whole pack and its people, brought once for all tests of this file."""
    folder, home = Path(settings.TONGBAN_PACK), tmp_path_factory.mktemp("home")
    with django_db_blocker.unblock(), transaction.atomic():
        load(folder, at=MONDAY, tell=silently)
        seed(packs.read(folder), home, at=MONDAY)
        yield home
        transaction.set_rollback(True)


def somebody(name: str) -> Person:
    person = queries.person_named(name)
    assert person is not None
    return person


def test_the_people_have_what_their_stories_need(home: Path) -> None:
    assert certificates_of(Actor(somebody("citizen"))).count() >= 5
    assert somebody("elder").elder
    [grant] = queries.live_grants_of(somebody("agent"), at=now())
    assert certificates_of(Actor(somebody("agent"), grant)).count() == 1
    assert {post.role for post in somebody("chief").posts.all()} == {"chief"}
    assert all(person.synthetic for person in queries.invented_people())


def test_bringing_them_again_changes_nothing(home: Path) -> None:
    before = access.known(home), certificates_of(Actor(somebody("citizen"))).count()
    seed(packs.read(Path(settings.TONGBAN_PACK)), home, at=MONDAY)
    assert (access.known(home), certificates_of(Actor(somebody("citizen"))).count()) == before


def test_only_the_owner_reads_how_to_be_an_official(home: Path) -> None:
    assert stat.S_IMODE((home / access.FILE).stat().st_mode) == 0o600
    officer = access.known(home)["officer"]
    assert somebody("officer").check_password(officer.password)
    assert access.code_now(officer.secret) in {
        pyotp.TOTP(officer.secret).now(),
        pyotp.TOTP(officer.secret).at(int(now().timestamp()) - 1),
    }


def test_the_console_lists_everybody_and_how_to_be_them(home: Path) -> None:
    said = listing([Place("", str(home), 8000)])
    for who in access.known(home).values():
        assert who.id in said
        assert (who.password if who.is_official else who.phone) in said


def test_a_demonstration_shows_a_family_a_chain_and_something_to_renew(home: Path) -> None:
    parent, at = somebody("citizen"), now()
    [tie] = ties_of(parent, at=at)
    assert tie.holder == somebody("child")
    [power] = queries.live_grants_of(somebody("agent"), at=at)
    assert power.given_under
    assert power.given_under.agent == somebody("manager")
    ends = [c.valid_until for c in certificates_of(Actor(somebody("agent")))]
    assert localdate(MONDAY) + timedelta(days=20) in ends
    assert "child" not in access.known(home)

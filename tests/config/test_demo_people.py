import stat
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from django.conf import settings
from django.utils.timezone import localdate, now

from tests.builders import MONDAY
from tests.portal.platforms import as_platform
from tongban.audit.models import Entry
from tongban.catalog.packages import pack as packs
from tongban.certificates.queries import certificates_of, ties_of
from tongban.config.demo import access, joining
from tongban.config.demo.people import seed
from tongban.config.packs import load
from tongban.config.platform import platform
from tongban.config.running.listing import listing
from tongban.config.running.together import Place
from tongban.federation.models import Peer
from tongban.identity import queries
from tongban.identity.models import Actor, Person

pytestmark = pytest.mark.django_db


def silently(_what: str, _count: int) -> None:
    """Tell nobody."""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = Path(settings.TONGBAN_PACK)
    load(folder, at=MONDAY, tell=silently)
    seed(packs.read(folder), tmp_path, at=MONDAY)
    return tmp_path


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


def test_a_platform_gets_its_officials_with_their_posts_and_keeps_them(tmp_path: Path) -> None:
    folder = Path(settings.TONGBAN_PACK)
    load(folder, at=MONDAY, tell=silently)
    pack = packs.read(folder)
    for _again in range(2):
        seed(pack, tmp_path, at=MONDAY, platform=platform("henan"))
    roles = {each.login_name: each.posts.get().role for each in Person.objects.filter(posts__gt=0)}
    assert roles == {
        "clerk": "clerk",
        "officer": "officer",
        "chief": "chief",
        "operator": "operator",
        "operator2": "operator",
    }
    assert all(person.synthetic for person in queries.invented_people())
    assert certificates_of(Actor(somebody("citizen"))).count() == 3
    assert "outsider" not in access.known(tmp_path)


def test_two_operators_admit_a_node_and_it_takes_over_who_belongs(tmp_path: Path) -> None:
    folder = Path(settings.TONGBAN_PACK)
    load(folder, at=MONDAY, tell=silently)
    with as_platform("henan"):
        application = joining.apply_for("hub", at=MONDAY)
    with as_platform("hub"):
        seed(packs.read(folder), tmp_path, at=MONDAY, platform=platform("hub"))
        registry = joining.approve([application], at=MONDAY)
        assert [peer.name for peer in Peer.objects.all()] == ["henan"]
        assert joining.approve([application], at=MONDAY) == registry
    agreed = Entry.objects.filter(action="federation.join_agreed").values_list("by", flat=True)
    assert len(set(agreed)) == 2


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

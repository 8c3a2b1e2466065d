"""What the demonstration of several platforms brings: officials with posts, and who belongs."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.builders import MONDAY
from tests.portal.platforms import as_platform
from tongban.audit.models import Entry
from tongban.catalog.packages import pack as packs
from tongban.certificates.queries import certificates_of
from tongban.config.demo import access, joining
from tongban.config.demo.people import seed
from tongban.config.packs import load
from tongban.config.platform import platform
from tongban.federation.models import Peer
from tongban.identity import queries
from tongban.identity.models import Actor, Person

pytestmark = pytest.mark.django_db


def silently(_what: str, _count: int) -> None:
    """Tell nobody."""


def somebody(name: str) -> Person:
    person = queries.person_named(name)
    assert person is not None
    return person


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

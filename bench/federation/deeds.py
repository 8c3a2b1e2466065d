"""What is done at a node while somebody watches the others, through its own operations."""

from datetime import timedelta

from django.utils.timezone import now

from tongban.catalog.models import Post
from tongban.catalog.rules import Role
from tongban.certificates import operations as certificates
from tongban.crypto.keys import decoded, encoded
from tongban.identity import operations as identity
from tongban.identity.models import Actor, Grant, Person
from tongban.identity.rules import GrantKind
from tongban.privacy import operations as privacy

SCENE = "hall-sign-in"


def look(*, phone: str, reason: str) -> None:
    """An official reads a name."""
    post, person = Post.objects.select_related("office").earliest("pk"), _person(phone)
    privacy.record_access(
        person=person,
        by=post.person,
        under=post.ref,
        office=post.office.names,
        about="visit/none",
        fields=["name"],
        reason=reason,
        at=now(),
    )


def gate() -> str:
    """A place that checks codes; the key with which it signs in."""
    chief = Post.objects.filter(role=Role.CHIEF, ended_at=None).earliest("pk")
    told = {"code": "bench-gate", "names": {"zh": "门"}, "scene": SCENE, "fields": ["kind"]}
    until = now() + timedelta(days=1)
    _gate, key = certificates.register_verifier(**told, until=until, by=chief, at=now())
    return key


def codes(*, phone: str, points: list[str]) -> list[str]:
    """Credentials for a phone, of a person or, without a number, of an agent of a firm."""
    by = Actor(_person(phone)) if phone else _agent()
    keys = [decoded(point) for point in points]
    return [
        encoded(each) for each in certificates.issue_codes(by=by, level=3, points=keys, at=now())
    ]


def cancel(*, phone: str) -> None:
    certificates.revoke_codes(by=Actor(_person(phone)), at=now())


def end_agent() -> None:
    """The firm takes the power back from its agent."""
    grant = _agent().grant
    assert grant is not None
    identity.revoke_grant(grant=grant, by=Actor(grant.agent, grant), at=now())


def _person(phone: str) -> Person:
    found = Person.objects.with_phone(phone)
    assert found is not None
    return found


def _agent() -> Actor:
    grant = Grant.objects.filter(kind=GrantKind.AGENT, revoked_at=None).earliest("pk")
    return Actor(grant.agent, grant)

"""Making one federation of the platforms of a demonstration, with two invented operators."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from tongban.federation import operations
from tongban.identity import queries
from tongban.identity.models import Person

OPERATORS = ("operator", "operator2")


def apply_for(hub: str, *, at: datetime) -> str:
    """At a node: who we are and how we sign, for the hub."""
    return operations.prepare_application(hub=hub, at=at)


def approve(applications: Iterable[str], *, at: datetime) -> str:
    """At the hub: both operators agree to each; answers with the registry of all members."""
    for application in applications:
        with suppress(operations.AlreadyJoined):
            joining = operations.apply_to_join(application=application, at=at)
            for name in OPERATORS:
                operations.approve_joining(joining=joining, by=_operator(name), at=at)
    return operations.publish_registry(at=at).document


def trust(registry: str, *, address: str, at: datetime) -> None:
    """At a node: this hub is ours. It is on the same machine, so nobody compares fingerprints."""
    shown = operations.fingerprint_in(registry, at=at)
    operations.trust_hub(text=registry, address=address, fingerprint=shown, at=at)


def _operator(name: str) -> Person:
    found = queries.person_named(name)
    assert found is not None, f"the demonstration has no {name}"  # noqa: S101
    return found

"""The harness is hostile: closed network, warnings are errors, random order."""

from collections.abc import Iterator

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test import TransactionTestCase, override_settings
from django.utils import translation

from tests.harness.browsers import browser, desk, phone, phone_without_scripts, playwright
from tests.harness.foreign import foreign
from tests.harness.live import fresh, live
from tests.harness.nation import nation, several
from tests.harness.network import _closed_network
from tests.harness.signing import _keys_as_they_were, signing
from tongban.catalog.queries import forget_offices

APART = {"journeys": "journey", "faults": "fault"}  # folder: mark
EMBEDDED = "sqlite"
DATABASE = {"db", "transactional_db", "django_db_reset_sequences", "django_db_setup"}

__all__ = [
    "_closed_network",
    "_keys_as_they_were",
    "browser",
    "desk",
    "foreign",
    "fresh",
    "live",
    "nation",
    "phone",
    "phone_without_scripts",
    "playwright",
    "several",
    "signing",
]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Journeys and faults run only when asked for (`-m journey`, `-m fault`, or by their path).

    What touches no database is the same on each of them, and runs beside the embedded one.
    """
    for item in items:
        for folder in APART.keys() & set(item.path.parts):
            item.add_marker(APART[folder])
    chosen = items if config.option.markexpr else [item for item in items if _asked_for(item)]
    if connection.vendor != EMBEDDED:
        chosen = [item for item in chosen if _touches_the_database(item)]
    left_out = set(items).difference(chosen)
    config.hook.pytest_deselected(items=list(left_out))
    items[:] = [item for item in items if item not in left_out]


def _asked_for(item: pytest.Item) -> bool:
    named = item.config.args
    return all(
        any(folder in name for name in named) for folder in APART.keys() & set(item.path.parts)
    )


def _touches_the_database(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    marked = item.get_closest_marker("django_db") is not None
    return marked or not DATABASE.isdisjoint(fixtures) or _is_of_django(item)


def _is_of_django(item: pytest.Item) -> bool:
    made_by = getattr(item, "cls", None)
    return made_by is not None and issubclass(made_by, TransactionTestCase)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_quick() -> Iterator[None]:
    """A hash that is meant to be slow is so in the product only; it says which in its settings."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _lines_end_with_their_answer() -> None:
    """A server in a thread gives its line to the database back, though its client stays on its own.

    Kept as in the product, one would still be there when the database is to go.
    """
    connections.settings[DEFAULT_DB_ALIAS]["CONN_MAX_AGE"] = 0


@pytest.fixture(autouse=True)
def _no_offices_of_before() -> None:
    """What a process keeps in memory of offices is not what another test had in its tables."""
    forget_offices()


@pytest.fixture(autouse=True)
def _language_of_the_installation() -> Iterator[None]:
    """No test speaks the language that the last request of another one asked for."""
    translation.deactivate()
    yield
    translation.deactivate()

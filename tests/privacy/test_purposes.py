"""Whatever uses personal data names a purpose of the register, and the notice is the register."""

import ast

import pytest
from django.test import Client

from tests.architecture.sources import FILES, name_of, tree_of
from tests.builders import PACK
from tongban.catalog.packages import contents
from tongban.catalog.packages import pack as packs
from tongban.privacy import operations, queries
from tongban.privacy.providers import keepers
from tongban.privacy.rules import STANDS_ALONE, purpose_of

PURPOSES = {row["id"]: row for row in contents.purposes(packs.read(PACK))}


def test_every_question_of_every_service_names_a_purpose_of_the_register() -> None:
    asked = [
        (service.data["id"], key, field["x-purpose"])
        for service in packs.read(PACK).services
        for key, field in service.data["form"]["schema"]["properties"].items()
    ]
    assert len(asked) > 500
    assert [each for each in asked if each[2] not in PURPOSES] == []


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_every_look_names_a_purpose_of_the_register(path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Assign | ast.AnnAssign) and _names(node) == "PURPOSE":
            assert isinstance(node.value, ast.Constant)
            assert node.value.value in PURPOSES


def test_every_consent_is_for_a_purpose_that_may_be_refused() -> None:
    for to in ("platforms", "some-program", *(f"purpose:{code}" for code in STANDS_ALONE)):
        assert PURPOSES[purpose_of(to)]["basis"] == "consent"


def test_whatever_is_kept_for_so_many_days_is_deleted_by_somebody() -> None:
    timed = {kept["id"] for row in PURPOSES.values() for kept in row["keeps"] if "days" in kept}
    assert timed == set(keepers())


@pytest.mark.django_db
def test_the_notice_says_every_purpose_its_law_its_readers_and_its_days(client: Client) -> None:
    operations.load_purposes(PURPOSES.values())
    for language in ("zh", "en", "ko"):
        text = client.get("/privacy/", headers={"accept-language": language}).content.decode()
        for row in PURPOSES.values():
            for words in (row["names"], row["says"], row["law"], row["reads"]):
                assert words[language].replace("'", "&#x27;") in text
            for kept in row["keeps"]:
                assert kept["says"][language] in text
                assert str(kept.get("days", "")) in text
    assert [each.code for each in queries.purposes()] == list(PURPOSES)


def _names(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""

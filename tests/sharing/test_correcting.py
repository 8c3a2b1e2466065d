"""Mending what a pretend register says: by its keeper, for a reason, and the person is told."""

import pytest

from tests.builders import MONDAY, a_post
from tests.sharing.registers import a_keeper, a_resource, an_approval, ask, known
from tests.sharing.shared import says
from tongban.audit.models import Entry
from tongban.catalog.rules import Role
from tongban.messages.models import Message
from tongban.messages.queries import words
from tongban.privacy.models import Access
from tongban.privacy.queries import accesses_to
from tongban.sharing import operations
from tongban.sharing.models import RegisterRow

pytestmark = pytest.mark.django_db
RIGHT = {"owns_home": "true", "homes": "2", "address": "示例路1号"}


def correct(row, by, **facts) -> RegisterRow:
    plain = {"values": RIGHT, "reason": "Deed of 2019"}
    return operations.correct_row(row=row, **{**plain, **facts}, by=by, at=MONDAY)


def test_an_entry_is_opened_for_a_reason_that_its_person_reads() -> None:
    resource, person = a_resource(), known()
    keeper = a_keeper(resource)
    row = operations.open_row(
        resource=resource, number=person.id_number, reason="She objects", by=keeper, at=MONDAY
    )
    assert row == RegisterRow.objects.get()
    [look] = accesses_to(person)
    assert (look.reason, look.by) == ("She objects", keeper.person)
    assert Entry.objects.filter(action="sharing.row_opened", under=keeper.ref).count() == 1


def test_nobody_else_opens_an_entry_and_none_without_a_reason() -> None:
    resource, person = a_resource(), known()
    told = {"resource": resource, "number": person.id_number, "at": MONDAY}
    for post in (a_post(role=Role.CHIEF), a_keeper(resource, role=Role.CLERK)):
        with says("not_the_owner"):
            operations.open_row(**told, reason="Curious", by=post)
    keeper = a_keeper(resource, name="Kim")
    with says("sharing_reason_missing"):
        operations.open_row(**told, reason=" ", by=keeper)
    with says("nobody_on_record"):
        operations.open_row(**{**told, "number": "X"}, reason="She objects", by=keeper)
    assert not Access.objects.exists()


def test_what_was_mended_is_what_is_told_from_then_on() -> None:
    resource, person, post = a_resource(), known(), a_post()
    an_approval()
    assert ask(person, post).fields == {"owns_home": False, "homes": "0"}
    correct(RegisterRow.objects.get(), a_keeper(resource))
    assert ask(person, post).fields == {"owns_home": True, "homes": "2"}
    message = Message.objects.get()
    assert message.to == person
    assert "mended" in words(message).title
    [entry] = Entry.objects.filter(action="sharing.row_corrected")
    assert entry.detail == {"fields": ["address", "homes", "owns_home"]}


def test_a_correction_survives_when_the_pack_is_loaded_again() -> None:
    resource, person = a_resource(), known()
    row = RegisterRow.objects.get()
    before = dict(row.content)
    correct(row, a_keeper(resource))
    operations.load_register("realestate", [before])
    row.refresh_from_db()
    assert row.content["homes"] == "2"
    assert row.content["id_number"] == person.id_number


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("sharing_reason_missing", {"reason": " "}),
        ("register_value_faulty", {"values": {"owns_home": "perhaps"}}),
        ("register_value_faulty", {"values": {"homes": "x" * 201}}),
        ("register_value_faulty", {"values": {"id_number": "410102199208099915"}}),
    ],
)
def test_what_no_register_could_say_is_refused(code: str, facts) -> None:
    resource = a_resource()
    known()
    row = RegisterRow.objects.get()
    with says(code):
        correct(row, a_keeper(resource), **facts)
    again = RegisterRow.objects.get()
    assert (again.content, again.changed_at) == (row.content, None)
    assert not Message.objects.exists()


def test_only_its_keepers_mend_a_register() -> None:
    resource = a_resource()
    known()
    for post in (a_post(role=Role.CHIEF), a_keeper(resource, role=Role.CLERK)):
        with says("not_the_owner"):
            correct(RegisterRow.objects.get(), post)
    assert RegisterRow.objects.get().changed_at is None

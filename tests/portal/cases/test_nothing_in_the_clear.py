"""A whole case by its screens, and then not one table has a number, a phone or a name to read."""

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from tests.builders import a_certificate, a_post, a_region, an_id_service, an_office
from tests.identity.test_names import a_number, registered
from tests.portal.identity.test_signing_in import PHONE, code_on
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.certificates import operations as certificates
from tongban.identity.models import Actor, Person, SignIn
from tongban.identity.operations.sign_ins import raise_level
from tongban.identity.rules import Level, Method
from tongban.ratings.queries import occasion_about

pytestmark = pytest.mark.django_db

NAME, ADDRESS = "欧阳晓林", "徐汇区秘密路8号"
SECRETS = (NAME, a_number(), PHONE, ADDRESS)
WORDS = f"{NAME} {a_number()} {PHONE} {ADDRESS}"  # as people write it into free text


def let_in(client: Client) -> Person:
    registered(NAME)
    client.post("/sign-in/", {"phone": PHONE})
    client.post("/sign-in/code/", {"code": code_on(PHONE)})
    client.post("/me/name/", {"name": NAME, "number": a_number()})
    raise_level(sign_in=SignIn.objects.get(), to=Level.PRESENT, method=Method.PRESENCE, at=now())
    return Person.objects.get(phone_index__isnull=False)


def filled(client: Client, case: Case) -> None:
    answers = {"reason": "lost", "lost_on": "2026-02-20", "delivery": "post", "phone": PHONE}
    answers |= {"address": ADDRESS, "lost_where": WORDS}
    for page in case.version.package["form"]["pages"]:
        client.post(reverse("case_form", args=[case.public_id, page["id"]]), answers)
    client.post(reverse("case_check", args=[case.public_id]))


def decided(case: Case) -> None:
    at, officer = now(), a_post("Officer", office=case.office)
    operations.open_case(case=case, by=officer, reason=WORDS, at=at)
    defects = [{"kind": "field", "key": "address", "problem": WORDS}]
    case = operations.ask_correction(case=case, defects=defects, by=officer, at=at)
    case.refresh_from_db()
    case = operations.submit(case=case, by=Actor(case.applicant), at=at)
    case = operations.accept(case=case, by=officer, at=at)
    case = operations.begin_review(case=case, by=officer, at=at)
    case = operations.pause(case=case, kind="hearing", reason=WORDS, by=officer, at=at)
    case = operations.resume(case=case, by=officer, at=at)
    case = operations.grant(case=case, by=officer, reason=WORDS, at=at)
    assert case.certificate is not None
    certificates.cancel(certificate=case.certificate, reason=WORDS, by=officer, at=at)


def everything() -> dict[str, str]:
    """Every row of every table as text."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            rows = [[_plain(value) for value in row] for row in cursor.fetchall()]
            found[table] = repr(rows).encode().decode("unicode_escape", "replace") + repr(rows)
    return found


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def test_no_table_says_who_it_was(client: Client) -> None:
    an_office(region=a_region("410100"))
    service, person = an_id_service(), let_in(client)
    a_certificate("hukou-book", holder=person, name=NAME, id_no=a_number())
    client.post(reverse("apply", args=[service.code]))
    case = Case.objects.get()
    filled(client, case)
    case.refresh_from_db()
    assert case.status == "submitted"
    decided(case)
    occasion = occasion_about(case.ref)
    client.post(reverse("occasion", args=[occasion.public_id]), {"level": 1, "comment": WORDS})
    SignIn.objects.update(ended_at=now())
    client.post(reverse("case_withdraw", args=[case.public_id]), {"said": WORDS})

    tables = everything()

    assert len(tables) > 30
    assert {
        table for table, text in tables.items() for secret in SECRETS if secret in text
    } == set()

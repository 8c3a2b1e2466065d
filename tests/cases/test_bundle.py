"""一件事: one form, one set of papers, and its parts follow each other by themselves."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.builders import (
    DAY,
    HOUR,
    MONDAY,
    a_certificate,
    a_certificate_type,
    a_package,
    a_person,
    a_post,
    a_region,
    a_service,
    an_office,
)
from tests.cases.nodes import COAST, HUB, PLAIN, World
from tests.doors import sign_in
from tongban.cases import operations, queries
from tongban.cases.models import Case, Consent
from tongban.cases.rules import Status
from tongban.catalog.models import Post, Service
from tongban.identity.models import Actor, Person, id_index
from tongban.messages.queries import messages_of, words

pytestmark = pytest.mark.django_db
PARTS = ("birth-cert", "newborn-hukou", "newborn-medins", "newborn-sscard")
KINDS = ("idcard", "hukou-book", "marriage", "birth-medical")
FATHERS_NUMBER = "310104199009219979"
ANSWERS = {
    "phone": "13912345678",
    "father_name": "Bo",
    "father_id": FATHERS_NUMBER,
    "child_name": "Cy",
    "child_sex": "1",
    "child_born_on": "2026-02-20",
    "hospital": "First hospital",
    "child_ethnicity": "father",
    "joins": "mother",
    "household_address": "Coast Street 200",
    "bank": "icbc",
}
BIRTH_FIELDS = ("cert_no", "baby_name", "sex", "born_at", "institution")


def the_services() -> None:
    for code in KINDS:
        a_certificate_type(code)
    birth = a_certificate_type("birth-medical")
    birth.fields = [{"key": key, "label": {"zh": key}} for key in BIRTH_FIELDS]
    birth.many = True
    birth.save()
    for code in (*PARTS, "one-09"):
        a_service(code, package=a_package(code))


def a_mother(region: str = "310104") -> Actor:
    mother = a_person("Ana", sex="女", birth_on="1994-05-16", region=region, address="Coast 1")
    mother.login_name, mother.region = "ana", "310104"
    mother.save()
    for kind in ("idcard", "hukou-book", "marriage"):
        a_certificate(kind, holder=mother)
    return Actor(mother)


def a_father() -> Person:
    father = a_person("Bo")
    father.id_number, father.id_index = FATHERS_NUMBER, id_index(FATHERS_NUMBER)
    father.save()
    return father


@pytest.fixture
def officer() -> Post:
    return a_post("Officer", office=an_office("Coast", region=a_region("310104", "Coast")))


@pytest.fixture
def father() -> Person:
    return a_father()


@pytest.fixture
def bundle(officer: Post, father: Person) -> Case:
    the_services()
    return applied(a_mother())


def applied(by: Actor, **changed: Any) -> Case:
    return operations.apply(
        service=Service.objects.get(code="one-09"),
        answers=ANSWERS | changed,
        by=by,
        at=MONDAY,
        channel="mobile",
    )


def agreed(father: Person) -> None:
    operations.agree(consent=Consent.objects.get(), by=father, at=MONDAY + HOUR)


def states(bundle: Case) -> dict[str, str]:
    fresh = Case.objects.get(pk=bundle.pk)
    parts = dict(zip(PARTS, queries.parts_of(fresh), strict=True))
    return {code: part.case.status if part.case else part.state for code, part in parts.items()}


def granted(code: str, by: Post) -> Case:
    case = Case.objects.get(service__code=code, custodian="")
    case = operations.accept(case=case, by=by, at=MONDAY + DAY)
    case = operations.begin_review(case=case, by=by, at=MONDAY + DAY)
    return operations.grant(case=case, by=by, at=MONDAY + DAY)


def refused(code: str, by: Post) -> None:
    case = Case.objects.get(service__code=code, custodian="")
    case = operations.accept(case=case, by=by, at=MONDAY + DAY)
    case = operations.begin_review(case=case, by=by, at=MONDAY + DAY)
    operations.refuse(case=case, reason="Not this way", by=by, at=MONDAY + DAY)


def test_nothing_begins_before_the_father_agrees(bundle: Case, father: Person) -> None:
    assert bundle.status == Status.IN_PARTS
    assert set(states(bundle).values()) == {"ready", "waiting"}
    assert not bundle.parts.exists()
    [message] = messages_of(father)
    assert words(message).title.startswith("Please agree")
    agreed(father)
    assert states(bundle) == {
        "birth-cert": "submitted",
        "newborn-hukou": "waiting",
        "newborn-medins": "waiting",
        "newborn-sscard": "waiting",
    }


def test_only_who_was_named_can_agree_and_only_once(bundle: Case, father: Person) -> None:
    consent = Consent.objects.get()
    for stranger in (a_person("Eve"), bundle.applicant):
        with pytest.raises(operations.ConsentGone):
            operations.agree(consent=consent, by=stranger, at=MONDAY)
    agreed(father)
    with pytest.raises(operations.ConsentGone):
        operations.decline(consent=consent, by=father, at=MONDAY)
    assert not queries.consents_for(a_person("Eve")).exists()


def test_without_consent_it_ends_and_nothing_was_begun(bundle: Case, father: Person) -> None:
    operations.decline(consent=Consent.objects.get(), by=father, at=MONDAY + HOUR)
    bundle.refresh_from_db()
    assert bundle.status == Status.CLOSED
    assert not bundle.parts.exists()
    newest = messages_of(bundle.applicant).first()
    assert newest is not None
    assert words(newest).title.startswith("The other person did not agree")


def test_each_part_begins_when_what_it_waits_for_is_granted(
    bundle: Case, father: Person, officer: Post
) -> None:
    agreed(father)
    granted("birth-cert", officer)
    hukou = Case.objects.get(service__code="newborn-hukou")
    assert hukou.status == Status.SUBMITTED
    assert hukou.answers["birth_certificate_number"], "taken from the new certificate"
    assert hukou.answers["child_name"] == "Cy"
    used = {material.key for material in hukou.materials.all()}
    assert {"birth-certificate", "hukou-book", "marriage"} <= used
    granted("newborn-hukou", officer)
    assert states(bundle)["newborn-medins"] == states(bundle)["newborn-sscard"] == "submitted"
    for code in ("newborn-medins", "newborn-sscard"):
        granted(code, officer)
    bundle.refresh_from_db()
    assert bundle.status == Status.CLOSED


def test_what_depends_on_a_refused_part_never_begins(
    bundle: Case, father: Person, officer: Post
) -> None:
    agreed(father)
    granted("birth-cert", officer)
    refused("newborn-hukou", officer)
    assert states(bundle)["newborn-medins"] == states(bundle)["newborn-sscard"] == "never"
    bundle.refresh_from_db()
    assert bundle.status == Status.CLOSED


def test_what_does_not_depend_on_it_goes_on(bundle: Case, father: Person, officer: Post) -> None:
    agreed(father)
    granted("birth-cert", officer)
    granted("newborn-hukou", officer)
    refused("newborn-medins", officer)
    assert states(bundle)["newborn-sscard"] == "submitted"
    bundle.refresh_from_db()
    assert bundle.status == Status.IN_PARTS


def test_a_part_that_lacks_something_waits_for_the_applicant(
    bundle: Case, father: Person, officer: Post
) -> None:
    agreed(father)
    mother = bundle.applicant
    mother.certificates.filter(type__code="hukou-book").update(
        status="cancelled", ended_at=MONDAY, single=False
    )
    granted("birth-cert", officer)
    assert states(bundle)["newborn-hukou"] == "draft"
    newest = messages_of(mother).first()
    assert newest is not None
    assert words(newest).title.startswith("Something is needed from you")


def test_withdrawn_it_begins_nothing_more(bundle: Case, father: Person, officer: Post) -> None:
    agreed(father)
    operations.withdraw(case=bundle, by=Actor(bundle.applicant), at=MONDAY + HOUR)
    granted("birth-cert", officer)
    assert "newborn-hukou" not in {part.service.code for part in bundle.parts.all()}


def test_a_part_granted_at_another_platform_lets_the_next_one_begin() -> None:
    world = World(HUB, COAST, PLAIN)
    for node, region in ((HUB, ""), (COAST, "310104"), (PLAIN, "410100")):
        with world.at(node):
            the_services()
            if region:
                a_post("Officer", office=an_office(node.name, region=a_region(region, node.name)))
    with world.at(COAST):
        bundle, father = applied(a_mother("410100")), a_father()
        agreed(father)
        granted("birth-cert", Post.objects.get())
        assert states(bundle)["newborn-hukou"] == "submitted"
        assert Case.objects.get(service__code="newborn-hukou").custodian == "plain"
    world.deliver_all()
    with world.at(PLAIN):
        granted("newborn-hukou", Post.objects.get())
    world.deliver_all()
    with world.at(COAST):
        assert states(bundle)["newborn-medins"] == "submitted"
    with world.at(HUB):
        assert Case.objects.get(service__code="one-09").status == Status.IN_PARTS


def test_one_page_shows_all_of_it(
    bundle: Case, father: Person, officer: Post, client: Client
) -> None:
    agreed(father)
    sign_in(client, bundle.applicant)
    text = client.get(reverse("case", args=[bundle.public_id])).content.decode()
    assert "agreed" in text
    assert "Begins by itself after: birth-cert" in text
    part = bundle.parts.get()
    assert reverse("case", args=[part.public_id]) in text
    shown = client.get(reverse("case", args=[part.public_id])).content.decode()
    assert "Part of" in shown


def test_the_father_finds_the_request_and_answers_it(
    bundle: Case, father: Person, client: Client
) -> None:
    sign_in(client, father)
    consent = Consent.objects.get()
    address = reverse("consent", args=[consent.public_id])
    assert address in client.get(reverse("cases")).content.decode()
    assert "Do you agree?" in client.get(address).content.decode()
    client.post(address, {"answer": "agree"})
    assert bundle.parts.count() == 1
    sign_in(client, a_person("Eve"))
    assert client.get(address).status_code == 404

"""An office at work: its officials, signed in, and a case on its desk."""

from django.test import Client
from django.urls import reverse

from tests.builders import MONDAY, a_case, a_post, an_office
from tests.doors import sign_in_at_work
from tongban.cases import operations
from tongban.cases.models import Case
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role

BOX = "?box=office"


def at_work(client: Client, *, office: Office | None = None, role: Role = Role.OFFICER) -> Post:
    """Somebody at a post, signed in at the officials' door."""
    post = a_post("王建国", office=office or an_office(), role=role)
    sign_in_at_work(client, post.person)
    return post


def a_case_of(post: Post) -> Case:
    """A case that the post handles."""
    return operations.take(case=a_case_at(post.office), by=post, at=MONDAY)


def a_case_at(office: Office) -> Case:
    """A case on the desk of an office; there is only this one office to decide it."""
    case = a_case()
    assert case.office_id == office.pk
    return case


def a_review_of(post: Post) -> Case:
    """A case under review by the post."""
    case = operations.accept(case=a_case_at(post.office), by=post, at=MONDAY)
    case = operations.take(case=case, by=post, at=MONDAY)
    return operations.begin_review(case=case, by=post, at=MONDAY)


def address(case: Case, move: str = "") -> str:
    if move:
        return reverse("work_case_act", args=[case.public_id, move])
    return reverse("work_case", args=[case.public_id])

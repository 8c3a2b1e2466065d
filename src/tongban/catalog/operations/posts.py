"""Giving officials their places."""

from datetime import datetime

from django.db import transaction

from tongban.audit import operations as audit
from tongban.catalog.models import Office, Post
from tongban.catalog.rules import Role
from tongban.identity.models import Person


@transaction.atomic
def give_post(
    *, person: Person, office: Office, role: Role, by: audit.Named, at: datetime, title: str = ""
) -> Post:
    """A place at an office, held once; giving it again changes only its title."""
    post, is_new = Post.objects.update_or_create(
        person=person, office=office, role=role, ended_at=None, defaults={"title": title}
    )
    if is_new:
        audit.record("catalog.post_given", subject=post, by=by, at=at)
    return post

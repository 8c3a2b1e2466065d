"""The texts that a program may send."""

from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from ninja import Query, Router
from pydantic import BaseModel, Field

from tongban.api.notify.keys import SenderRequest
from tongban.messages import queries
from tongban.messages.models import Template
from tongban.messages.operations.notifying import words
from tongban.messages.rules import placeholders

router = Router()
Kind = Annotated[str, Query(max_length=10)]


class PreviewIn(BaseModel):
    """What would be filled in."""

    personalisation: dict[str, str | int | float | bool | None] = Field(default_factory=dict)


@router.get("/templates")
def templates(request: SenderRequest, type: Kind = "") -> Any:  # noqa: A002
    """All texts as they are now."""
    found = queries.templates_of(request.auth, channel=type)
    return {"templates": [_told(each) for each in found]}


@router.get("/template/{uuid:template_id}", url_name="template")
def template(request: SenderRequest, template_id: UUID) -> Any:
    """One text as it is now."""
    return _told(_own(request, template_id))


@router.get("/template/{uuid:template_id}/version/{int:version}")
def version(request: SenderRequest, template_id: UUID, version: int) -> Any:
    """One text as it was."""
    return _told(_own(request, template_id, version))


@router.post("/template/{uuid:template_id}/preview")
def preview(request: SenderRequest, template_id: UUID, body: PreviewIn) -> Any:
    """What would be sent."""
    found = _own(request, template_id)
    given = {name: value for name, value in body.personalisation.items() if value is not None}
    subject, text = words(found, given, language="zh-hans")
    return {
        "id": found.public_id,
        "type": found.channel,
        "version": found.version,
        "body": text,
        "subject": subject or None,
        "html": None,
        "postage": None,
    }


def _own(request: SenderRequest, template_id: UUID, version: int | None = None) -> Template:
    found = queries.template_of(request.auth, template_id, version)
    if found is None:
        raise Http404
    return found


def _told(template: Template) -> dict[str, Any]:
    body, subject = template.bodies["zh"], template.subjects.get("zh", "")
    at = template.written_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return {
        "id": template.public_id,
        "name": template.name,
        "type": template.channel,
        "created_at": at,
        "updated_at": at if template.version > 1 else None,
        "version": template.version,
        "created_by": None,
        "body": body,
        "subject": subject or None,
        "letter_contact_block": None,
        "personalisation": {name: {"required": True} for name in placeholders(subject + body)},
    }

"""The floor: our server, our framework, all our middleware, and one INSERT."""

from uuid import UUID

from django.http import HttpRequest
from django.urls import path
from django.utils.timezone import now
from ninja import NinjaAPI, Status
from pydantic import BaseModel

from tongban.audit.models import Entry
from tongban.config.urls import alive

NOBODY = UUID(int=0)


class BareIn(BaseModel):
    action: str
    subject: str
    detail: dict[str, int]


class BareOut(BaseModel):
    id: int


api = NinjaAPI(urls_namespace="floor", docs_url=None, openapi_url=None)


@api.post("/bare", response={201: BareOut})
def insert(request: HttpRequest, body: BareIn) -> Status[BareOut]:  # noqa: ARG001
    entry = Entry.objects.create(
        action=body.action, subject=body.subject, by=NOBODY, detail=body.detail, at=now()
    )
    return Status(201, BareOut(id=entry.pk))


urlpatterns = [path("alive", alive), path("api/v1/", api.urls)]

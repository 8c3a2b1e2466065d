"""What every screen about registers shows: where one is, and what waits."""

from typing import Any

from tongban.sharing import queries
from tongban.sharing.models import Resource
from tongban.sharing.operations.deciding import DECIDERS
from tongban.workbench.http import OfficialRequest


def around(request: OfficialRequest) -> dict[str, Any]:
    return {"waiting": queries.waiting_for(request.post)}


def keeps(request: OfficialRequest, resource: Resource) -> bool:
    """Whether the official's own office keeps a register and decides about it."""
    post = request.post
    return not resource.node and resource.office == post.office.code and post.role in DECIDERS

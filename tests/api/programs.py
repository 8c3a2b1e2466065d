"""Another program, which holds somebody's token."""

from typing import TYPE_CHECKING, Any

from django.test import Client
from django.utils.timezone import now

from tongban.identity import operations
from tongban.identity.models import Actor, Person

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

CASES, SERVICES = "/api/v1/cases", "/api/v1/services"


class Program:
    """Asks in the name of one person, or of nobody."""

    def __init__(self, person: Person | None = None, **headers: str) -> None:
        self.client = Client(enforce_csrf_checks=True, raise_request_exception=True)
        self.headers = {"Accept-Language": "en", **headers}
        if person:
            token = operations.issue_token(person=person, label="test", by=person, at=now())
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, query: dict[str, Any] | None = None, **headers: str) -> "Answer":
        return self.client.get(path, query, headers=self._with(headers))

    def post(self, path: str, body: object, **headers: str) -> "Answer":
        return self.client.post(
            path, body, content_type="application/json", headers=self._with(headers)
        )

    def _with(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {**self.headers, **named}


def program_of(actor: Actor) -> Program:
    if actor.grant is None:
        return Program(actor.person)
    return Program(actor.person, **{"Tongban-Grant": str(actor.grant.public_id)})


def is_problem(answer: "Answer", status: int, code: str) -> bool:
    """Whether it is that problem, said in full."""
    said = answer.json()
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert said["type"] == f"/problems/{said['code']}"
    assert said["status"] == status
    assert said["title"]
    return bool(said["code"] == code)

from functools import cache
from typing import Any

import jsonschema_rs
import pytest
from django.test import Client

from tongban.api.root import api

DESCRIBED = "/api/v1/openapi.json"
OPERATIONS = {
    "ask": "post /api/v1/hotline/requests",
    "my_request": "get /api/v1/hotline/requests/{ref}",
    "my_requests": "get /api/v1/hotline/requests",
    "suggest_request": "post /api/v1/hotline/suggest",
    "book": "post /api/v1/appointments",
    "cancel_appointment": "post /api/v1/appointments/{visit}/cancel",
    "move_appointment": "post /api/v1/appointments/{visit}/move",
    "my_appointment": "get /api/v1/appointments/{visit}",
    "my_appointments": "get /api/v1/appointments",
    "offices_for": "get /api/v1/offices",
    "slots": "get /api/v1/offices/{office}/slots",
    "apply": "post /api/v1/cases",
    "find_services": "get /api/v1/services",
    "my_case": "get /api/v1/cases/{ref}",
    "my_cases": "get /api/v1/cases",
    "my_certificate": "get /api/v1/certificates/{certificate}",
    "my_certificates": "get /api/v1/certificates",
    "my_rating": "get /api/v1/ratings/{case}",
    "rate": "post /api/v1/ratings",
    "rating_norms": "get /api/v1/ratings/norms",
    "upload": "post /api/v1/uploads",
    "service_guide": "get /api/v1/services/{service}",
}
OPEN = {
    "find_services",
    "offices_for",
    "rating_norms",
    "service_guide",
    "slots",
    "suggest_request",
}


@cache
def described() -> dict[str, Any]:
    said: dict[str, Any] = Client().get(DESCRIBED).json()
    return said


def operations() -> dict[str, tuple[str, dict[str, Any]]]:
    return {
        operation["operationId"]: (f"{method} {path}", operation)
        for path, methods in described()["paths"].items()
        for method, operation in methods.items()
    }


def test_the_description_is_openapi_3_1() -> None:
    said = described()
    assert said["openapi"].startswith("3.1.")
    assert said["info"]["title"] == "Tongban"
    assert said["info"]["version"] == "1"
    assert said["components"]["securitySchemes"] == {"Bearer": {"type": "http", "scheme": "bearer"}}


def test_operation_ids_never_change() -> None:
    assert {name: where for name, (where, _) in operations().items()} == OPERATIONS


def test_every_reference_leads_somewhere() -> None:
    def references(part: object) -> list[str]:
        if isinstance(part, dict):
            found = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
            return found + [ref for value in part.values() for ref in references(value)]
        if isinstance(part, list):
            return [ref for value in part for ref in references(value)]
        return []

    for ref in set(references(described())):
        place: Any = described()
        for name in ref.removeprefix("#/").split("/"):
            place = place[name]
        assert place


def test_every_schema_is_a_schema() -> None:
    for name, schema in described()["components"]["schemas"].items():
        assert jsonschema_rs.meta.is_valid(schema), name


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_says_what_it_takes_and_what_can_go_wrong(name: str) -> None:
    where, operation = operations()[name]
    path = where.split()[1]
    named = {p["name"] for p in operation.get("parameters", []) if p.get("in") == "path"}
    assert named == {part[1:-1] for part in path.split("/") if part.startswith("{")}
    assert bool(operation.get("security")) is (name not in OPEN)
    assert operation["summary"]
    assert operation["description"]
    answers = operation["responses"]
    assert all(status.isdigit() for status in answers)
    for status, answer in answers.items():
        assert answer["description"]
        media = "application/problem+json" if status >= "400" else "application/json"
        assert list(answer["content"]) == [media]
    assert {"422", "429"} <= set(answers)


def test_creating_documents_its_key() -> None:
    for name in ("apply", "rate"):
        _, operation = operations()[name]
        headers = [p["name"] for p in operation["parameters"] if p.get("in") == "header"]
        assert headers == ["Idempotency-Key"]
        assert {"200", "201", "409"} <= set(operation["responses"])


def test_inputs_take_no_unknown_fields() -> None:
    schemas = described()["components"]["schemas"]
    for name in ("ApplyIn", "RateIn"):
        assert schemas[name]["additionalProperties"] is False


def test_the_description_is_made_once() -> None:
    assert api.get_openapi_schema() is api.get_openapi_schema()

"""What the generated description (OpenAPI 3.1) leaves out: failures, and acting for a firm."""

from typing import Any

from ninja.openapi.schema import OpenAPISchema

from tongban.api.auth import GRANT
from tongban.api.problems import MEDIA_TYPE, Problem

ALWAYS = {"422": "The request is not well formed", "429": "Too many requests from one address"}
WITH_TOKEN = {"401": "No valid bearer token", "403": "This token may not do that"}
WITH_PLACE = {"404": "Not there, or not yours"}
WITH_BODY = {
    "400": "The body cannot be read",
    "409": "It conflicts with how things are; `code` says how",
    "413": "The body is too large",
}


def complete(schema: OpenAPISchema) -> OpenAPISchema:
    """The same description with every problem an operation can answer."""
    schema["servers"] = [{"url": "/"}]
    schema["info"]["license"] = {"name": "Apache-2.0", "identifier": "Apache-2.0"}
    parts = schema.setdefault("components", {})
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    parts.setdefault("schemas", {}).update(problem.pop("$defs"))
    parts["schemas"]["Problem"] = problem
    parts["parameters"] = {"grant": _grant()}
    parts["responses"] = {"problem": _problem("Something went wrong")}
    for path, methods in schema["paths"].items():
        for operation in methods.values():
            _complete(path, operation)
    return schema


def _complete(path: str, operation: dict[str, Any]) -> None:
    failures = dict(ALWAYS)
    if operation.get("security"):
        failures |= WITH_TOKEN
        operation.setdefault("parameters", []).append({"$ref": "#/components/parameters/grant"})
    if "{" in path or "requestBody" in operation:
        failures |= WITH_PLACE
    if "requestBody" in operation:
        failures |= WITH_BODY
    answers = {str(status): answer for status, answer in operation["responses"].items()}
    for status, sentence in sorted(failures.items()):
        answers.setdefault(status, _problem(sentence))
    operation["responses"] = answers


def _problem(sentence: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {"description": sentence, "content": content}


def _grant() -> dict[str, Any]:
    return {
        "name": GRANT,
        "in": "header",
        "required": False,
        "description": "The id of a grant: act for its firm instead of for yourself.",
        "schema": {"type": "string", "format": "uuid"},
    }

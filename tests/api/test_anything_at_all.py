"""Whatever a program sends, it gets an answer that says what was wrong, and never a broken page."""

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.api.programs import CASES, SERVICES, Program, program_of
from tests.builders import ANSWERS, an_applicant, an_id_service

FEW = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner),
    max_leaves=12,
)
KINDS = [
    "multipart/form-data; boundary=x",
    "multipart/form-data",
    "multipart/form-data; boundary=\u00e9",
    "application/x-www-form-urlencoded",
    "application/json; charset=utf-16",
    "text/plain",
]
FIELDS = ["reason", "lost_on", "delivery", "phone", "name", "id_number", "other", ""]


def is_sound(status: int, content: bytes, kind: str) -> bool:
    if status < 400:
        return True
    said: dict[str, Any] = json.loads(content)
    return status < 500 and kind == "application/problem+json" and said["status"] == status


@pytest.mark.timeout(300)
class AnythingAtAll(TestCase):
    def setUp(self) -> None:
        self.service = an_id_service()
        self.ana = program_of(an_applicant())

    def sound(self, program: Program, method: str, path: str, *said: Any) -> None:
        answer = getattr(program, method)(path, *said)
        assert is_sound(answer.status_code, answer.content, answer["Content-Type"]), answer.content

    @FEW
    @given(body=st.binary(max_size=200))
    def test_any_bytes_as_a_body(self, body: bytes) -> None:
        self.sound(self.ana, "post", CASES, body)
        self.sound(self.ana, "post", "/api/v1/ratings", body)

    @FEW
    @given(body=st.binary(max_size=300), kind=st.sampled_from(KINDS), name=st.text(max_size=20))
    def test_any_bytes_as_a_file(self, body: bytes, kind: str, name: str) -> None:
        quoted = name.encode("utf-8", "surrogatepass")
        whole = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + quoted
        whole += b'"\r\n\r\n' + body + b"\r\n--x--\r\n"
        for sent in (body, whole, whole[: len(body)]):
            answer = self.ana.client.generic(
                "POST", "/api/v1/uploads", sent, kind, headers=self.ana.headers
            )
            kept = answer["Content-Type"]
            assert is_sound(answer.status_code, answer.content, kept), answer.content

    @FEW
    @given(materials=ANYTHING)
    def test_any_materials(self, materials: object) -> None:
        body = {"service": self.service.code, "answers": ANSWERS, "materials": materials}
        self.sound(self.ana, "post", CASES, json.dumps(body))

    @FEW
    @given(body=ANYTHING)
    def test_any_json_as_a_body(self, body: object) -> None:
        self.sound(self.ana, "post", CASES, json.dumps(body))
        self.sound(self.ana, "post", "/api/v1/ratings", json.dumps(body))

    @FEW
    @given(answers=st.dictionaries(st.sampled_from(FIELDS), ANYTHING))
    def test_any_answers_to_a_form(self, answers: dict[str, object]) -> None:
        body = {"service": self.service.code, "answers": {**ANSWERS, **answers}}
        self.sound(self.ana, "post", CASES, json.dumps(body))

    @FEW
    @given(service=st.text(), reference=st.text(min_size=1))
    def test_any_name_of_a_thing(self, service: str, reference: str) -> None:
        self.sound(self.ana, "post", CASES, json.dumps({"service": service, "answers": {}}))
        name = quote(reference.encode("utf-8", "surrogatepass"), safe="")
        for place in ("cases", "certificates", "ratings", "services"):
            self.sound(self.ana, "get", f"/api/v1/{place}/{name}")

    @FEW
    @given(query=st.dictionaries(st.sampled_from(["q", "region", "limit", "offset"]), st.text()))
    def test_any_question(self, query: dict[str, str]) -> None:
        pairs = [f"{name}={quote(v.encode('utf-8', 'surrogatepass'))}" for name, v in query.items()]
        self.sound(Program(), "get", f"{SERVICES}?{'&'.join(pairs)}")

    @FEW
    @given(key=st.text(st.characters(min_codepoint=32, max_codepoint=255)), token=st.text())
    def test_any_headers(self, key: str, token: str) -> None:
        body = json.dumps({"service": self.service.code, "answers": ANSWERS})
        answer = self.ana.post(CASES, body, Idempotency_Key=key)
        assert is_sound(answer.status_code, answer.content, answer["Content-Type"])
        stranger = Program().get(CASES, Authorization=f"Bearer {token}")
        assert stranger.status_code == 401

"""A card that wallets fetch, a licence, and a program that asks for them."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.builders import a_certificate, a_post
from tongban.catalog.models import Post
from tongban.certificates import providers
from tongban.certificates.models import Certificate, CertificateType

ROOT = "https://rent.example/ask"
FIELDS = [
    {"key": "name", "label": {"zh": "姓名", "en": "Name", "ko": "성명"}, "type": "string"},
    {"key": "status", "label": {"zh": "状态", "en": "Status"}, "type": "code"},
    {"key": "photo", "label": {"zh": "照片", "en": "Photo"}, "type": "image"},
]


@pytest.fixture
def card() -> Certificate:
    certificate = a_certificate("idcard", name="林晓", status="有效", photo="x" * 5000)
    CertificateType.objects.update(fields=FIELDS)
    return Certificate.objects.select_related("type", "person").get(pk=certificate.pk)


@pytest.fixture
def post() -> Post:
    return a_post("Clerk")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[tuple[str, dict[str, str]]]]:
    """What goes out to programs of others; it says where to go on."""
    out: list[tuple[str, dict[str, str]]] = []

    def post_answer(address: str, form: dict[str, str]) -> dict[str, Any]:
        out.append((address, form))
        return {"redirect_uri": f"{ROOT}/thanks"}

    monkeypatch.setattr(providers, "post_answer", post_answer)
    yield out


@pytest.fixture
def licence(card: Certificate) -> Certificate:
    """`card` gives every kind the same fields."""
    found = a_certificate("drvlicense", holder=card.person, name="林晓", **{"class": "C1"})
    kind = found.type
    kind.fields = [
        {"key": key, "label": {"zh": key}, "type": "string"} for key in ("name", "class")
    ]
    kind.save()
    return found

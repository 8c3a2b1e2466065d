"""A card that wallets fetch."""

import pytest

from tests.builders import a_certificate
from tongban.certificates.models import Certificate, CertificateType

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

"""Certificates that say something, and whose kinds know their fields."""

from tests.builders import a_certificate
from tongban.certificates.models import Certificate
from tongban.identity.models import Person

BOOK = {
    "name": "林晓",
    "id_no": "410102199405169986",
    "household_no": "DEMO-1",
    "address": "郑州市中原区甲路1号",
    "head": "林建国",
    "relation": "女",
}
PERMIT = {"name": "林晓", "live_address": "徐汇区示例路3号", "hukou_address": "郑州市"}


def holds(holder: Person, code: str, fields: dict[str, str], *, node: str = "") -> Certificate:
    held = a_certificate(code, holder=holder, **fields)
    held.type.fields = [
        {"key": key, "label": {"zh": key}, "type": "string", "mask": ""} for key in fields
    ]
    held.type.save()
    held.node = node
    held.save()
    return held

"""Every message that cases and certificates send can be read."""

from pathlib import Path

import pytest
from django.utils.translation import override

import tongban
from tests.builders import MONDAY, a_person
from tongban.messages import operations
from tongban.messages.queries import words

PARAMS: dict[str, object] = {
    "service": {"zh": "居民身份证补领", "en": "Replace a lost <ID> card"},
    "certificate": {"zh": "身份证", "en": "ID card"},
    "reference": "20260302-ABCD-EFGH",
    "due_on": "2026-03-23",
    "reason": "Why & how",
    "platform": {"zh": "示例平台", "en": "Example"},
    "days": 7,
    "until": "2026-03-23T10:00:00+00:00",
    "name": "Ana",
    "applicant": "Ana",
    "principal": "Ana",
    "agent": "Ben",
    "side": "agent",
    "action": "submitted",
    "stage": {"zh": "迁出", "en": "Leaving"},
}
TEMPLATES = sorted(Path(tongban.__file__).parent.glob("*/templates/messages/*/*.txt"))
OURS = [path for path in TEMPLATES if path.parent.name in {"cases", "certificates"}]


@pytest.mark.django_db
@pytest.mark.parametrize("path", OURS, ids=lambda path: path.stem)
def test_a_message_has_a_title_and_a_body_in_plain_text(path: Path) -> None:
    message = operations.queue(
        f"{path.parent.name}/{path.stem}", to=a_person(), about="case/1", at=MONDAY, params=PARAMS
    )
    with override("en"):
        title, body = words(message)
    assert title
    assert body
    assert "&lt;" not in title + body
    assert "{" not in title + body
    assert "\n" not in title

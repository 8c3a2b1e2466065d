"""What other nodes may tell and ask us, and who listens: our `urls.py` for nodes.

Each topic names the function that applies its events, each question the one that answers it.
What an event or a question must hold is a JSON Schema next to this file: `NAME.schema.json`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TOPICS: Mapping[str, str] = {
    "catalog.listed": "tongban.catalog.inbound.listed",
    "catalog.published": "tongban.catalog.inbound.published",
    "catalog.withdrawn": "tongban.catalog.inbound.withdrawn",
    "federation.refused": "tongban.federation.inbound.refused",
    "case.handed_over": "tongban.cases.inbound.handed_over",
    "case.progressed": "tongban.cases.inbound.progressed",
    "identity.passkeys": "tongban.identity.inbound.passkeys_changed",
    "identity.phone": "tongban.identity.inbound.phone_changed",
    "session.ended": "tongban.identity.inbound.session_ended",
    "certificate.issued": "tongban.cases.inbound.certified",
    "certificate.status": "tongban.cases.inbound.certified",
    "access.recorded": "tongban.privacy.inbound.recorded",
    "account.closed": "tongban.privacy.inbound.closed",
    "consent.withdrawn": "tongban.certificates.inbound.consent_withdrawn",
    "credential.shown": "tongban.certificates.inbound.shown",
    "request.dispatched": "tongban.hotline.inbound.dispatched",
    "request.progressed": "tongban.hotline.inbound.progressed",
    "power.given": "tongban.identity.inbound.power_given",
    "power.ended": "tongban.identity.inbound.power_ended",
    "rating.given": "tongban.ratings.inbound.given",
    "rating.followed_up": "tongban.hotline.inbound.followed_up",
    "resource.published": "tongban.sharing.inbound.published",
    "sharing.requested": "tongban.sharing.inbound.requested",
    "sharing.decided": "tongban.sharing.inbound.decided",
    "sharing.corrected": "tongban.sharing.inbound.corrected",
}

QUESTIONS: Mapping[str, str] = {
    "federation.compared": "tongban.federation.inbound.compared",
    "federation.listed": "tongban.federation.inbound.listed",
    "federation.hello": "tongban.federation.inbound.hello",
    "code.lists": "tongban.certificates.inbound.code_lists",
    "code.look": "tongban.certificates.inbound.code_look",
    "case.given_up": "tongban.cases.inbound.given_up",
    "case.file": "tongban.cases.inbound.file",
    "certificate.standing": "tongban.certificates.inbound.standing",
    "request.photo": "tongban.hotline.inbound.photo",
    "wallet.held": "tongban.certificates.inbound.held",
    "resource.read": "tongban.sharing.inbound.read",
}

# What nobody has while it is on its way: a dead letter of these is kept until somebody ends it.
LASTING = frozenset({"case.handed_over", "request.dispatched"})


@cache
def schema_of(name: str) -> dict[str, Any] | None:
    """The schema of the data of a topic or a question, if there is one."""
    if name not in TOPICS and name not in QUESTIONS:
        return None
    file = Path(__file__).parent / f"{name}.schema.json"
    if not file.is_file():
        return None
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema

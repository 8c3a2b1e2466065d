"""What other nodes may tell and ask us, and who listens: our `urls.py` for nodes.

Each topic names the function that applies its events, each question the one that answers it.
What an event of a topic must hold is a JSON Schema next to this file: `TOPIC.schema.json`.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

TOPICS: Mapping[str, str] = {
    "federation.refused": "tongban.federation.inbound.refused",
    "case.handed_over": "tongban.cases.inbound.handed_over",
    "case.progressed": "tongban.cases.inbound.progressed",
    "certificate.issued": "tongban.cases.inbound.certified",
    "certificate.status": "tongban.cases.inbound.certified",
    "rating.given": "tongban.cases.inbound.rated",
}

QUESTIONS: Mapping[str, str] = {
    "federation.hello": "tongban.federation.inbound.hello",
    "case.file": "tongban.cases.inbound.file",
    "case.status": "tongban.cases.inbound.status",
    "wallet.held": "tongban.certificates.inbound.held",
}


@cache
def schema_of(topic: str) -> dict[str, Any] | None:
    """The schema of a topic's data, if there is one."""
    file = Path(__file__).parent / f"{topic}.schema.json"
    if topic not in TOPICS or not file.is_file():
        return None
    schema: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return schema

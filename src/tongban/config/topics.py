"""What other nodes may tell and ask us, and who listens: our `urls.py` for nodes.

Each topic names the function that applies its events, each question the one that answers it.
"""

from collections.abc import Mapping

TOPICS: Mapping[str, str] = {
    "case.handed_over": "tongban.cases.inbound.handed_over",
    "case.progressed": "tongban.cases.inbound.progressed",
}

QUESTIONS: Mapping[str, str] = {
    "case.status": "tongban.cases.inbound.status",
    "case.file": "tongban.cases.inbound.file",
}

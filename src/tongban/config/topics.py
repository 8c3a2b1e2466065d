"""What other nodes may tell and ask us, and who listens: our `urls.py` for nodes.

Each topic names the function that applies its events, each question the one that answers it.
"""

from collections.abc import Mapping

TOPICS: Mapping[str, str] = {}

QUESTIONS: Mapping[str, str] = {}

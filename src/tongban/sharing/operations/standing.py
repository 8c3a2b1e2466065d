"""Approvals with which a demonstration begins, alike at both nodes without a word between them."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from tongban.audit import operations as audit
from tongban.identity.models import Person
from tongban.sharing.models import SharingRequest
from tongban.sharing.rules import State

SPACE: Final = UUID("6f1c2b1e-6a0e-4d64-9a52-0d7f3f6b7c11")
LIVES: Final = timedelta(days=365)


@transaction.atomic
def load_approvals(*, rows: Iterable[Mapping[str, Any]], by: Person, at: datetime) -> int:
    """Approve what a demonstration says was approved, once; says how many are new.

    Each row names the register's `node` and the `asker` as this node calls them, the asking
    `office`, and the `key` that both nodes derive the public id from.
    """
    count = 0
    for row in rows:
        public_id = uuid5(SPACE, row["key"])
        plain = ("resource", "node", "asker", "office", "office_names", "service")
        facts = {key: row[key] for key in plain}
        facts |= {key: row[key] for key in ("service_names", "purpose", "basis", "fields", "a_day")}
        facts |= {"granted": row["fields"], "until": at + LIVES, "state": State.APPROVED}
        facts |= {"turn": 1, "asked_at": at, "decided_at": at, "decided_by": by}
        request, new = SharingRequest.objects.get_or_create(public_id=public_id, defaults=facts)
        if new:
            audit.record("sharing.approved", subject=request, by=by, at=at)
            count += 1
    return count

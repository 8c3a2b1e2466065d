"""Telling another node what somebody holds, who reads of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop

from tongban.certificates.queries import wallet
from tongban.federation.queries import is_hub, peer_named
from tongban.identity.queries import person_meant
from tongban.privacy import operations as privacy
from tongban.privacy import queries as privacy_queries
from tongban.privacy.rules import By, Shown

PURPOSE: Final = "wallet"
CAME_ALONG: Final = gettext_noop("You signed in there, and your certificates came along")


@transaction.atomic
def show_wallet(*, subject: object, node: str, at: datetime) -> dict[str, Any]:
    """All that a person holds, for a node that knows her; nothing if we know nobody like that.

    Nothing either, once she has taken her consent back.
    """
    person = person_meant(subject, source=node) if isinstance(subject, Mapping) else None
    if person is None or not is_hub() or not privacy_queries.allows(person, PURPOSE):
        return {"certificates": []}
    held = wallet.held_by(person, but=node)
    under, about = f"node/{node}", "wallet"
    seen, _why = privacy_queries.looked_today(person, under=under, about=about, at=at)
    labels = {each.type.code: dict(each.type.names) for each in held}
    if set(labels) - seen:
        peer = peer_named(node)
        privacy.record_access(
            person=person,
            by=None,
            under=under,
            office=dict(peer.names) if peer else {"zh": node},
            about=about,
            fields=sorted(labels),
            reason=CAME_ALONG,
            at=at,
            shown=Shown(kind=By.NODE, labels=labels, purpose=PURPOSE),
        )
    return {"certificates": [wallet.told(each) for each in held]}

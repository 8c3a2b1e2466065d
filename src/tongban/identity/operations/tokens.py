"""Keys to the API."""

import secrets
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.refusal import Refusal
from tongban.identity.models import ApiToken, Person
from tongban.identity.queries import token_digest
from tongban.identity.rules import TOKEN_LIVES


class TokenEnded(Refusal):
    code = "token_ended"
    message = _("That token has already ended.")


@transaction.atomic
def issue_token(*, person: Person, label: str, by: Person, at: datetime) -> str:
    """A new token, in plain this once; only its digest is kept."""
    plain = f"tb_{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        person=person,
        digest=token_digest(plain),
        label=label[:60],
        created_at=at,
        expires_at=at + TOKEN_LIVES,
    )
    audit.record("identity.token_issued", subject=token, by=by, at=at)
    return plain


@transaction.atomic
def revoke_token(*, token: ApiToken, by: Person, at: datetime) -> None:
    """End one's own token at once. Refuses with TokenEnded."""
    if not ApiToken.objects.filter(pk=token.pk, person=by, revoked_at=None).update(revoked_at=at):
        raise TokenEnded
    audit.record("identity.token_revoked", subject=token, by=by, at=at)

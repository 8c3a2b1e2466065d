"""Giving tokens for a code, and new tokens for an old one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tongban.audit import operations as audit
from tongban.core.constraints import refusing
from tongban.core.refusal import Refusal
from tongban.identity.models import Permit, SignIn, Token
from tongban.identity.queries.tokens import token_digest
from tongban.identity.rules import ACCESS_LIVES, REFRESH_LIVES, Level, TokenKind


class CodeUsed(Refusal):
    code = "code_used"
    message = _("This code was used before.")


class SignInOver(Refusal):
    code = "sign_in_over"
    message = _("The sign-in that this code came from has ended.")


class TokenReused(Refusal):
    code = "token_reused"
    message = _("This token was used before, so all that came from it have ended.")


@dataclass(frozen=True)
class Given:
    """What somebody agreed to when they were sent back: to whom, how much, and shown how well."""

    code: UUID
    client_id: str
    scope: str
    level: Level


@transaction.atomic
def issue_tokens(
    *, given: Given, sign_in: SignIn, tokens: Mapping[str, Any], at: datetime
) -> Permit:
    """Keep what a client was given for a code. Refuses with CodeUsed or SignInOver."""
    live = SignIn.objects.live(at=at).select_for_update(of=["self"])  # or it could end meanwhile
    if not live.filter(pk=sign_in.pk).first():
        raise SignInOver
    with refusing({"code_is_used_once": CodeUsed}):
        permit = Permit.objects.create(
            person=sign_in.person,
            sign_in=sign_in,
            client_id=given.client_id,
            scope=given.scope,
            level=given.level,
            code=given.code,
            given_at=at,
        )
    _keep(permit, tokens, at=at)
    detail: dict[str, object] = {"client": given.client_id, "scope": given.scope}
    audit.record("identity.permit_given", subject=permit, by=sign_in.person, at=at, detail=detail)
    return permit


@transaction.atomic
def renew_tokens(*, token: Token, tokens: Mapping[str, Any], at: datetime) -> None:
    """Exchange a refresh token for new ones; it serves once. Refuses with TokenReused."""
    permit = Permit.objects.live().select_for_update(of=["self"]).filter(pk=token.permit_id).first()
    # Its own columns only: a row that waited is looked at again, a subquery is not.
    unused = Token.objects.filter(
        pk=token.pk, kind=TokenKind.REFRESH, used_at=None, expires_at__gt=at
    )
    if permit is None or not unused.update(used_at=at):
        raise TokenReused
    _keep(token.permit, tokens, at=at)
    audit.record("identity.permit_renewed", subject=token.permit, by=token.permit.person, at=at)


@transaction.atomic
def end_permit(*, permit: Permit, why: str, at: datetime) -> None:
    """End every token of a permit: a client gave one back, or one was used twice."""
    if Permit.objects.filter(pk=permit.pk, ended_at=None).update(ended_at=at):
        detail: dict[str, object] = {"why": why, "client": permit.client_id}
        audit.record(
            "identity.permit_ended", subject=permit, by=permit.person, at=at, detail=detail
        )


def _keep(permit: Permit, tokens: Mapping[str, Any], *, at: datetime) -> None:
    lives = {TokenKind.ACCESS: ACCESS_LIVES, TokenKind.REFRESH: REFRESH_LIVES}
    for kind, life in lives.items():
        plain = tokens.get(f"{kind}_token")
        if plain:
            Token.objects.create(
                permit=permit,
                kind=kind,
                digest=token_digest(plain),
                issued_at=at,
                expires_at=at + life,
            )

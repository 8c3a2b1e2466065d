"""What @sd-jwt/sd-jwt-vc says of a credential of ours, before and after it was taken back."""

from typing import Any

import pytest
from django.utils.timezone import now

from tests.builders import a_certificate
from tests.harness import foreign as others
from tests.portal.vc import wallets
from tongban.certificates import operations, queries
from tongban.certificates.models import WalletCredential
from tongban.certificates.queries import codes
from tongban.crypto.devices import Device
from tongban.identity.models import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing", "foreign")]


def believed(text: str, **more: Any) -> dict[str, Any]:
    """With the list of this moment, whatever this process has kept."""
    codes._made.clear()
    number = WalletCredential.objects.get().number
    told = {
        "credential": text,
        "issuer": queries.issuer_keys(at=now()),
        "list": queries.own_list(number, at=now()),
        "kind": queries.type_metadata("idcard"),
    }
    found: dict[str, Any] = others.run("vc.mjs", {"step": "believe", **told, **more})
    return found


def test_a_foreign_verifier_refuses_what_the_holder_took_back() -> None:
    card = a_certificate("idcard", name="林晓")
    text = wallets.fetched(card, Device.make())
    assert "refused" not in believed(text)

    (held,) = queries.credentials_of(card, at=now())
    operations.end_credential(
        public_id=held.public_id, certificate=card, by=Actor(card.person), at=now()
    )
    assert believed(text)["refused"] == "Status is not valid"

"""Several certificates in one answer, and answers that only whoever asked can read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.timezone import now
from joserfc import jwe
from joserfc.jwk import ECKey

from tests.portal.vc import wallets
from tests.portal.vc.counters import opened, pressed
from tests.portal.vc.test_programs import CLIENT, link, program
from tongban.catalog.models import Post
from tongban.certificates import operations, providers
from tongban.certificates.models import Certificate
from tongban.crypto import sd_jwt
from tongban.privacy.queries import accesses_to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing")]


def test_several_certificates_are_shown_together_in_an_answer_that_only_the_asker_reads(
    licence: Certificate, post: Post, sent: list[Any]
) -> None:
    allowed = {"drvlicense": ["class"], "idcard": ["name"]}
    program(post, certificates=allowed, scene=a_scene(allowed))
    theirs = ECKey.generate_key("P-256", {"kid": "k1", "use": "enc", "alg": "ECDH-ES"})
    kinds = {"licence": ("drvlicense", "class"), "id": ("idcard", "name")}
    query = [
        {
            "id": name,
            "format": "dc+sd-jwt",
            "meta": {"vct_values": [f"{wallets.ISSUER}/vc/types/{kind}/"]},
            "claims": [{"path": [claim]}],
        }
        for name, (kind, claim) in kinds.items()
    ]
    metadata = {"jwks": {"keys": [theirs.as_dict(private=False)]}}
    told = {"response_mode": "direct_post.jwt", "client_metadata": json.dumps(metadata)}
    asks = link("class", dcql_query=json.dumps({"credentials": query}), **told)
    phone, page = opened(licence.person, asks)
    incomplete = pressed(phone, page, **{"certificate-1": ""})
    assert incomplete.status_code == 422
    assert not sent
    pressed(phone, page)
    ((_address, form),) = sent
    assert set(form) == {"response"}
    algorithms = ["ECDH-ES", "A128GCM"]
    read = json.loads(
        jwe.decrypt_compact(form["response"], theirs, algorithms=algorithms).plaintext
    )
    assert read["state"] == "s-1"
    keys = [key.public for key in providers.counting_keys(at=now())]
    for name, (_kind, claim) in kinds.items():
        (text,) = read["vp_token"][name]
        seen = sd_jwt.read(text, keys=keys, at=datetime.now(UTC), audience=CLIENT, nonce="n-1")
        assert seen.disclosed == {claim}
    (line,) = accesses_to(licence.person)
    assert line.fields == ["drvlicense.class", "idcard.name"]


@pytest.mark.parametrize(
    "metadata",
    [
        "",
        "[",
        "{}",
        '{"jwks": {"keys": [{"kty": "OKP"}]}}',
        '{"jwks": {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]}}',
    ],
)
def test_who_wants_it_encrypted_and_gives_no_key_is_not_answered(
    licence: Certificate, post: Post, sent: list[Any], metadata: str
) -> None:
    program(post)
    asks = link("class", response_mode="direct_post.jwt", client_metadata=metadata)
    _phone, page = opened(licence.person, asks)
    assert (page.status_code, page.context["error"]) == (422, "invalid_request")


def a_scene(certificates: dict[str, list[str]]) -> str:
    words = {"zh": "某处", "en": "Somewhere"}
    row = {"id": "both", "names": words, "purposes": words, "fields": [], "level": 1}
    operations.load_scenes([row | {"certificates": certificates}])
    return "both"

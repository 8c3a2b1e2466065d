"""What a verifier without a network holds, and what may take its place."""

import json
from datetime import timedelta

import pytest

from tests.certificates.codes.phones import AT, KEY, a_code, an_issuer, list_text
from tongban.certificates.rules import trust
from tongban.certificates.rules.trust import Keys, NotTrusted, read_keys, read_lists
from tongban.crypto.keys import GM, INTL, PrivateKey, generate

FORMER, NEXT = generate(INTL), generate(GM)


def keys_text(*by: PrivateKey, version: int = 5, signers: tuple[PrivateKey, ...] = ()) -> str:
    issuer = an_issuer()
    content = {
        "version": version,
        "expires_at": (AT + timedelta(days=3)).isoformat(),
        "issuers": [
            {"name": issuer.name, "address": issuer.address, "keys": [KEY.public.to_jwk()]}
        ],
        "signers": [key.public.to_jwk() for key in signers or by],
        "scenes": [],
    }
    return trust.write_keys(content, by)


def held() -> Keys:
    return read_keys(keys_text(KEY), at=AT)


def why(text: str, *, at=AT, before: Keys | None = None) -> str:
    with pytest.raises(NotTrusted) as caught:
        read_keys(text, at=at, before=before)
    return caught.value.code


def test_a_list_of_keys_is_all_that_a_verifier_needs_besides_status_lists() -> None:
    keys = held()
    verifier = keys.verifier(read_lists(list_text(), keys))
    assert verifier.check(a_code(), at=AT).reason == "good"


def test_a_list_signed_by_a_former_key_does_not_take_the_place() -> None:
    assert why(keys_text(FORMER, version=9), before=held()) == "not_signed"
    assert why(keys_text(FORMER, version=9, signers=(KEY,)), before=held()) == "not_signed"


def test_keys_change_when_the_old_one_signs_for_the_new_one() -> None:
    after = read_keys(keys_text(KEY, version=6, signers=(NEXT,)), at=AT, before=held())
    assert read_keys(keys_text(NEXT, version=7), at=AT, before=after).version == 7
    assert why(keys_text(KEY, version=8), before=after) == "not_signed"


def test_an_older_list_does_not_take_the_place() -> None:
    assert why(keys_text(KEY, version=4), before=held()) == "rolled_back"
    assert read_keys(keys_text(KEY, version=5), at=AT, before=held()).version == 5


def test_a_list_expires() -> None:
    assert why(keys_text(KEY), at=AT + timedelta(days=3)) == "expired"


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"payload": "e30", "signatures": []}', "中"])
def test_other_texts_are_no_lists(text: str) -> None:
    assert why(text) == "malformed"


def test_a_first_list_must_be_signed_by_one_of_its_own_signers() -> None:
    assert why(keys_text(FORMER, signers=(KEY,))) == "not_signed"


def test_a_changed_list_is_refused() -> None:
    document = json.loads(keys_text(KEY))
    document["payload"] = json.loads(keys_text(KEY, version=9))["payload"]
    assert why(json.dumps(document)) == "not_signed"


def test_status_lists_that_are_not_their_issuers_own_are_left_out() -> None:
    keys = held()
    lists = "\n".join([list_text(key=FORMER), "x.y.z", list_text(version=3), "中文"])
    assert [each.version for each in read_lists(lists, keys)] == [3]
    (issuer,) = keys.issuers
    assert read_lists(list_text(version=3), keys, newest={issuer.list_address(1): 4}) == []

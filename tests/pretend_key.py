"""A passkey device made of software, for tests: it answers like a phone would."""

import hashlib
import json
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

HOST, ORIGIN = "testserver", "http://testserver"
Answer = dict[str, Any]


class PretendKey:
    def __init__(self, *, origin: str = ORIGIN, host: str = HOST) -> None:
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = os.urandom(16)
        self.counter = 0
        self.origin, self.host = origin, host

    def make(self, options: dict[str, Any]) -> Answer:
        """Answer to the options of making a passkey."""
        client = self._client("webauthn.create", options)
        data = AttestedCredentialData.create(Aaguid.NONE, self.credential_id, self._public_key())
        made = AttestationObject.create("none", self._data(data), {})
        return self._answer(clientDataJSON=client, attestationObject=bytes(made))

    def use(self, options: dict[str, Any]) -> Answer:
        """Answer to the options of using a passkey."""
        self.counter += 1
        client = self._client("webauthn.get", options)
        data = bytes(self._data(b""))
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, credential: bytes) -> AuthenticatorData:
        flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV
        if credential:
            flags |= AuthenticatorData.FLAG.AT
        host = hashlib.sha256(self.host.encode()).digest()
        made: AuthenticatorData = AuthenticatorData.create(host, flags, self.counter, credential)
        return made

    def _public_key(self) -> ES256:
        public: Any = self.key.public_key()
        made: ES256 = ES256.from_cryptography_key(public)  # type: ignore[no-untyped-call]
        return made

    def _answer(self, **response: bytes) -> Answer:
        name = websafe_encode(self.credential_id)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "response": {key: websafe_encode(value) for key, value in response.items()},
            "clientExtensionResults": {},
        }

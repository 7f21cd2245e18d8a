"""A device with passkeys, made by hand: what a browser would send, and what a thief might."""

import base64
import hashlib
import json
import secrets
import struct
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, NEW_KEY = 1, 4, 64


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Device:
    """One passkey. ``site`` and ``origin`` are where it believes to be."""

    site: str = "localhost"
    origin: str = "http://localhost"
    verifies: bool = True
    uses: int = 0
    counts: bool = True
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    name: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def create(self, options: dict[str, Any]) -> str:
        """Answer the wish for a new passkey."""
        new = self._state(NEW_KEY) + bytes(16) + struct.pack(">H", len(self.name)) + self.name
        statement = {"fmt": "none", "attStmt": {}, "authData": new + cbor2.dumps(self._public())}
        said = {"attestationObject": _text(cbor2.dumps(statement))}
        return self._answer(self._client("webauthn.create", options), said)

    def get(self, options: dict[str, Any], owner: bytes = b"") -> str:
        """Answer the wish to use the passkey."""
        client, state = self._client("webauthn.get", options), self._state()
        signed = self.key.sign(state + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"authenticatorData": _text(state), "signature": _text(signed)}
        return self._answer(client, said | {"userHandle": _text(owner)})

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        data = {"type": kind, "challenge": options["challenge"], "origin": self.origin}
        return json.dumps(data | {"crossOrigin": False}).encode()

    def _state(self, more: int = 0) -> bytes:
        self.uses += self.counts
        flags = PRESENT | more | (VERIFIED if self.verifies else 0)
        place = hashlib.sha256(self.site.encode()).digest()
        return place + struct.pack(">BI", flags, self.uses)

    def _public(self) -> dict[int, Any]:
        point = self.key.public_key().public_numbers()
        return {1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32), -3: point.y.to_bytes(32)}

    def _answer(self, client: bytes, said: dict[str, str]) -> str:
        response = {"clientDataJSON": _text(client), **said}
        whole = {"id": _text(self.name), "rawId": _text(self.name), "type": "public-key"}
        return json.dumps(whole | {"response": response})

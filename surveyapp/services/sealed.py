"""What a thief with the whole database and without the application secret must not read."""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from surveyapp.services.context import secret

NONCE = 12


def seal(purpose: str, owner: bytes, data: bytes) -> bytes:
    """Encrypt something of one account for one purpose; elsewhere it cannot be opened."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(purpose)).encrypt(nonce, data, owner)


def unseal(purpose: str, owner: bytes, sealed: bytes) -> bytes | None:
    """What was sealed; ``None`` where it was for another owner, or under another secret."""
    try:
        return AESGCM(_key(purpose)).decrypt(sealed[:NONCE], sealed[NONCE:], owner)
    except InvalidTag:
        return None


def proof(purpose: str, owner: bytes, text: str) -> bytes:
    """A keyed hash of something long and random, to compare with."""
    return hmac.digest(_key(purpose), owner + text.encode(), hashlib.sha256)


def _key(purpose: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=purpose.encode()).derive(secret().encode())

"""The link is the key (rule S4): derived from an invitation and the secret, stored nowhere.

A link is 5 random bytes that find the invitation and 10 bytes that prove it, written in 24 letters
and digits that survive capitals, line breaks and typing. What it is good for is part of the proof,
so that nobody makes one kind out of another.
"""

import base64
import hashlib
import hmac
import re
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

LINK, PROOF, NONCE = 5, 10, 12
INVITE, OVERVIEW, PAPER = b"invite link", b"overview link", b"paper code"
"""What a token opens: a questionnaire and its draft; all questionnaires of one address; a page
that stores answers from paper, once."""

SHARE = b"share link"
"""And what a leader shares of her report; its five bytes are those of a share, of no invitation."""

AROUND = re.compile(r"^\W+|\W+$")
"""What mail programs and people put around a link: full stops, brackets, quotes."""

BLOCK = 4096
"""Sealed drafts are padded to whole blocks, so that their size says next to nothing."""


def new_link() -> bytes:
    """A fresh value to find an invitation by; giving an invitation a new one revokes the old."""
    return secrets.token_bytes(LINK)


def token(secret: str, link: bytes, purpose: bytes = INVITE) -> str:
    """What stands in the address of the questionnaire, or of another page of the same person."""
    return base64.b32encode(link + _proof(secret, link, purpose)).decode().lower()


def link_of(secret: str, written: str, purpose: bytes = INVITE) -> bytes | None:
    """The link that a token proves; ``None`` for anything that this product did not write."""
    try:
        raw = base64.b32decode(AROUND.sub("", written).upper())
    except ValueError:
        return None
    link, proof = raw[:LINK], raw[LINK:]
    return link if hmac.compare_digest(proof, _proof(secret, link, purpose)) else None


def choice(secret: str, link: bytes) -> str:
    """What stands for an invitation among others of the same person, and opens nothing."""
    return _proof(secret, link, b"choice").hex()


def _proof(secret: str, link: bytes, purpose: bytes) -> bytes:
    return hmac.digest(secret.encode(), purpose + link, hashlib.sha256)[:PROOF]


def seal(secret: str, link: bytes, text: str) -> bytes:
    """Encrypt a draft under a key derived from the link (rule S5)."""
    data = text.encode()
    padded = data + b" " * (-len(data) % BLOCK)
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(_key(secret, link)).encrypt(nonce, padded, link)


def unseal(secret: str, link: bytes, sealed: bytes) -> str | None:
    """The draft again; ``None`` where it was sealed under another link or secret."""
    try:
        data = AESGCM(_key(secret, link)).decrypt(sealed[:NONCE], sealed[NONCE:], link)
    except InvalidTag:
        return None
    return data.decode().rstrip(" ")


def _key(secret: str, link: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=link, info=b"sealed draft").derive(secret.encode())

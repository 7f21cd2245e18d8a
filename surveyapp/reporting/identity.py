"""By what a document is known as that of a snapshot: its identifier comes from the fingerprint."""

import re

SPECIAL = re.compile(rb"[\\()]")
"""What a string of a PDF writes with a backslash before it."""


def identifier(fingerprint: str) -> bytes:
    """What a document of this snapshot is identified by."""
    return bytes.fromhex(fingerprint)[:16]


def carries(document: bytes, fingerprint: str) -> bool:
    """Whether a document is one of this snapshot."""
    written = SPECIAL.sub(rb"\\\g<0>", identifier(fingerprint))
    return b"/ID [(" + written + b")" in document

"""A mark of what somebody has seen who changes it: another one, if it changed meanwhile."""

from hashlib import sha256

from surveyapp.core.errors import Stale


def mark_of(*seen: object) -> str:
    """The mark of what stands, by what it looks like."""
    return sha256(repr(seen).encode()).hexdigest()[:16]


def compare(mark: str, seen: str | None) -> None:
    """``Stale`` where this is no longer what was ``seen``; ``None`` takes whatever stands."""
    if seen is not None and seen != mark:
        raise Stale("You changed this elsewhere meanwhile: nothing was saved.")

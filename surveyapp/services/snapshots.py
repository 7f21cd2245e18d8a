"""Stored snapshots, read as what they were when they were stored."""

from surveyapp.core.errors import SurveyError
from surveyapp.core.snapshot import Snapshot


def genuine(text: str, fingerprint: str) -> Snapshot:
    """A stored snapshot; ``SurveyError`` where it is not the one that was stored then."""
    snapshot = Snapshot.from_json(text)
    if snapshot.fingerprint != fingerprint:
        raise SurveyError("This report was exchanged for another one after it was stored.")
    return snapshot

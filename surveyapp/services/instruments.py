"""Frozen instruments: what a wave was opened with, whatever happens to the file."""

from functools import lru_cache

from sqlalchemy.orm import Session

from surveyapp.core.instrument import Instrument
from surveyapp.extensions import db
from surveyapp.models.wave import FrozenInstrument


def keep(session: Session, instrument: Instrument) -> str:
    """Store the content once; its fingerprint is the key."""
    if session.get(FrozenInstrument, instrument.fingerprint) is None:
        content = instrument.model_dump(mode="json")
        session.add(FrozenInstrument(fingerprint=instrument.fingerprint, content=content))
    return instrument.fingerprint


@lru_cache(maxsize=64)
def frozen(fingerprint: str) -> Instrument:
    """The instrument with that fingerprint. Content never changes, so it may be remembered."""
    row = db.session.get_one(FrozenInstrument, fingerprint)
    return Instrument.model_validate(row.content)

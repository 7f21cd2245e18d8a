"""Frozen instruments: what a wave was opened with, whatever happens to the file."""

from functools import lru_cache

from sqlalchemy import and_, delete, select
from sqlalchemy.orm import Session

from surveyapp.core.instrument import Instrument
from surveyapp.extensions import db
from surveyapp.models.wave import Assessment, FrozenInstrument, Wave


def keep(session: Session, instrument: Instrument) -> str:
    """Store the content once; its fingerprint is the key."""
    known = select(FrozenInstrument.fingerprint).where(
        FrozenInstrument.fingerprint == instrument.fingerprint
    )
    # Held, so that it is not swept before anything points to it.
    if session.scalar(known.with_for_update(read=True, key_share=True)) is None:
        content = instrument.model_dump(mode="json")
        session.add(FrozenInstrument(fingerprint=instrument.fingerprint, content=content))
        session.flush()
    return instrument.fingerprint


def sweep(session: Session) -> None:
    """Forget what nothing was opened with any more: that of a pulse tells what was chosen."""
    waves = select(Wave.fingerprint).where(Wave.fingerprint.is_not(None))
    hers = select(Assessment.fingerprint).where(Assessment.fingerprint.is_not(None))
    held = FrozenInstrument.fingerprint
    idle = and_(held.not_in(waves), held.not_in(hers))
    # Waits for whoever is about to point to one; only then it is seen which are idle.
    session.execute(select(held).where(idle).order_by(held).with_for_update()).all()
    session.execute(delete(FrozenInstrument).where(idle))


@lru_cache(maxsize=64)
def frozen(fingerprint: str) -> Instrument:
    """The instrument with that fingerprint. Content never changes, so it may be remembered."""
    row = db.session.get_one(FrozenInstrument, fingerprint)
    return Instrument.model_validate(row.content)

"""Two people at once: whoever stores second is told, and nothing of hers is stored."""

from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import Session

from surveyapp.core.errors import Stale
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services.transaction import changed


def take(session: Session, table: type[Programme | Wave], key: UUID, seen: int) -> None:
    """Count a change of what was ``seen`` in that version; ``Stale`` where it has moved on.

    The row is locked from here on: of two who try at the same moment, the second waits and is told.
    """
    query = update(table).where(table.id == key, table.version == seen)
    if changed(session, query.values(version=seen + 1)) != 1:
        raise Stale("Somebody else changed this meanwhile: nothing was saved. Look again.")

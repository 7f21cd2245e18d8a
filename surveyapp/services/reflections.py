"""Reflections: a leader rates herself against a standard, alone, as often as she likes.

Ratings and notes are sealed for her account and this one reflection. Others read only what she
shares of them; no coordinator or operator is shown that there are any.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.core.errors import NotAllowed, NotFound
from surveyapp.core.library import guide_names, load_guide, load_standard
from surveyapp.core.reflection import Guide, Page, Written
from surveyapp.core.share import Looked, LookedBack
from surveyapp.extensions import db
from surveyapp.models import reflection as tables
from surveyapp.services.context import now, today
from surveyapp.services.marks import compare, mark_of
from surveyapp.services.sealed import seal, unseal
from surveyapp.services.transaction import transaction

PURPOSE = "reflection"


@dataclass(frozen=True)
class Reflection:
    """One time that she rated herself: begun on ``day``, or done on it once it is done.

    ``written`` is ``None`` where it cannot be opened any more, as the secret is another one.
    """

    id: UUID
    standard: str
    day: date
    written: Written | None

    @property
    def done(self) -> bool:
        """Whether its ratings stand."""
        return self.written is not None and self.written.done


def of_account(account: UUID) -> tuple[Reflection, ...]:
    """All of hers: those that are done in their order, then those that are not."""
    query = select(tables.Reflection).where(tables.Reflection.account_id == account)
    found = [_opened(row) for row in db.session.scalars(query)]
    return tuple(sorted(found, key=_order))


def finished(account: UUID) -> dict[UUID, LookedBack]:
    """Those that are done, the latest first, as she may let somebody read them: means and notes."""
    found = [one for one in of_account(account) if one.written and one.done]
    return {one.id: _looked_back(one, one.written) for one in reversed(found) if one.written}


def _looked_back(one: Reflection, written: Written) -> LookedBack:
    edition, guide = load_standard(one.standard), load_guide(one.standard)
    names = {competence.id: competence.name for competence in edition.competences}
    return LookedBack(
        standard=edition.title,
        day=one.day,
        practices=tuple(
            Looked(
                name=names[practice.id],
                mean=written.mean(practice.id),
                note=written.page(practice.id).note,
            )
            for practice in guide.practices
        ),
    )


def of_key(account: UUID, key: UUID) -> Reflection:
    """One of hers; ``NotFound`` where it is not."""
    return _opened(_row(db.session(), account, key))


def begin(account: UUID, standard: str) -> UUID:
    """A new one against an edition, or the one that she has not finished yet."""
    if standard not in guide_names():
        raise NotFound("There is no guide to that standard.")
    with transaction() as session:
        query = select(tables.Reflection).where(
            tables.Reflection.account_id == account, tables.Reflection.standard == standard
        )
        for row in session.scalars(query.with_for_update()):
            found = _opened(row)
            if found.written and not found.done:
                return found.id
        key = uuid4()
        empty = _sealed(account, key, Written())
        session.add(
            tables.Reflection(
                id=key, account_id=account, standard=standard, written_on=today(), sealed=empty
            )
        )
    return key


def page_mark(written: Written, practice: str) -> str:
    """What she has seen of one practice who changes it."""
    page = written.page(practice)
    return mark_of(sorted(page.ratings.items()), page.note)


def notes_mark(written: Written, practices: Iterable[str]) -> str:
    """What she has seen of these notes who changes them."""
    return mark_of(sorted((one, written.page(one).note) for one in practices))


def save(account: UUID, key: UUID, practice: str, page: Page, seen: str | None = None) -> None:
    """Keep what she wrote on one practice; ratings only until she is done.

    ``Stale`` where it is no longer what she has ``seen``.
    """
    with _changing(account, key) as (row, written):
        if written.done:
            raise NotAllowed("You have finished this reflection: its ratings are fixed.")
        _known(load_guide(row.standard), practice)
        compare(page_mark(written, practice), seen)
        _store(row, written.with_page(practice, page))


def finish(account: UUID, key: UUID, on: date | None = None) -> None:
    """She is done: from today, or that day, the ratings stand and are part of her history."""
    with _changing(account, key) as (row, written):
        if not written.rated:
            raise NotAllowed("Rate at least one statement before you finish.")
        if not written.done:
            row.written_on = on or today()
            _store(row, written.model_copy(update={"done_at": now()}))


def change_notes(
    account: UUID, key: UUID, notes: Mapping[str, str], seen: str | None = None
) -> None:
    """Other notes, by practice; the ratings stay as they are.

    ``Stale`` where they are no longer what she has ``seen``.
    """
    with _changing(account, key) as (row, written):
        compare(notes_mark(written, notes), seen)
        pages = {
            practice: written.page(practice).model_copy(update={"note": note})
            for practice, note in notes.items()
        }
        _store(row, written.model_copy(update={"pages": written.pages | pages}))


def remove(account: UUID, key: UUID) -> None:
    """Take one away for good."""
    with transaction() as session:
        row = _row(session, account, key)
        session.execute(delete(tables.Reflection).where(tables.Reflection.id == row.id))


def _order(one: Reflection) -> tuple[bool, date, str]:
    """Of one day by the time within what is sealed."""
    at = one.written.done_at if one.written else None
    return not one.done, one.day, at.isoformat() if at else ""


def _known(guide: Guide, practice: str) -> None:
    if practice not in {one.id for one in guide.practices}:
        raise NotFound("There is no such practice in this guide.")


@contextmanager
def _changing(account: UUID, key: UUID) -> Iterator[tuple[tables.Reflection, Written]]:
    """A reflection of hers and what is written in it, held until it is stored."""
    with transaction() as session:
        row = _row(session, account, key, held=True)
        if (written := _opened(row).written) is None:
            raise NotAllowed("What you wrote here cannot be opened any more.")
        yield row, written


def _row(session: Session, account: UUID, key: UUID, *, held: bool = False) -> tables.Reflection:
    query = select(tables.Reflection).where(
        tables.Reflection.id == key, tables.Reflection.account_id == account
    )
    row = session.scalar(query.with_for_update() if held else query)
    if row is None:
        raise NotFound("There is no such reflection.")
    return row


def _store(row: tables.Reflection, written: Written) -> None:
    row.sealed = _sealed(row.account_id, row.id, written)


def _sealed(account: UUID, key: UUID, written: Written) -> bytes:
    return seal(PURPOSE, account.bytes + key.bytes, written.model_dump_json().encode())


def _opened(row: tables.Reflection) -> Reflection:
    data = unseal(PURPOSE, row.account_id.bytes + row.id.bytes, row.sealed)
    written = None if data is None else Written.model_validate_json(data)
    return Reflection(row.id, row.standard, row.written_on, written)

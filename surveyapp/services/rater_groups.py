"""The rater groups of a programme: rules for waves that open from now on.

A wave that was opened has rules of its own, which nothing here can reach.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from surveyapp.core.base import text_in
from surveyapp.core.errors import NotAllowed, NotFound, Unfit
from surveyapp.core.naming import identifier
from surveyapp.core.rater_group import RESERVED, RaterGroup, Rules
from surveyapp.core.spelling import same
from surveyapp.extensions import db
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit, preparing, versions
from surveyapp.services.checked import checked_label
from surveyapp.services.transaction import transaction

Groups = tuple[RaterGroup, ...]


@dataclass(frozen=True)
class Wanted:
    """A rater group as a coordinator wants it. An identified group has no use for its minimum."""

    label: Mapping[str, str]
    identified: bool
    minimum: int


def add(programme: UUID, seen: int, wanted: Wanted) -> str:
    """Another group, after the others; its id, which resembles its name."""
    label = checked_label(wanted.label)
    key = ""

    def with_it(groups: Groups) -> Groups:
        nonlocal key
        key = identifier(text_in(label, "en"), RESERVED | {group.id for group in groups}, "group")
        return *groups, RaterGroup(
            id=key, label=label, identified=wanted.identified, minimum=wanted.minimum
        )

    _change(programme, seen, with_it)
    return key


def change(programme: UUID, seen: int, key: str, wanted: Wanted) -> None:
    """Another name, policy or minimum; the group stays the same one for earlier waves."""
    update = {
        "label": checked_label(wanted.label),
        "identified": wanted.identified,
        "minimum": wanted.minimum,
    }

    def changed(groups: Groups) -> Groups:
        _named(groups, key)
        return tuple(
            RaterGroup.model_validate(group.model_dump() | update) if group.id == key else group
            for group in groups
        )

    _change(programme, seen, changed)


def remove(programme: UUID, seen: int, key: str) -> None:
    """Take a group out; ``NotAllowed`` for the last one, and where somebody was proposed for it."""

    def without(groups: Groups) -> Groups:
        _named(groups, key)
        if len(groups) == 1:
            raise NotAllowed("A programme needs at least one rater group.")
        if proposed(programme, key):
            raise NotAllowed("Raters have been proposed for this group in a wave that will open.")
        return tuple(group for group in groups if group.id != key)

    _change(programme, seen, without)


def proposed(programme: UUID, key: str) -> int:
    """How many raters are proposed for a group, in waves that have not opened."""
    query = (
        select(func.count(Nomination.id))
        .join(Wave, Nomination.wave_id == Wave.id)
        .where(Wave.programme_id == programme, Wave.state == "prepared")
    )
    return db.session.scalar(query.where(Nomination.group == key)) or 0


def named(rules: Rules, key: str) -> RaterGroup:
    """The group with that id; ``NotFound`` if there is none."""
    return _named(rules.groups, key)


def _named(groups: Groups, key: str) -> RaterGroup:
    for group in groups:
        if group.id == key:
            return group
    raise NotFound("There is no such rater group.")


def _change(programme: UUID, seen: int, change: Callable[[Groups], Groups]) -> None:
    """Other groups in place of those that were seen, while nobody imports or proposes raters."""
    with transaction() as session:
        versions.take(session, Programme, programme, seen)
        preparing.hold(session, programme)
        row = session.get_one(Programme, programme)
        rules = Rules.model_validate(row.rules)
        groups = change(rules.groups)
        _check_names(groups)
        row.rules = rules.changed(groups=groups).stored()
        audit.record(session, "rater groups changed", programme=programme)


def _check_names(groups: Groups) -> None:
    """No name means two groups: a spreadsheet names them by it, in either language."""
    owners: dict[str, str] = {}
    for group in groups:
        for word in (*group.label.values(), group.id):
            if owners.setdefault(same(word), group.id) != group.id:
                raise Unfit({"label": "used"})

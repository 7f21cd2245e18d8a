"""What the database is asked for a wave at a glance: one statement, whatever the size."""

from dataclasses import dataclass
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import (
    CTE,
    ColumnElement,
    FromClause,
    Select,
    Subquery,
    and_,
    case,
    func,
    or_,
    select,
    true,
)

from surveyapp.core.instrument import SELF
from surveyapp.core.lifecycle import ANSWERED, WITHDRAWN, forget
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment
from surveyapp.services import joining
from surveyapp.services.paging import Paging
from surveyapp.services.progress import Standing, WaveView, group_progress

Number = ColumnElement[int]
STANDINGS: tuple[Standing, ...] = get_args(Standing)


@dataclass(frozen=True)
class Wish:
    """Which leaders to look at: of one learning group, and with a text in their name or school."""

    group: UUID | None = None
    text: str = ""

    @property
    def all(self) -> bool:
        """Whether nobody is left out."""
        return not self.group and not self.text


def promised(wave: WaveView) -> Rules:
    """The rules of a wave that has been opened."""
    assert wave.rules is not None, "a wave that has been opened has rules"
    return wave.rules


def page_of(wave: WaveView, wish: Wish, number: int) -> Select[Any]:
    """The totals beside each row of the page; beside nothing where it has none."""
    seen = seen_in(wave)
    wished = _wished(seen, wish)
    found = select(func.count()).select_from(seen).where(wished).scalar_subquery()
    whole = totals_of(wave, seen).add_columns(found.label("found")).subquery()
    page = select(seen).where(wished).order_by(*_order(seen))
    rows = page.limit(Paging.SIZE).offset(Paging.offset(number)).subquery()
    return select(whole, rows).outerjoin(rows, true()).order_by(*_order(rows))


def _order(of: FromClause) -> list[ColumnElement[Any]]:
    """Whoever lacks most comes first. The key makes it the same order on every page."""
    return [of.c.lacking.desc(), of.c.leader, of.c.id]


def _wished(seen: CTE, wish: Wish) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wish.group:
        conditions.append(seen.c.learning_group == wish.group)
    if wish.text:
        columns = seen.c.leader, seen.c.school
        conditions.append(or_(*(c.icontains(wish.text, autoescape=True) for c in columns)))
    return and_(*conditions)


def seen_in(wave: WaveView) -> CTE:
    """What the row of each leader shows, and how many things she lacks."""
    counts = _counts(wave)
    standings = [_standing(counts, *numbered) for numbered in enumerate(promised(wave).groups)]
    short = [case((standing.in_(("shown", "steady")), 0), else_=1) for standing in standings]
    return (
        select(
            *counts.c,
            *(standing.label(f"standing_{n}") for n, standing in enumerate(standings)),
            sum(short, 1 - counts.c.own).label("lacking"),
            Leader.group_id.label("learning_group"),
            Leader.school,
            Leader.name.label("leader"),
        )
        .join(Leader, counts.c.leader_id == Leader.id)
        .cte("seen")
    )


def _counts(wave: WaveView) -> Subquery:
    """Per assessment whether the own one is done, and per group how many are invited and answered.

    One pass over the invitations of the wave: on that the time of the page depends.
    """
    answered = Invitation.state.in_(ANSWERED)
    columns = [func.count().filter(Invitation.group == SELF, answered).label("own")]
    for number, group in enumerate(promised(wave).groups):
        of_group = Invitation.group == group.id
        invited = func.count().filter(of_group)
        asked = func.count().filter(
            of_group, Invitation.state.not_in(WITHDRAWN), ~joining.is_late()
        )
        told = _told(func.count().filter(of_group, answered), invited, asked)
        columns.append(invited.label(f"invited_{number}"))
        columns.append(asked.label(f"asked_{number}"))
        columns.append(told.label(f"answered_{number}"))
    return (
        select(Assessment.id, Assessment.leader_id, *columns)
        .outerjoin(Invitation, Invitation.assessment_id == Assessment.id)
        .outerjoin(Nomination, joining.of_invitation())
        .where(Assessment.wave_id == wave.id, Assessment.state != forget.target)
        .group_by(Assessment.id)
        .subquery()
    )


def _told(answered: Number, invited: Number, asked: Number) -> Number:
    """``core.additions.told``, said to the database: what is hidden is left out later."""
    return case((or_(asked == invited, answered < asked), answered), else_=asked)


def _standing(counts: Subquery, number: int, group: RaterGroup) -> ColumnElement[str]:
    """``GroupProgress.standing``, said to the database."""
    nobody = group_progress(group)
    invited, answered, asked = (
        counts.c[f"{name}_{number}"] for name in ("invited", "answered", "asked")
    )
    return case(
        (invited == 0, "nobody"),
        (asked < nobody.needed, "few"),
        (answered < nobody.needed, "short"),
        (answered < (nobody.wanted or 0), "shown"),
        else_="steady",
    )


def totals_of(wave: WaveView, seen: CTE) -> Select[Any]:
    """One row about the whole wave. Hidden counts are left out of its sums."""
    columns: list[ColumnElement[Any]] = [
        func.count().label("leaders"),
        func.count().filter(seen.c.own > 0).label("all_own"),
        func.count().filter(seen.c.lacking > 0).label("in_need"),
    ]
    for number, _group in enumerate(promised(wave).groups):
        standing = seen.c[f"standing_{number}"]
        told = standing.not_in(("nobody", "few"))
        for name in ("invited", "answered"):
            total = func.sum(seen.c[f"{name}_{number}"]).filter(told)
            columns.append(func.coalesce(total, 0).label(f"all_{name}_{number}"))
        columns += [
            func.count().filter(standing == one).label(f"all_{one}_{number}") for one in STANDINGS
        ]
    return select(*columns).select_from(seen)

"""A wave at a glance: totals over all its leaders, and a page of them, those in need first.

All of it is counted by the database. Totals, order and filter are made of what the rows show, and
of nothing else: of a group whose count is hidden they know how many are invited. So whoever adds
up, compares or subtracts over pages and filters learns what reading every row tells.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import RowMapping, select

from surveyapp.extensions import db
from surveyapp.models.programme import Leader, LeaderGroup
from surveyapp.models.wave import Assessment
from surveyapp.services.glance_query import STANDINGS, Wish, page_of, promised, seen_in, totals_of
from surveyapp.services.paging import Paging
from surveyapp.services.progress import GroupProgress, Standing, WaveView, group_progress


@dataclass(frozen=True)
class LeaderRow:
    """One leader in the wave: never who answered, only how many."""

    assessment: UUID
    leader: str
    school: str
    own_done: bool
    groups: tuple[GroupProgress, ...]


@dataclass(frozen=True)
class GroupTotal:
    """One rater group over all leaders: of how many it stands how.

    ``invited`` and ``answered`` leave out the groups whose count is hidden, so that no subtraction
    gives it back. ``group`` counts nobody: it tells what is needed.
    """

    group: GroupProgress
    invited: int
    answered: int
    standings: dict[Standing, int]


@dataclass(frozen=True)
class Totals:
    """A whole wave: ``leaders`` whose assessment is kept, ``in_need`` those that lack something."""

    leaders: int
    own_done: int
    in_need: int
    groups: tuple[GroupTotal, ...]

    @property
    def invited(self) -> int:
        """All raters invited, in groups whose count may be told."""
        return sum(group.invited for group in self.groups)

    @property
    def answered(self) -> int:
        """All of these that have answered."""
        return sum(group.answered for group in self.groups)

    def number(self, standing: Standing) -> int:
        """How many rater groups of all leaders stand like that."""
        return sum(group.standings[standing] for group in self.groups)


@dataclass(frozen=True)
class Glance:
    """The totals of a wave, and one page of the leaders that were wished for."""

    totals: Totals
    paging: Paging
    rows: tuple[LeaderRow, ...]


def learning_groups(wave: WaveView) -> Sequence[tuple[UUID, str]]:
    """The learning groups of the leaders in a wave, by name."""
    query = (
        select(LeaderGroup.id, LeaderGroup.name)
        .join(Leader, Leader.group_id == LeaderGroup.id)
        .join(Assessment, Assessment.leader_id == Leader.id)
        .where(Assessment.wave_id == wave.id)
        .distinct()
        .order_by(LeaderGroup.name, LeaderGroup.id)
    )
    return [(key, name) for key, name in db.session.execute(query)]


def totals(wave: WaveView) -> Totals:
    """The totals of a wave that has been opened, in one query."""
    query = totals_of(wave, seen_in(wave))
    return _as_totals(wave, db.session.execute(query).mappings().one())


def glance(wave: WaveView, wish: Wish, number: int = 1) -> Glance:
    """A wave that has been opened, and one page of its leaders, in one query.

    Those come first that lack most, then by name. Behind the last page stands the last page.
    """
    found = db.session.execute(page_of(wave, wish, number)).mappings().all()
    paging = Paging(number, found[0]["found"])
    if paging.beyond:
        return glance(wave, wish, paging.last)
    rows = tuple(_as_row(wave, row) for row in found if row["id"] is not None)
    return Glance(_as_totals(wave, found[0]), paging, rows)


def _as_totals(wave: WaveView, row: RowMapping) -> Totals:
    return Totals(
        leaders=row["leaders"],
        own_done=row["all_own"],
        in_need=row["in_need"],
        groups=tuple(
            GroupTotal(
                group=group_progress(group),
                invited=row[f"all_invited_{number}"],
                answered=row[f"all_answered_{number}"],
                standings={one: row[f"all_{one}_{number}"] for one in STANDINGS},
            )
            for number, group in enumerate(promised(wave).groups)
        ),
    )


def _as_row(wave: WaveView, row: RowMapping) -> LeaderRow:
    return LeaderRow(
        assessment=row["id"],
        leader=row["leader"],
        school=row["school"],
        own_done=row["own"] > 0,
        groups=tuple(
            group_progress(
                group, *(row[f"{name}_{number}"] for name in ("invited", "answered", "asked"))
            )
            for number, group in enumerate(promised(wave).groups)
        ),
    )

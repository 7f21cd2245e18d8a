"""What a leader makes of her report: priorities, a plan at three levels, and actions."""

from datetime import date
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import NO_ROWID, Base, Keyed


class Priority(Keyed, Base):
    """A competence that she chose in a wave, and why; see ``core.choices``.

    ``items`` are those that she wants to ask about halfway; empty where she leaves it to the rule.
    """

    __tablename__ = "priority"
    __table_args__ = (UniqueConstraint("assessment_id", "competence"), NO_ROWID)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"))
    competence: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    aim: Mapped[str] = mapped_column(String(12))
    passion: Mapped[int | None]
    need: Mapped[int | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    items: Mapped[list[str]] = mapped_column(JSON, default=list)


class Plan(Keyed, Base):
    """The plan of one priority at one level. ``shared`` ones are read by her learning group."""

    __tablename__ = "plan"
    __table_args__ = (UniqueConstraint("priority_id", "level"), NO_ROWID)

    priority_id: Mapped[UUID] = mapped_column(ForeignKey("priority.id"))
    level: Mapped[str] = mapped_column(String(12))
    goal: Mapped[str] = mapped_column(Text, default="")
    behaviour: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    help: Mapped[str] = mapped_column(Text, default="")
    due: Mapped[date | None]
    shared: Mapped[bool] = mapped_column(default=False)


class Action(Keyed, Base):
    """One thing to do. Mail reminds her on ``remind_on``, which then becomes ``reminded_on``.

    It is both where that mail could not be delivered.
    """

    __tablename__ = "action"

    plan_id: Mapped[UUID] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    text: Mapped[str] = mapped_column(String(500))
    state: Mapped[str] = mapped_column(String(12), default="planned")
    due: Mapped[date | None]
    done_on: Mapped[date | None]
    remind_on: Mapped[date | None] = mapped_column(index=True)
    reminded_on: Mapped[date | None]

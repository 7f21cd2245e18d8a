"""Work that takes long: asked for on a page, done by the worker, watched while it runs."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base, Keyed


class Job(Keyed, Base):
    """One piece of work with a wave, such as freezing it or printing its reports.

    ``done`` of ``total`` steps are behind it; ``fault`` says in a sentence why it failed. ``at`` is
    when it was asked for, in UTC. ``language`` is the one of whoever asked. Reports are printed in
    a ``design`` and a language, ``printed_in``, which is empty where it is each leader's own.
    """

    __tablename__ = "job"

    kind: Mapped[str] = mapped_column(String(20))
    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"), index=True)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    language: Mapped[str] = mapped_column(String(8))
    design: Mapped[str] = mapped_column(String(40), default="")
    printed_in: Mapped[str] = mapped_column(String(8), default="")
    state: Mapped[str] = mapped_column(String(12), default="waiting", index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

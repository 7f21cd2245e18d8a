"""What coordinators and operators did. Never what a rater did, and nothing about an answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, DateTime, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base, Keyed


class AuditEvent(Keyed, Base):
    """One deed. ``actor_id`` is empty for the operator at the command line; ``at`` is in UTC."""

    __tablename__ = "audit_event"

    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("account.id"))
    action: Mapped[str] = mapped_column(String(40))
    programme_id: Mapped[UUID | None] = mapped_column(ForeignKey("programme.id"), index=True)
    wave_id: Mapped[UUID | None] = mapped_column(ForeignKey("wave.id"))
    assessment_id: Mapped[UUID | None] = mapped_column(ForeignKey("assessment.id"))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)

"""What is published: one snapshot per frozen assessment, and one on all leaders of a wave."""

from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base


class Report(Base):
    """The frozen snapshot as JSON, with its fingerprint."""

    __tablename__ = "report"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[str] = mapped_column(Text)
    opened: Mapped[bool] = mapped_column(default=False)


class GroupReport(Base):
    """The frozen figures of a wave over its leaders, made once (rule P8)."""

    __tablename__ = "group_report"

    wave_id: Mapped[UUID] = mapped_column(ForeignKey("wave.id"), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[str] = mapped_column(Text)

"""What was said. It knows its assessment and rater group, and nothing else about its origin.

Imported only where the import contract allows it: the privacy promise as code.
"""

from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from surveyapp.models.base import Base, Keyed


class Response(Keyed, Base):
    """One response: a fixed-length vector, see ``core.response``."""

    __tablename__ = "response"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    group: Mapped[str] = mapped_column(String(40))
    answers: Mapped[bytes] = mapped_column(LargeBinary)


class Comment(Keyed, Base):
    """One comment. It has no link to the response it came with, nor to another comment (S3)."""

    __tablename__ = "comment"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    group: Mapped[str] = mapped_column(String(40))
    question: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)

"""Whose names are masked in comments, and what of that a rater is told while she writes.

The names themselves go into no page: who was invited is nobody's business there. A rater reads
only words of her own text.
"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import bindparam, select

from surveyapp.core.comments import paragraphs
from surveyapp.core.instrument import SELF
from surveyapp.core.recognition import found
from surveyapp.extensions import db
from surveyapp.models.invitation import Invitation
from surveyapp.services.opened import OpenInvitation

NAMES = select(Invitation.name).where(
    Invitation.assessment_id == bindparam("assessment"), Invitation.group != SELF
)


def names(assessment: UUID) -> Sequence[str]:
    """The people whose names are masked in what is written about a leader.

    A name stays masked when its invitation was withdrawn; the leader's own may be read.
    """
    return db.session.scalars(NAMES, {"assessment": assessment}).all()


def recognised(opened: OpenInvitation, texts: Mapping[str, str]) -> dict[str, list[str]]:
    """What the report will mask in her texts: per question the words, as she wrote them.

    Nothing in the leader's own notes. One query, and none where nothing is written.
    """
    if not texts or opened.own:
        return {}
    people = names(opened.assessment)
    words = {question: _words(text, people) for question, text in texts.items()}
    return {question: some for question, some in words.items() if some}


def _words(text: str, people: Sequence[str]) -> list[str]:
    """What is found in the paragraphs, each of which is masked on its own."""
    return list(dict.fromkeys(word for part in paragraphs(text) for word in found(part, people)))

"""Wall 1: from a person with a link to an answer without a person.

``submit`` is the only function of the product that crosses it.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from surveyapp.core.errors import LinkGone, NotAllowed
from surveyapp.core.lifecycle import ANSWERABLE
from surveyapp.core.response import encode
from surveyapp.extensions import db
from surveyapp.models import metadata
from surveyapp.models.response import Comment, Response
from surveyapp.services.answers import Answers, Sheet
from surveyapp.services.context import secret
from surveyapp.services.invitations import submitted
from surveyapp.services.links import seal, unseal
from surveyapp.services.opened import OpenInvitation
from surveyapp.services.transaction import changed, transaction

# Written down once: building a query costs more than asking it, and every page of a rater asks.
_DRAFT, _INVITATION = metadata.tables["draft"], metadata.tables["invitation"]
_ASSESSMENT, _WAVE = metadata.tables["assessment"], metadata.tables["wave"]
_THIS_DRAFT = _DRAFT.c.invitation_id == bindparam("invitation")
SEALED = select(_DRAFT.c.sealed).where(_THIS_DRAFT)
RESEAL = update(_DRAFT).where(_THIS_DRAFT).values(sealed=bindparam("content"))
FIRST_SEAL = insert(_DRAFT).values(
    invitation_id=bindparam("invitation"), sealed=bindparam("content")
)
UNSEAL = delete(_DRAFT).where(_THIS_DRAFT)
ANSWERABLE_ONE = (
    select(_INVITATION.c.assessment_id)
    .where(_INVITATION.c.id == bindparam("invitation"), _INVITATION.c.link == bindparam("link"))
    .where(_INVITATION.c.state.in_(ANSWERABLE))
    .with_for_update()
)
OPEN_ONE = (
    select(_ASSESSMENT.c.id)
    .join(_WAVE, _ASSESSMENT.c.wave_id == _WAVE.c.id)
    .where(_ASSESSMENT.c.id == bindparam("assessment"))
    .where(_ASSESSMENT.c.state == "open", _WAVE.c.state == "open")
    .with_for_update(read=True)
)


def draft(opened: OpenInvitation) -> Answers:
    """The answers under way behind this link, on whatever device they were given."""
    return _draft(db.session(), opened)


def _draft(session: Session, opened: OpenInvitation) -> Answers:
    sealed = session.scalar(SEALED, {"invitation": opened.id})
    text = unseal(secret(), opened.link, sealed) if sealed else None
    return Answers(**json.loads(text)) if text else Answers()


def save(
    opened: OpenInvitation,
    points: Mapping[str, int | None],
    texts: Mapping[str, str],
    sheet: Sheet | None = None,
    language: str = "",
) -> Answers:
    """Add these answers to the sealed draft, and the language where another one was chosen."""

    def added(answers: Answers) -> Answers:
        spoken = replace(answers, language=language or answers.language)
        return spoken.sent(sheet, points, texts) if sheet else spoken.with_(points, texts)

    return _change(opened, added)


def speak(opened: OpenInvitation, code: str) -> Answers:
    """Keep the language that the rater chose in the sealed draft, which goes when she submits."""
    return _change(opened, lambda answers: replace(answers, language=code))


def _change(opened: OpenInvitation, change: Callable[[Answers], Answers]) -> Answers:
    """Seal the draft again with a change in it."""
    with transaction() as session:
        _hold(session, opened)
        answers = change(_draft(session, opened))
        text = json.dumps(vars(answers))
        row = {"invitation": opened.id, "content": seal(secret(), opened.link, text)}
        if not changed(session, RESEAL, row):
            session.execute(FIRST_SEAL, row)
    return answers


def _hold(session: Session, opened: OpenInvitation) -> UUID:
    """Keep the link alive until the transaction ends and tell its assessment, or ``LinkGone``.

    A link that was made anew meanwhile is dead, and would seal what nobody could open again.

    A second device waits here and adds to what the first one saved; whoever wants to close the
    wave waits too, so that nothing comes in behind a freeze.
    """
    this = {"invitation": opened.id, "link": opened.link}
    assessment: UUID | None = session.scalar(ANSWERABLE_ONE, this)
    if assessment is None or session.scalar(OPEN_ONE, {"assessment": assessment}) is None:
        raise LinkGone("This link can no longer be used.")
    return assessment


def submit(opened: OpenInvitation, typed: Answers | None = None) -> str:
    """Turn the draft, or what was ``typed`` from paper, into a response, once (rule S6).

    Tells the language that was chosen for it.

    One transaction: the invitation is marked, the draft deleted, response and comments stored
    under random keys. ``LinkGone`` where it was submitted before; ``NotAllowed`` where nothing is
    left to send, so that another device that took the answers away does not use up the link.
    """
    with transaction() as session:
        assessment = _hold(session, opened)
        answers = _draft(session, opened) if typed is None else typed
        if answers.empty:
            raise NotAllowed("There is nothing to send yet: answer at least one question.")
        submitted(session, opened.id)
        session.execute(UNSEAL, {"invitation": opened.id})
        vector = encode(opened.instrument, answers.points)
        session.add(Response(assessment_id=assessment, group=opened.group, answers=vector))
        for question, text in answers.texts.items():
            session.add(
                Comment(assessment_id=assessment, group=opened.group, question=question, text=text)
            )
    return answers.language

"""Invitations: who may answer, and the link that lets them."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from surveyapp.core import additions, lifecycle
from surveyapp.core.errors import LinkGone, NotAllowed, NotFound, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.languages import languages
from surveyapp.mailing.messages import Invite
from surveyapp.models.account import Account
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.programme import Leader
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services import audit, joining, outbox, queue
from surveyapp.services.checked import checked_address, checked_name
from surveyapp.services.codes import grouped
from surveyapp.services.context import secret, settings, today
from surveyapp.services.links import link_of, new_link, token
from surveyapp.services.opened import BY_LINK, OpenInvitation, opened_by
from surveyapp.services.transaction import changed, transaction


@dataclass(frozen=True)
class Rater:
    """Somebody to invite. ``group`` is the id of a rater group of the wave."""

    group: str
    name: str
    email: str
    language: str


class Taken(SurveyError):
    """Somebody with this address is, or was, asked about this leader already."""

    def __init__(self, email: str) -> None:
        super().__init__(f"{email} has been invited for this leader already.")


def invite(assessment: UUID, raters: Sequence[Rater]) -> None:
    """Add raters to an open assessment; ``SurveyError`` names the first that does not fit."""
    with transaction() as session:
        rules = open_rules(session, assessment)
        known = {group.id for group in rules.groups}
        taken = {email for _, email in settled(session, [assessment])}
        rows = []
        for rater in raters:
            email = checked_address(rater.email)
            if rater.language not in languages():
                raise SurveyError(f"There is no language {rater.language!r} here.")
            if rater.group not in known:
                raise SurveyError(f"There is no rater group {rater.group!r} in this programme.")
            if email in taken:
                raise Taken(email)
            taken.add(email)
            rows.append(
                Invitation(
                    assessment_id=assessment,
                    group=rater.group,
                    name=checked_name(rater.name),
                    email=email,
                    language=rater.language,
                    link=new_link(),
                )
            )
        joining.remember(session, rows)
        session.add_all(rows)
        _flush(session)
        audit.record(session, "raters invited", assessment=assessment, count=len(raters))


def _flush(session: Session) -> None:
    try:
        session.flush()
    except IntegrityError as error:
        raise Taken("One of these addresses") from error


def settled(session: Session, assessments: Collection[UUID]) -> set[tuple[UUID, str | None]]:
    """Addresses that cannot be asked about these, by assessment: who is asked, and the leader's.

    Her own invitation may be at another one than her account, or at none.
    """
    asked = select(Invitation.assessment_id, Invitation.email)
    own = (
        select(Assessment.id, Account.email)
        .join(Leader, Assessment.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
    )
    rows = [
        *session.execute(asked.where(Invitation.assessment_id.in_(assessments))),
        *session.execute(own.where(Assessment.id.in_(assessments))),
    ]
    return {(key, email) for key, email in rows}


def open_rules(session: Session, assessment: UUID) -> Rules:
    """What is promised where somebody may join or leave, which stays so until the transaction ends.

    ``NotAllowed`` where nobody may any more.
    """
    query = (
        select(Wave, Assessment.state)
        .join(Assessment, Assessment.wave_id == Wave.id)
        .where(Assessment.id == assessment)
        .with_for_update(read=True)
    )
    wave, state = session.execute(query).one()
    additions.check(wave=wave.state, assessment=state, closes_on=wave.closes_on, today=today())
    return Rules.model_validate(wave.rules)


def send(wave: UUID) -> int:
    """Let every invitation of an open wave leave that did not yet; how many these are.

    They are written to the outbox, and the worker sends them. ``NotAllowed`` where the wave is not
    open.
    """
    with transaction() as session:
        state = session.scalar(select(Wave.state).where(Wave.id == wave).with_for_update())
        if state != "open":
            raise NotAllowed("Invitations are sent while the wave is open: open it first.")
        count = put(session, wave)
    queue.wake()
    return count


def put(session: Session, wave: UUID) -> int:
    """Write what did not leave yet to the outbox, as part of a transaction that holds the wave."""
    count = outbox.put(session, session.scalars(outbox.unsent(wave)), outbox.INVITATION)
    if count:
        audit.record(session, "invitations sent", wave=wave, count=count)
    return count


def invite_of(row: Row[*tuple[Any, ...]]) -> Invite:
    """What mail about an invitation says, from a row of ``EVERYTHING``."""
    opened = opened_by(row)
    return Invite(
        address=address_of(opened.link),
        code=grouped(token(secret(), opened.link)),
        code_page=f"{settings().base_url}/code",
        leader=opened.leader,
        school=opened.school,
        programme=opened.programme,
        closes_on=opened.closes_on,
        minutes=opened.instrument.minutes,
        language=opened.language,
        own=opened.own,
        identified=opened.rater_group.identified if opened.rater_group else True,
        on_paper=opened.rules.on_paper,
    )


def address_of(link: bytes) -> str:
    """The address in the mail: at most 60 characters with a short host name."""
    return f"{settings().base_url}/r/{token(secret(), link)}"


def decline(written: str) -> None:
    """The person invited says no; no reason is asked."""
    opened = open_link(written)
    with transaction() as session:
        _move(session, lifecycle.decline, opened.id, Invitation.link == opened.link)
        session.execute(delete(Draft).where(Draft.invitation_id == opened.id))


def _move(
    session: Session, step: lifecycle.Transition, key: UUID, *still: ColumnElement[bool]
) -> None:
    """Take a step of an invitation if nobody took another one meanwhile."""
    query = update(Invitation).where(Invitation.id == key, Invitation.state.in_(step.sources))
    if changed(session, query.where(*still).values(state=step.target)) != 1:
        raise NotAllowed(step.refusal)


def submitted(session: Session, key: UUID) -> None:
    """Mark an invitation as answered, once; part of the transaction that stores the response."""
    try:
        _move(session, lifecycle.submit, key)
    except NotAllowed as error:
        raise LinkGone(str(error)) from error


def open_link(written: str) -> OpenInvitation:
    """What a link opens today; ``NotFound`` for a mistyped one, ``LinkGone`` for a dead one.

    One that was made anew or erased is as dead as one that was used: nobody is told which.
    """
    link = link_of(secret(), written)
    if link is None:
        raise NotFound("This link is not complete.")
    return open_at(link)


def open_at(link: bytes) -> OpenInvitation:
    """What is open behind a link that was proved; ``LinkGone`` where it is dead."""
    row = db.session.execute(BY_LINK, {"link": link}).first()
    alive = (
        row is not None
        and row.invitation_state in lifecycle.ANSWERABLE
        and row.assessment_state == "open"
        and row.wave_state == "open"
        and today() <= row.closes_on
    )
    if row is None or not alive:
        raise LinkGone("This link can no longer be used.")
    return opened_by(row)


def own_token(assessment: UUID) -> str:
    """What opens the leader's own questionnaire; for her alone, who is signed in."""
    query = select(Invitation.link).where(
        Invitation.assessment_id == assessment, Invitation.group == SELF
    )
    link = db.session.scalar(query)
    if link is None:
        raise NotFound("There is no self-assessment here.")
    return token(secret(), link)


def addresses(assessment: UUID, groups: Iterable[str]) -> dict[str, list[str]]:
    """The invite links of some groups of an assessment: for the demo and for tests."""
    query = select(Invitation.group, Invitation.link).where(
        Invitation.assessment_id == assessment, Invitation.group.in_(list(groups))
    )
    result: dict[str, list[str]] = {}
    for group, link in db.session.execute(query):
        if link:
            result.setdefault(group, []).append(address_of(link))
    return result

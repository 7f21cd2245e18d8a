"""Whom a wave invites when it opens: each leader herself, and who was nominated and approved."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from surveyapp.core import lifecycle
from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import Rules
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.wave import Assessment, Wave
from surveyapp.services.links import new_link


def own_invitation(assessment: Assessment, name: str, account: Account) -> Invitation:
    """The leader's own, to her self-assessment."""
    return Invitation(
        assessment_id=assessment.id,
        group=SELF,
        name=name,
        email=account.email,
        language=account.language,
        link=new_link(),
    )


def invite_nominated(session: Session, wave: Wave, assessments: Mapping[UUID, Assessment]) -> None:
    """Approved nominations become invitations; no address stays behind in a nomination.

    Of leaders who have no part in a pulse they go as well, and where the address is the leader's
    own by now.
    """
    rows = session.scalars(select(Nomination).where(Nomination.wave_id == wave.id)).all()
    approved = [row for row in rows if row.state == lifecycle.approve.target]
    known = {group.id for group in Rules.model_validate(wave.rules).groups}
    if lost := {row.group for row in approved} - known:
        raise SurveyError(
            f"Raters were nominated for {min(lost)!r}, a group that the programme no longer has: "
            "import them in another one."
        )
    query = select(Assessment.leader_id, Invitation.email).join(
        Invitation, Invitation.assessment_id == Assessment.id
    )
    own = dict(session.execute(query.where(Assessment.wave_id == wave.id)).all())
    session.add_all(
        Invitation(
            assessment_id=assessments[row.leader_id].id,
            group=row.group,
            name=row.name,
            email=row.email,
            language=row.language,
            link=new_link(),
        )
        for row in approved
        if row.leader_id in assessments and row.email != own[row.leader_id]
    )
    session.execute(delete(Nomination).where(Nomination.wave_id == wave.id))

"""Reading the group report of a wave: through the gate, each time that it is opened (rule P9).

Who may read it is asked in ``access``: coaches and researchers once every report is handed out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.core.group_report import GroupSnapshot
from surveyapp.extensions import db
from surveyapp.languages import language as language_of
from surveyapp.models.organisation import Membership, Organisation
from surveyapp.models.programme import Programme
from surveyapp.models.report import GroupReport
from surveyapp.models.wave import Wave
from surveyapp.reporting.design import GROUP
from surveyapp.reporting.group_content import GroupContent, group_content
from surveyapp.reporting.press import Wish
from surveyapp.services import inspection
from surveyapp.services.access import handed_out
from surveyapp.services.at_once import printed


def text(wave: UUID) -> str:
    """The stored document; ``SurveyError`` where it breaks a rule or is not what was stored."""
    session = db.session()
    stored = session.get(GroupReport, wave)
    if stored is None:
        raise NotFound("There is no group report yet.")
    broken, _alone = inspection.group_report(session, stored)
    if broken:
        listed = "; ".join(broken)
        raise SurveyError(f"The group report breaks a rule and was not handed out: {listed}")
    return stored.snapshot


def read(wave: UUID, language: str) -> GroupContent:
    """What the group report says, in a language."""
    return group_content(GroupSnapshot.from_json(text(wave)), language_of(language))


def pdf(wave: UUID, language: str) -> bytes:
    """The group report on paper."""
    return printed(Wish(text(wave), language, GROUP, "group"))


@dataclass(frozen=True)
class Published:
    """A group report that a researcher may download."""

    wave: UUID
    label: dict[str, str]
    programme: str
    organisation: str
    closed_on: date


def of_researcher(account: UUID) -> Sequence[Published]:
    """The group reports that are out, in the organisations of which somebody is a researcher."""
    query = (
        select(Wave.id, Wave.label, Programme.name, Organisation.name, Wave.closes_on)
        .join(GroupReport, GroupReport.wave_id == Wave.id)
        .join(Programme, Wave.programme_id == Programme.id)
        .join(Organisation, Programme.organisation_id == Organisation.id)
        .join(Membership, Membership.organisation_id == Organisation.id)
        .where(Membership.account_id == account, Membership.role == "researcher", handed_out())
        .order_by(Organisation.name, Programme.name, Wave.position)
    )
    return [Published(*row) for row in db.session.execute(query)]

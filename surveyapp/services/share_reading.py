"""What is shared, as it is read: by whom she named, until she takes it back; and that it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select

from surveyapp.core.errors import NotFound
from surveyapp.core.share import Frame, Parts, Sheet, sheet
from surveyapp.extensions import db
from surveyapp.languages import language as language_of
from surveyapp.models.organisation import Coaching
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.share import Share, ShareOpening
from surveyapp.models.wave import Assessment, Wave
from surveyapp.reporting.design import SHEET
from surveyapp.reporting.press import Wish
from surveyapp.reporting.sheet_content import SheetContent, sheet_content
from surveyapp.services import choices, reflections, reports
from surveyapp.services.access import linked_share, living, shared_with
from surveyapp.services.at_once import printed
from surveyapp.services.context import now, secret, settings, today
from surveyapp.services.links import SHARE, link_of, token
from surveyapp.services.transaction import transaction

Form = Literal["page", "pdf"]

AGAIN = timedelta(hours=1)
"""Whoever opens it again within this time opened it once."""

SHOWN = 50
"""The latest openings that she is shown."""


def open_link(written: str) -> Share:
    """What a link opens today; ``NotFound`` for one that opens nothing, whatever the reason."""
    link = link_of(secret(), written, SHARE)
    if link is None:
        raise NotFound("There is nothing to read here.")
    return linked_share(link)


def address_of(share: Share) -> str:
    """The link that she sends; empty where a coach reads it by her account."""
    if share.link is None:
        return ""
    return f"{settings().base_url}/s/{token(secret(), share.link, SHARE)}/"


def content(share: Share) -> Sheet:
    """What can be read of a share today: the figures as they are frozen, her words as they stand.

    In six queries whatever its size.
    """
    query = (
        select(Leader.name, Leader.school, Leader.account_id, Programme.name.label("programme"))
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .where(Leader.id == share.leader_id)
    )
    whose = db.session.execute(query).one()
    frame = Frame(
        leader=whose.name,
        school=whose.school,
        programme=whose.programme,
        recipient=share.recipient,
        until=share.ends_on,
        read_on=today(),
    )
    parts = Parts.model_validate(share.parts)
    assert share.assessment_id
    snapshot = reports.stored(share.assessment_id)
    chosen = choices.of_assessment(share.assessment_id)
    own = reflections.finished(whose.account_id) if parts.reflections else {}
    return sheet(frame, parts, snapshot, chosen, own)


def in_words(read: Sheet, language: str) -> SheetContent:
    """What is read on screen: the content of the printed sheet."""
    return sheet_content(read, language_of(language))


def pdf(read: Sheet, language: str) -> bytes:
    """What is read on paper."""
    return printed(Wish(read.to_json(), language, SHEET, "sheet"))


def opened(key: UUID, form: Form) -> None:
    """It is read now; ``NotFound`` where it was taken back meanwhile, and then it is not shown."""
    with transaction() as session:
        query = select(Share.id).where(Share.id == key, living()).with_for_update()
        if session.scalar(query) is None:
            raise NotFound("There is nothing to read here.")
        before = select(func.max(ShareOpening.at)).where(
            ShareOpening.share_id == key, ShareOpening.form == form
        )
        last = session.scalar(before)
        if last is None or _in_utc(last) < now() - AGAIN:
            session.add(ShareOpening(share_id=key, at=now(), form=form))


def _in_utc(moment: datetime) -> datetime:
    """SQLite gives moments back without their zone."""
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Opening:
    """When it was opened, and how."""

    at: datetime
    form: Form


@dataclass(frozen=True)
class Hers:
    """A share as its leader sees it; ``wave`` is whose report it is of.

    It is ``idle`` where it is for somebody who coaches her group no more, until she or he does.
    """

    id: UUID
    recipient: str
    by_link: bool
    programme: str
    wave: dict[str, str]
    made_on: date
    ends_on: date
    taken_back_on: date | None
    idle: bool
    openings: int
    last: datetime | None

    @property
    def living(self) -> bool:
        """Whether it is neither over nor taken back."""
        return self.taken_back_on is None and self.ends_on >= today()

    @property
    def readable(self) -> bool:
        """Whether it can be read today."""
        return self.living and not self.idle


def of_leader(account: UUID) -> Sequence[Hers]:
    """All that she shares or did, as long as it is kept: what can be read first, in one query."""
    query = _hers().where(Leader.account_id == account)
    rows = [_one(row) for row in db.session.execute(query)]
    return sorted(rows, key=lambda one: (not one.readable, -one.made_on.toordinal(), one.recipient))


def of_key(key: UUID) -> Hers:
    """One of them."""
    return _one(db.session.execute(_hers().where(Share.id == key)).one())


def openings(key: UUID) -> Sequence[Opening]:
    """When a share was opened, the latest first."""
    query = (
        select(ShareOpening)
        .where(ShareOpening.share_id == key)
        .order_by(ShareOpening.at.desc())
        .limit(SHOWN)
    )
    return [Opening(_in_utc(row.at), row.form) for row in db.session.scalars(query)]  # type: ignore[arg-type]


def _hers() -> Select[Any]:
    counted = (
        select(
            ShareOpening.share_id,
            func.count().label("number"),
            func.max(ShareOpening.at).label("last"),
        )
        .group_by(ShareOpening.share_id)
        .subquery()
    )
    coaches = and_(Coaching.group_id == Leader.group_id, Coaching.account_id == Share.account_id)
    return (
        select(
            Share,
            Programme.name,
            Wave.label,
            Coaching.account_id,
            counted.c.number,
            counted.c.last,
        )
        .join(Leader, Share.leader_id == Leader.id)
        .join(LeaderGroup, Leader.group_id == LeaderGroup.id)
        .join(Programme, LeaderGroup.programme_id == Programme.id)
        .outerjoin(Assessment, Share.assessment_id == Assessment.id)
        .outerjoin(Wave, Assessment.wave_id == Wave.id)
        .outerjoin(Coaching, coaches)
        .outerjoin(counted, counted.c.share_id == Share.id)
    )


def _one(row: Row[*tuple[Any, ...]]) -> Hers:
    share, programme, wave, coach, number, last = row
    return Hers(
        id=share.id,
        recipient=share.recipient,
        by_link=share.link is not None,
        programme=programme,
        wave=wave or {},
        made_on=share.made_on,
        ends_on=share.ends_on,
        taken_back_on=share.taken_back_on,
        idle=share.account_id is not None and coach is None,
        openings=number or 0,
        last=_in_utc(last) if last else None,
    )


@dataclass(frozen=True)
class ForCoach:
    """What somebody shares with her coach: who, and until when."""

    id: UUID
    leader: str
    school: str
    ends_on: date


def of_coach(account: UUID) -> Sequence[ForCoach]:
    """What leaders share with a coach today, in one query."""
    query = shared_with(account).with_only_columns(
        Share.id, Leader.name, Leader.school, Share.ends_on
    )
    rows = db.session.execute(query.order_by(Leader.name, Share.ends_on, Share.id))
    return [ForCoach(*row) for row in rows]

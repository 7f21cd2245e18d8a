"""Forgetting when its time has come (rule S8): addresses, and later reports and answers."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.report import GroupReport, Report
from surveyapp.models.response import Comment, Response
from surveyapp.models.wave import Assessment
from surveyapp.services import (
    audit,
    clearing,
    invitations,
    reports,
    results,
    retention,
    waves,
)
from surveyapp.services import people as bring
from surveyapp.services.invitations import Rater
from surveyapp.services.links import link_of
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests.cast import SECRET, Cast
from tests.services.sheets import ALICE, table
from tests.traces import traces

NAME, ADDRESS = "Zwaantje Uniek", "zwaantje@zeldzaam.example"


def _frozen(cast: Cast, days: int, name: str = "pre") -> UUID:
    """A wave with Zwaantje among its raters, frozen so many days ago and handed out."""
    wave = people.answered_wave(cast, name, teachers=5, peers=0, board=0)
    invitations.invite(people.assessment(wave), [Rater("peer", NAME, ADDRESS, "nl")])
    waves.close_wave(wave)
    results.freeze_wave(wave, date.today() - timedelta(days=days))
    reports.release_wave(wave)
    return wave


def _rows() -> dict[str, int]:
    tables = (OutboxMessage, Invitation, Draft, Response, Comment, Report, GroupReport)
    counted = {
        t.__tablename__: db.session.scalar(select(func.count()).select_from(t)) for t in tables
    }
    return {table: count for table, count in counted.items() if count}


def _mail() -> None:
    """A message about every invitation."""
    with transaction() as session:
        for key in session.scalars(select(Invitation.id)).all():
            session.add(OutboxMessage(invitation_id=key, kind="invitation", state="sent"))


def _group_report(wave: UUID) -> None:
    with transaction() as session:
        session.add(GroupReport(wave_id=wave, fingerprint="f", snapshot="{}"))


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_people_are_forgotten_thirty_days_after_the_freeze_and_leave_no_trace(cast: Cast) -> None:
    wave = _frozen(cast, days=30)
    link = link_of(SECRET, people.tokens(people.assessment(wave), "peer")[0])
    assert link
    stored = [row.state for row in db.session.scalars(select(Invitation))]
    _mail()
    addresses, _ = retention.apply(dry_run=False)
    assert addresses.waves == {wave: 13}
    assert "outbox" not in _rows(), "nor which mail went to whom"
    rows = db.session.scalars(select(Invitation)).all()
    assert {(row.name, row.email, row.link) for row in rows} == {("", None, None)}
    assert sorted(row.state for row in rows) == sorted(stored), "the counts stay"
    for gone in (NAME, ADDRESS, "@teacher.example", link):
        assert traces(gone) == []


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_nobody_is_forgotten_a_day_too_early_or_while_a_wave_is_open(cast: Cast) -> None:
    _frozen(cast, days=29)
    people.invite(people.assessment(people.open_wave(cast, "post")), count=3)
    addresses, old_reports = retention.apply(dry_run=False)
    assert (addresses.waves, old_reports.waves) == ({}, {})
    assert traces(ADDRESS)
    assert not [event for event in audit.everything() if "forgotten" in event.action]


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_the_operator_decides_how_long_addresses_are_kept(context: Flask, cast: Cast) -> None:
    settings = context.extensions["settings"]
    context.extensions["settings"] = settings.model_copy(update={"keep_addresses_days": 0})
    _frozen(cast, days=0)
    assert retention.forget_addresses(dry_run=False).invitations == 13


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_dry_run_tells_the_same_and_changes_nothing(cast: Cast) -> None:
    wave = _frozen(cast, days=2000)
    _group_report(wave)
    before, events = _rows(), len(audit.everything())
    told = retention.apply(dry_run=True)
    assert told == retention.apply(dry_run=True)
    assert (_rows(), len(audit.everything())) == (before, events)
    assert traces(ADDRESS)
    assert retention.apply(dry_run=False) == told
    assert (told[0].invitations, told[1].reports) == (13, 2)
    assert (told[1].responses, told[1].invitations, told[1].group_reports) == (12, 13, 1)


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_reports_are_forgotten_after_five_years_with_all_they_were_made_of(cast: Cast) -> None:
    wave = _frozen(cast, days=1825)
    key = people.assessment(wave)
    _group_report(wave)
    _mail()
    retention.apply(dry_run=False)
    assert _rows() == {}
    assert {row.state for row in people.rows(wave)} == {"forgotten"}
    with pytest.raises(NotFound):
        reports.open_report(key)
    with pytest.raises(NotFound):
        reports.stored(key)
    for gone in ("Wat ik zie uit groep", '"respondents"'):
        assert traces(gone) == []


@pytest.mark.usefixtures("context")
def test_forgetting_twice_forgets_once(cast: Cast) -> None:
    wave = _frozen(cast, days=1825)
    retention.apply(dry_run=False)
    again = retention.apply(dry_run=False)
    assert (again[0].waves, again[1].waves) == ({}, {})
    told = [event.action for event in audit.of_wave(wave) if "forgotten" in event.action]
    assert sorted(told) == ["people forgotten", "reports forgotten"]


@pytest.mark.usefixtures("context")
def test_an_empty_installation_has_nothing_to_forget() -> None:
    addresses, old_reports = retention.apply(dry_run=False)
    assert (addresses.invitations, old_reports.reports, old_reports.group_reports) == (0, 0, 0)


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_group_report_stays_as_long_as_one_report_of_its_wave(cast: Cast) -> None:
    wave = _frozen(cast, days=1825)
    _group_report(wave)
    with transaction() as session:
        nora = session.get_one(Assessment, people.assessment(wave, "Nora"))
        nora.frozen_on = date.today()
    assert retention.forget_reports(dry_run=False).group_reports == 0
    assert _rows()["group_report"] == 1
    with transaction() as session:
        nora = session.get_one(Assessment, people.assessment(wave, "Nora"))
        nora.frozen_on = date.today() - timedelta(days=1825)
    assert retention.forget_reports(dry_run=False).group_reports == 1
    assert "group_report" not in _rows()


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_later_wave_is_frozen_without_growth_since_a_forgotten_one(cast: Cast) -> None:
    _frozen(cast, days=1825)
    retention.apply(dry_run=False)
    later = _frozen(cast, days=0, name="post")
    assert reports.stored(people.assessment(later)).growth is None


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_busy_database_is_told_and_cleared_the_next_time(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    _frozen(cast, days=30)
    monkeypatch.setattr(clearing, "ATTEMPTS", 1)
    with db.engine.connect() as reader:
        reader.execute(select(Invitation.name)).all()
        with pytest.raises(SurveyError, match="`surveyapp retention apply` clears"):
            retention.apply(dry_run=False)
    retention.apply(dry_run=False)
    assert traces(ADDRESS) == []


def _nominated(cast: Cast, days: int, name: str = "pre") -> UUID:
    """A wave that never opened, with Zwaantje nominated; its last day was so many days ago."""
    day = date.today() - timedelta(days=days)
    wave = waves.create(cast.programme, name=name, label=people.LABELS[name], closes_on=day)
    bring.import_(wave, table((*ALICE, "Leraren", NAME, ADDRESS, "")), "prepared")
    return wave


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_nominations_of_a_wave_that_never_opened_are_forgotten_in_time(cast: Cast) -> None:
    _nominated(cast, 29)
    wave = _nominated(cast, 30, "post")
    told = retention.forget_addresses(dry_run=True)
    assert retention.apply(dry_run=False)[0] == told
    assert (told.nominations, told.waves) == ({wave: 1}, {})
    rows = db.session.scalars(select(Nomination)).all()
    assert len(rows) == 1
    assert wave not in {row.wave_id for row in rows}
    (event,) = (e for e in audit.of_wave(wave) if e.action == "nominations forgotten")
    assert event.details == {"count": 1}


@pytest.mark.rule("S8")
@pytest.mark.usefixtures("context")
def test_a_forgotten_nomination_leaves_no_trace(cast: Cast) -> None:
    _nominated(cast, 30)
    assert traces(ADDRESS)
    retention.apply(dry_run=False)
    assert traces(NAME) == traces(ADDRESS) == []

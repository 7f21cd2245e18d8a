"""What is shared ends with its time, with its report, with its leader and with its reader."""

import json
from datetime import date, timedelta
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select, update

from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.reflection import Reflection
from surveyapp.models.share import Exchange, Share, ShareOpening
from surveyapp.models.wave import Assessment
from surveyapp.services import (
    audit,
    disclosure,
    persons,
    reflections,
    retention,
    share_reading,
    shares,
)
from surveyapp.services.transaction import transaction
from tests import cast as people
from tests import shares as hers
from tests.cast import Cast
from tests.traces import traces

pytestmark = pytest.mark.usefixtures("context")

ALICE = people.address("Alice")
HERS = (Priority, Plan, Action, Reflection, Share, ShareOpening, Exchange)
"""All tables of what a leader makes of her report, and shares."""


def rows() -> dict[str, int]:
    return {
        table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0
        for table in HERS
    }


def everything(cast: Cast) -> tuple[UUID, UUID, UUID]:
    """A row of Alice's in each of them: her report, a share by a link, one with her coach."""
    report, caro, alice = hers.released(cast), hers.coach(cast), cast.account("Alice")
    reflections.begin(alice, "vo-2021")
    with transaction() as session:
        place = people.place(cast, "Alice")
        session.add(Exchange(leader_id=place, kind="offer", competence="vision", text="Samen"))
    by_link, with_coach = hers.share(report), hers.share(report, to=caro)
    for one in (by_link, with_coach):
        share_reading.opened(one, "page")
    assert all(rows().values()), "of every table there is something to erase"
    return report, by_link, with_coach


def ended(key: UUID, **days: int) -> None:
    """Let these days of a share be so many days ago."""
    values = {name: date.today() - timedelta(days=ago) for name, ago in days.items()}
    db.session.execute(update(Share).where(Share.id == key).values(values))
    db.session.commit()


@pytest.mark.rule("S8")
def test_a_share_is_forgotten_a_month_after_it_was_over_or_taken_back(cast: Cast) -> None:
    _report, by_link, with_coach = everything(cast)
    ended(by_link, ends_on=29)
    ended(with_coach, taken_back_on=29)
    assert retention.apply(dry_run=False)[0].shares == 0
    before, events = rows(), len(audit.everything())
    ended(by_link, ends_on=30)
    ended(with_coach, taken_back_on=30)
    told = retention.apply(dry_run=True)
    assert (told[0].shares, rows()) == (2, before)
    assert retention.apply(dry_run=False) == told
    assert rows() == before | {"share": 0, "share_opening": 0}
    assert traces(hers.BOARD) == [], "nor for whom it was"
    assert len(audit.everything()) == events, "nobody reads in the log that she shared"


@pytest.mark.rule("S8")
def test_on_its_last_day_it_can_be_read_however_soon_things_are_forgotten(
    context: Flask, cast: Cast
) -> None:
    key = hers.share(hers.released(cast), days=0)
    assert retention.forget_addresses(dry_run=True).shares == 0
    settings = context.extensions["settings"]
    context.extensions["settings"] = settings.model_copy(update={"keep_addresses_days": 0})
    assert retention.forget_addresses(dry_run=False).shares == 0
    shares.take_back(key)
    assert retention.forget_addresses(dry_run=False).shares == 1


@pytest.mark.rule("S8")
def test_forgetting_a_report_ends_what_is_shared_of_it(cast: Cast) -> None:
    report, by_link, _with_coach = everything(cast)
    written = hers.token(cast.account("Alice"), by_link)
    long_ago = date.today() - timedelta(days=1825)
    db.session.execute(update(Assessment).values(frozen_on=long_ago))
    db.session.commit()
    retention.apply(dry_run=False)
    with pytest.raises(NotFound):
        share_reading.open_link(written)
    gone = {name for name, count in rows().items() if not count}
    assert gone == {"priority", "plan", "action", "share", "share_opening"}
    assert share_reading.of_leader(cast.account("Alice")) == []
    for words in (hers.REASON, hers.GOAL, hers.ACTION, hers.BOARD):
        assert traces(words) == []
    with pytest.raises(NotFound):
        shares.offer(report)


@pytest.mark.rule("S8")
def test_erasing_a_leader_leaves_nothing_of_what_she_made_of_her_report(cast: Cast) -> None:
    _report, by_link, _with_coach = everything(cast)
    written = hers.token(cast.account("Alice"), by_link)
    persons.erase(ALICE, dry_run=False)
    assert rows() == dict.fromkeys(rows(), 0)
    with pytest.raises(NotFound):
        share_reading.open_link(written)
    for words in (hers.REASON, hers.GOAL, hers.ACTION, hers.BOARD, "Samen"):
        assert traces(words) == []


@pytest.mark.rule("S8")
def test_erasing_a_coach_takes_what_was_shared_with_her_and_nothing_else(cast: Cast) -> None:
    _report, by_link, _with_coach = everything(cast)
    persons.erase(hers.CARO, dry_run=False)
    assert [one.id for one in share_reading.of_leader(cast.account("Alice"))] == [by_link]
    assert (rows()["share"], rows()["share_opening"]) == (1, 1)
    assert traces("Caro Mol") == []


@pytest.mark.rule("S8")
def test_erasing_somebody_else_takes_nothing_of_hers(cast: Cast) -> None:
    everything(cast)
    before = rows()
    persons.erase(people.address("Nora"), dry_run=False)
    assert rows() == before


def test_a_leader_gets_what_she_shares_and_a_coach_that_it_was_shared(cast: Cast) -> None:
    _report, by_link, _with_coach = everything(cast)
    link = db.session.get_one(Share, by_link).link
    assert link
    data = disclosure.export(ALICE, dry_run=True)
    found = {one["recipient"]: one for one in data["shares"]}
    assert set(found) == {hers.BOARD, "Caro Mol"}
    assert [one["form"] for one in found[hers.BOARD]["opened"]] == ["page"]
    assert found[hers.BOARD]["parts"]["reasons"] is True
    for words in (hers.REASON, hers.GOAL, hers.ACTION, "Samen"):
        assert words in json.dumps(data, ensure_ascii=False)
    assert hers.token(cast.account("Alice"), by_link) not in json.dumps(data)
    coach = disclosure.export(hers.CARO, dry_run=True)
    assert [one["leader"] for one in coach["shared_with"]] == ["Alice de Vries"]
    assert coach["shares"] == []
    for words in (hers.REASON, hers.GOAL, hers.ACTION):
        assert words not in json.dumps(coach, ensure_ascii=False)

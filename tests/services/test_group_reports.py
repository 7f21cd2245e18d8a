"""The group report of a wave: frozen once, from five leaders on, after everybody's own report."""

import json
import threading
from datetime import date
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.checker import Violation, check_all
from surveyapp.core.errors import NotAllowed, NotFound, SurveyError, Unfit
from surveyapp.core.group_report import LeadersMean
from surveyapp.extensions import db
from surveyapp.models.report import GroupReport
from surveyapp.services import (
    audit,
    group_reports,
    inspection,
    learning_groups,
    programme_views,
    programmes,
    reports,
    results,
    waves,
)
from surveyapp.services.context import acting
from tests import cast as people
from tests.cast import Cast

ON = date(2026, 11, 20)
EAST = ("Alice de Vries", "Nora Bakker", "Bea Mol", "Cato Vos", "Dirk Kok")
WEST = ("Eva Smit", "Fons Bos")


@pytest.fixture
def many(context: Flask) -> Cast:
    """Cora's programme with five leaders in the east and two in the west."""
    cast = people.gather(EAST, instrument="quick-reflection")
    west = programmes.add_group(cast.programme, "Groep West")
    for name in WEST:
        add(west, name)
    return cast


def add(group: UUID, name: str, email: str = "") -> None:
    email = email or people.address(name)
    programmes.add_leader(group, name=name, email=email, school="De Brug", language="nl")


def frozen_wave(cast: Cast) -> UUID:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(wave)
    return wave


@pytest.mark.rule("P8")
def test_a_frozen_wave_has_one_checked_group_report(many: Cast) -> None:
    wave = frozen_wave(many)
    with acting(many.coordinator):
        group_reports.freeze(wave, ON)
    found = group_reports.snapshot(wave)
    assert found.frozen_on == ON
    assert [(group.label, group.leaders) for group in found.groups] == [
        ("Groep Oost", 5),
        ("Groep West", None),
    ]
    assert found.whole.leaders == 5
    assert found.whole.competences == found.groups[0].competences
    cell = found.whole.competences[0].scores["teacher"]
    assert isinstance(cell, LeadersMean)
    assert cell.leaders == 5
    stored = db.session.get_one(GroupReport, wave)
    assert check_all(stored.snapshot) == []
    assert stored.fingerprint == found.fingerprint
    event = audit.of_wave(wave)[0]
    assert (event.actor, event.action) == ("Cora Jansen", "group report frozen")


@pytest.mark.rule("P8")
def test_no_leader_stands_in_the_stored_group_report(many: Cast) -> None:
    wave = frozen_wave(many)
    group_reports.freeze(wave)
    text = db.session.get_one(GroupReport, wave).snapshot
    own = [reports.stored(key) for key in waves.assessments(wave).values()]
    for words in [*EAST, *WEST, "De Brug", *(one.fingerprint for one in own)]:
        assert words not in text
    assert not [str(key) for key in waves.assessments(wave).values() if str(key) in text]


@pytest.mark.rule("P8")
def test_a_group_report_is_frozen_once(many: Cast) -> None:
    wave = frozen_wave(many)
    group_reports.freeze(wave, ON)
    before = group_reports.snapshot(wave)
    with pytest.raises(NotAllowed, match="frozen before"):
        group_reports.freeze(wave)
    assert group_reports.snapshot(wave) == before


@pytest.mark.rule("P8")
def test_of_two_coordinators_at_once_one_freezes_and_the_other_is_told(
    many: Cast, app: Flask
) -> None:
    wave = frozen_wave(many)
    db.session.rollback()
    start = threading.Barrier(2)
    outcomes: list[str] = []

    def press() -> None:
        with app.app_context():
            start.wait()
            try:
                group_reports.freeze(wave)
                outcomes.append("frozen")
            except NotAllowed as error:
                outcomes.append(str(error))

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told, done = sorted(outcomes)
    assert (told.split(":")[0], done) == (
        "The group report of this wave was frozen before",
        "frozen",
    )
    events = [event for event in audit.of_wave(wave) if event.action == "group report frozen"]
    assert len(events) == 1


@pytest.mark.rule("P8", "P1")
def test_no_group_report_before_everybody_has_a_report(many: Cast) -> None:
    wave = people.answered_wave(many, teachers=3, peers=0, board=0)
    with pytest.raises(NotAllowed, match="Close the wave first"):
        group_reports.freeze(wave)
    waves.close_wave(wave)
    one, *_ = waves.assessments(wave).values()
    results.freeze(one)
    with pytest.raises(NotAllowed, match="6 of them still have none"):
        group_reports.freeze(wave)
    with pytest.raises(NotFound, match="no group report yet"):
        group_reports.snapshot(wave)
    results.freeze_wave(wave)
    reports.release_wave(wave)
    group_reports.freeze(wave)


@pytest.mark.rule("P8")
@pytest.mark.usefixtures("context")
def test_fewer_than_five_leaders_have_no_group_report() -> None:
    wave = frozen_wave(people.gather(EAST[:4], instrument="quick-reflection"))
    with pytest.raises(NotAllowed, match="at least 5 leaders"):
        group_reports.freeze(wave)


@pytest.mark.rule("P8")
@pytest.mark.usefixtures("context")
def test_who_follows_a_wave_in_two_groups_is_one_leader() -> None:
    cast = people.gather(EAST[:4], instrument="quick-reflection")
    west = programmes.add_group(cast.programme, "Groep West")
    add(west, EAST[0])
    wave = frozen_wave(cast)
    with pytest.raises(NotAllowed, match="at least 5 leaders"):
        group_reports.freeze(wave)


@pytest.mark.usefixtures("context")
def test_a_wave_that_does_not_exist_has_no_group_report(cast: Cast) -> None:
    with pytest.raises(NotFound, match="no such wave"):
        group_reports.freeze(cast.programme)


@pytest.mark.rule("P9")
def test_what_breaks_a_rule_is_not_stored(many: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    wave = frozen_wave(many)
    fault = Violation("P8", "whole", "too few")
    given: list[int] = []

    def refuses(document: object, leaders: dict[str, list[object]]) -> list[Violation]:
        given.extend(len(group) for group in leaders.values())
        return [fault]

    with monkeypatch.context() as broken:
        broken.setattr(group_reports, "check_group", refuses)
        with pytest.raises(SurveyError, match="not stored: P8: whole: too few"):
            group_reports.freeze(wave)
    assert given == [5, 2]
    assert db.session.scalars(select(GroupReport)).all() == []
    assert "group report frozen" not in {event.action for event in audit.of_wave(wave)}


def test_what_was_changed_in_the_database_is_not_read(many: Cast) -> None:
    wave = frozen_wave(many)
    group_reports.freeze(wave)
    row = db.session.get_one(GroupReport, wave)
    row.snapshot = json.dumps(json.loads(row.snapshot) | {"programme": "Ander"})
    db.session.commit()
    with pytest.raises(SurveyError, match="fingerprint"):
        group_reports.snapshot(wave)


@pytest.mark.rule("P8")
def test_a_leader_stays_in_the_group_that_a_group_report_counts_her_in(many: Cast) -> None:
    wave = frozen_wave(many)
    whole = programme_views.whole(many.programme)
    east, west = whole.groups
    alice = next(row.id for row in east.leaders if row.name.startswith("Alice"))
    group_reports.freeze(wave)
    mark = learning_groups.leader(alice).mark
    with pytest.raises(Unfit):
        learning_groups.change_leader(alice, mark, school="De Brug", group=west.id)
    learning_groups.change_leader(alice, mark, school="De Poort", group=east.id)
    assert not [found for found in inspection.inspect() if found.broken]

"""Coaches, and the coordinators of a programme: who joins, who leaves, and what they see."""

import json

import pytest

from surveyapp.core.errors import NotAllowed, NotFound, SurveyError
from surveyapp.extensions import db
from surveyapp.models.report import GroupReport
from surveyapp.services import (
    accounts,
    audit,
    coaching,
    group_reading,
    group_reports,
    organisations,
    programmes,
    reports,
    team,
)
from surveyapp.services.access import coached_wave, researched_wave
from tests import cast as people
from tests.cast import Cast
from tests.services.test_group_reports import EAST, frozen_wave

pytestmark = pytest.mark.usefixtures("context")

CARO = "caro@coach.example"


def coach(cast: Cast) -> None:
    coaching.give(cast.group, email=CARO, name="Caro Mol", language="nl")


def test_a_coach_sees_who_is_in_her_group_and_how_far_its_waves_are(cast: Cast) -> None:
    west = programmes.add_group(cast.programme, "Groep West")
    people.open_wave(cast)
    for _ in range(2):
        coach(cast)
    caro = accounts.by_address(CARO)
    (group,) = coaching.of_coach(caro)
    assert (group.name, group.programme) == ("Groep Oost", "Leren leiden")
    assert group.leaders == (("Alice de Vries", "De Brug"), ("Nora Bakker", "De Brug"))
    assert [(wave.state, wave.reported) for wave in group.waves] == [("open", False)]
    coaching.give(west, email=CARO, name="Caro Mol", language="nl")
    assert [one.leaders for one in coaching.of_coach(caro)][1] == ()
    person = accounts.person(caro)
    assert person
    assert (person.coaches, person.coordinates, person.leads) == (True, False, False)
    actions = [event.action for event in audit.of_programme(cast.programme)]
    assert actions.count("coach added") == 2


def test_a_coach_who_is_taken_off_sees_nothing_more(cast: Cast) -> None:
    coach(cast)
    caro = accounts.by_address(CARO)
    coaching.take(cast.group, caro)
    assert coaching.of_coach(caro) == []
    assert coaching.of_group(cast.group).coaches == ()
    with pytest.raises(NotFound):
        coaching.take(cast.group, caro)


@pytest.mark.rule("P8", "P9")
def test_a_group_report_is_read_once_every_leader_has_her_own() -> None:
    cast = people.gather(EAST, instrument="quick-reflection")
    coach(cast)
    caro, cora = accounts.by_address(CARO), cast.coordinator
    organisations.join(cast.organisation, cora, "researcher")
    wave = frozen_wave(cast)
    with pytest.raises(NotFound):
        group_reading.text(wave)
    group_reports.freeze(wave)
    for load, who in ((coached_wave, caro), (researched_wave, cora)):
        with pytest.raises(NotFound):
            load(who, wave)
    assert group_reading.of_researcher(cora) == []
    reports.release_wave(wave)
    assert (coached_wave(caro, wave).id, researched_wave(cora, wave).id) == (wave, wave)
    assert [one.wave for one in group_reading.of_researcher(cora)] == [wave]
    assert group_reading.of_researcher(caro) == []
    (group,) = coaching.of_coach(caro)
    assert [one.reported for one in group.waves] == [True]
    assert group_reading.read(wave, "nl").cover.programme == "Leren leiden"


@pytest.mark.rule("P9")
def test_a_group_report_that_was_changed_is_not_opened() -> None:
    cast = people.gather(EAST, instrument="quick-reflection")
    wave = frozen_wave(cast)
    group_reports.freeze(wave)
    row = db.session.get_one(GroupReport, wave)
    row.snapshot = json.dumps(json.loads(row.snapshot) | {"programme": "Ander"})
    db.session.commit()
    with pytest.raises(SurveyError, match="not handed out"):
        group_reading.text(wave)


def test_a_coordinator_of_the_organisation_joins_a_programme_and_leaves_it(cast: Cast) -> None:
    zoe = people.strangers().coordinator
    dora = people.account("Dora Vos")
    organisations.join(cast.organisation, dora, "researcher")
    for stranger in (zoe, dora, cast.account("Alice")):
        with pytest.raises(NotFound):
            team.add(cast.programme, stranger)
    organisations.join(cast.organisation, dora, "coordinator")
    assert [(one.email, one.inside) for one in team.of_programme(cast.programme)] == [
        ("cora@school.example", True),
        ("dora@school.example", False),
    ]
    for _ in range(2):
        team.add(cast.programme, dora)
    assert [row.id for row in programmes.of_coordinator(dora)] == [cast.programme]
    team.take(cast.programme, cast.coordinator)
    assert programmes.of_coordinator(cast.coordinator) == []
    with pytest.raises(NotAllowed, match="Nobody else"):
        team.take(cast.programme, dora)
    with pytest.raises(NotFound):
        team.take(cast.programme, cast.coordinator)
    actions = [event.action for event in audit.of_programme(cast.programme)]
    assert sorted(actions)[:2] == ["coordinator added", "coordinator taken"]

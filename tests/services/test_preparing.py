"""Programmes and waves before anything opens."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from flask import Flask

from surveyapp.core.errors import NotFound, SurveyError, Unfit
from surveyapp.core.wave_plan import READY, WavePlan
from surveyapp.services import audit, preparing, programme_views, programmes, waves
from surveyapp.services.programme_views import WholeProgramme
from tests import cast as people
from tests.cast import Cast

PRE = WavePlan("pre", READY["pre"], date.today() + timedelta(days=21))
MIDWAY = replace(PRE, kind="other", label={"nl": "Tussenmeting", "en": "Midway"})


def begin(crew: Cast, wave: WavePlan | None = PRE) -> WholeProgramme:
    """A programme of Cora's with its first wave."""
    key = programmes.create(
        organisation=crew.organisation,
        name="  Samen \n leiden ",
        instrument=people.INSTRUMENT,
        coordinator=crew.coordinator,
        wave=wave,
    )
    return programme_views.whole(key)


@pytest.mark.usefixtures("context")
def test_a_programme_is_made_with_its_first_wave(cast: Cast) -> None:
    days = replace(PRE, proposals_until=date.today(), sends_on=date.today() + timedelta(days=3))
    made = begin(cast, days)
    assert made.name == "Samen leiden"
    assert made.organisation == "Opleider van Cora Jansen"
    assert [group.id for group in made.rules.groups] == ["teacher", "peer", "board"]
    assert [(wave.name, wave.state) for wave in made.waves] == [("pre", "prepared")]
    assert [event.action for event in audit.everything()[:2]] == ["wave made", "programme made"]


@pytest.mark.usefixtures("context")
def test_where_the_wave_cannot_be_there_is_no_programme_either(cast: Cast) -> None:
    before = len(programmes.overview(cast.coordinator))
    with pytest.raises(Unfit) as refused:
        begin(cast, replace(PRE, closes_on=date.today()))
    assert refused.value.faults == {"closes_on": "past"}
    assert len(programmes.overview(cast.coordinator)) == before


@pytest.mark.usefixtures("context")
def test_waves_follow_each_other_under_names_of_their_own(cast: Cast) -> None:
    for wanted in (PRE, MIDWAY, replace(PRE, kind="post"), MIDWAY):
        preparing.make(cast.programme, wanted)
    names = [wave.name for wave in programme_views.whole(cast.programme).waves]
    assert names == ["pre", "midway", "post", "midway-2"]
    with pytest.raises(Unfit) as refused:
        preparing.make(cast.programme, PRE)
    assert refused.value.faults == {"kind": "taken"}


@pytest.mark.usefixtures("context")
def test_a_wave_of_another_kind_never_gets_a_name_that_means_something(cast: Cast) -> None:
    preparing.make(cast.programme, replace(MIDWAY, label={"nl": "Post", "en": "Post"}))
    assert [wave.name for wave in programme_views.whole(cast.programme).waves] == ["post-2"]


@pytest.mark.usefixtures("context")
def test_a_programme_that_is_not_there_has_no_wave() -> None:
    with pytest.raises(NotFound):
        preparing.make(uuid4(), PRE)
    with pytest.raises(NotFound):
        programme_views.whole(uuid4())


def test_two_who_prepare_the_same_wave_at_once_make_one(app: Flask, cast: Cast) -> None:
    start = Barrier(4)

    def prepare() -> str:
        with app.app_context():
            start.wait()
            try:
                preparing.make(cast.programme, PRE)
            except Unfit as error:
                return error.faults["kind"]
            return "made"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(window.result() for window in [pool.submit(prepare) for _ in range(4)])
    assert told == ["made", "taken", "taken", "taken"]
    with app.app_context():
        assert len(programme_views.whole(cast.programme).waves) == 1


@pytest.mark.usefixtures("context")
def test_a_programme_is_read_with_its_people_and_its_waves(cast: Cast) -> None:
    wave = people.open_wave(cast)
    west = programmes.add_group(cast.programme, "Groep West")
    view = programme_views.whole(cast.programme)
    assert [(group.name, len(group.leaders)) for group in view.groups] == [
        ("Groep Oost", 2),
        ("Groep West", 0),
    ]
    assert view.groups[1].id == west
    assert [leader.name for leader in view.groups[0].leaders] == ["Alice de Vries", "Nora Bakker"]
    assert view.leaders == 2
    assert [line.id for line in view.in_state("open")] == [wave]
    assert view.instrument.items == 40
    assert "2021" in view.instrument.standard["nl"]


@pytest.mark.usefixtures("context")
def test_a_name_that_is_missing_is_refused(cast: Cast) -> None:
    with pytest.raises(SurveyError):
        programmes.create(
            organisation=cast.organisation,
            name="  ",
            instrument=people.INSTRUMENT,
            coordinator=cast.coordinator,
        )


@pytest.mark.usefixtures("context")
def test_a_wave_of_before_keeps_its_place_when_others_come(cast: Cast) -> None:
    people.open_wave(cast)
    preparing.make(cast.programme, replace(PRE, kind="post"))
    assert [wave.name for wave in waves.of_programme(cast.programme)] == ["pre", "post"]
    assert [wave.position for wave in waves.of_programme(cast.programme)] == [1, 2]

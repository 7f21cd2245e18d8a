"""Programmes and prepared waves change for waves to come, and never under the hands of another."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask

from surveyapp.core.errors import NotAllowed, NotFound, Stale, SurveyError, Unfit
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.nomination import Nomination
from surveyapp.models.wave import Wave
from surveyapp.services import (
    audit,
    preparing,
    programme_views,
    programmes,
    rater_groups,
    waves,
)
from surveyapp.services import people as bring
from surveyapp.services.rater_groups import Wanted
from tests import cast as people
from tests.cast import Cast
from tests.services import sheets
from tests.services.test_preparing import PRE

PARENTS = Wanted({"nl": "Ouders", "en": "Parents"}, identified=False, minimum=5)


def version(crew: Cast) -> int:
    return programme_views.whole(crew.programme).version


def rules(crew: Cast) -> Rules:
    return programme_views.whole(crew.programme).rules


def prepared(crew: Cast) -> UUID:
    return preparing.make(crew.programme, PRE)


def nominate(wave: UUID) -> None:
    """Bring Alice and Nora with raters from a spreadsheet."""
    bring.import_(wave, sheets.table(*sheets.TWO), "prepared")


@pytest.mark.usefixtures("context")
def test_a_programme_gets_another_name_and_questionnaire(cast: Cast) -> None:
    programmes.change(
        cast.programme, 1, name="Samen leiden", instrument="quick-reflection", minimum_comments=7
    )
    view = programme_views.whole(cast.programme)
    assert (view.name, view.instrument.id, view.version) == ("Samen leiden", "quick-reflection", 2)
    assert view.rules.minimum_comments == 7
    assert audit.of_programme(cast.programme)[0].action == "programme changed"


@pytest.mark.rule("P1", "P2")
@pytest.mark.usefixtures("context")
def test_no_change_reaches_a_wave_that_was_opened(cast: Cast) -> None:
    wave = people.open_wave(cast)
    before = waves.promise(wave)
    frozen = db.session.get_one(Wave, wave).fingerprint
    rater_groups.add(cast.programme, version(cast), PARENTS)
    known = Wanted({"nl": "Bestuur", "en": "Board"}, identified=True, minimum=3)
    rater_groups.change(cast.programme, version(cast), "board", known)
    rater_groups.remove(cast.programme, version(cast), "peer")
    programmes.change(
        cast.programme,
        version(cast),
        name="Anders",
        instrument="quick-reflection",
        minimum_comments=3,
    )
    db.session.expire_all()
    assert waves.promise(wave) == before
    assert db.session.get_one(Wave, wave).fingerprint == frozen
    later = people.open_wave(cast, "post")
    assert [group.id for group in waves.promise(later).rules.groups] == [
        "teacher",
        "board",
        "parents",
    ]


@pytest.mark.usefixtures("context")
def test_a_rater_group_is_added_under_an_id_of_its_own(cast: Cast) -> None:
    assert rater_groups.add(cast.programme, 1, PARENTS) == "parents"
    others = replace(PARENTS, label={"nl": "Andere mensen", "en": "Others"})
    assert rater_groups.add(cast.programme, 2, others) == "others-2", "means something in figures"
    group = rater_groups.named(rules(cast), "parents")
    assert (group.minimum, group.identified) == (5, False)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("name", ["leraren", "Teachers", " BOARD ", "peer"])
def test_no_name_means_two_groups(cast: Cast, name: str) -> None:
    with pytest.raises(Unfit) as refused:
        rater_groups.add(cast.programme, 1, replace(PARENTS, label={"nl": name, "en": "Parents"}))
    assert refused.value.faults == {"label": "used"}
    assert version(cast) == 1, "and nothing was stored"


@pytest.mark.rule("P2")
@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("minimum", [-1, 0, 2, 21])
def test_no_group_gets_a_minimum_below_three(cast: Cast, minimum: int) -> None:
    with pytest.raises(ValueError, match="minimum"):
        rater_groups.add(cast.programme, 1, replace(PARENTS, minimum=minimum))
    with pytest.raises(ValueError, match="minimum"):
        rater_groups.change(cast.programme, 1, "board", replace(PARENTS, minimum=minimum))
    with pytest.raises(ValueError, match="minimum_comments"):
        programmes.change(
            cast.programme,
            1,
            name="Leren",
            instrument=people.INSTRUMENT,
            minimum_comments=minimum,
        )
    assert version(cast) == 1


@pytest.mark.usefixtures("context")
def test_what_one_rater_is_worth_stays_with_the_group(cast: Cast) -> None:
    key = programmes.create(
        organisation=cast.organisation,
        name="Zoals de lijst",
        instrument=people.INSTRUMENT,
        coordinator=cast.coordinator,
    )
    rater_groups.change(key, 1, "teacher", PARENTS)
    changed = rater_groups.named(programme_views.whole(key).rules, "teacher")
    assert changed.label["nl"] == "Ouders"
    assert changed.single_rater_reliability == 0.30


@pytest.mark.usefixtures("context")
def test_a_group_in_use_and_the_last_one_stay(cast: Cast) -> None:
    wave = prepared(cast)
    nominate(wave)
    assert rater_groups.proposed(cast.programme, "teacher") > 0
    with pytest.raises(NotAllowed, match="proposed"):
        rater_groups.remove(cast.programme, 1, "teacher")
    with pytest.raises(NotFound):
        rater_groups.remove(cast.programme, 1, "parents")
    db.session.query(Nomination).delete()
    db.session.commit()
    rater_groups.remove(cast.programme, 1, "peer")
    rater_groups.remove(cast.programme, 2, "board")
    with pytest.raises(NotAllowed, match="at least one"):
        rater_groups.remove(cast.programme, 3, "teacher")
    assert [group.id for group in rules(cast).groups] == ["teacher"]


@pytest.mark.usefixtures("context")
def test_a_prepared_wave_gets_another_name_and_other_days(cast: Cast) -> None:
    wave = prepared(cast)
    days = replace(PRE, closes_on=date.today() + timedelta(days=40), sends_on=date.today())
    preparing.change(wave, 1, replace(days, label={"nl": "Nulmeting", "en": "Baseline"}))
    found = preparing.prepared(wave)
    assert found.plan.label == {"nl": "Nulmeting", "en": "Baseline"}
    assert (found.plan.closes_on, found.plan.sends_on) == (days.closes_on, date.today())
    assert (found.plan.kind, found.version) == ("pre", 2)
    with pytest.raises(Unfit):
        preparing.change(wave, 2, replace(PRE, closes_on=date.today()))
    waves.open_wave(wave)
    with pytest.raises(NotAllowed):
        preparing.change(wave, 2, PRE)
    with pytest.raises(NotAllowed):
        preparing.remove(wave, 2)


@pytest.mark.usefixtures("context")
def test_a_wave_without_people_is_removed_and_its_history_stays(cast: Cast) -> None:
    wave = prepared(cast)
    nominate(wave)
    with pytest.raises(NotAllowed, match="proposed"):
        preparing.remove(wave, 1)
    db.session.query(Nomination).delete()
    db.session.commit()
    preparing.remove(wave, 1)
    assert programme_views.whole(cast.programme).waves == ()
    told = [event.action for event in audit.of_programme(cast.programme)]
    assert told[:3] == ["wave removed", "people imported", "wave made"]
    with pytest.raises(NotFound):
        preparing.prepared(wave)
    assert preparing.make(cast.programme, PRE) != wave, "the name is free again"


def _programme(crew: Cast, wave: UUID, seen: int, text: str) -> None:
    programmes.change(
        crew.programme, seen, name=text, instrument=people.INSTRUMENT, minimum_comments=5
    )


def _rater_group(crew: Cast, wave: UUID, seen: int, text: str) -> None:
    wanted = replace(PARENTS, label={"nl": text, "en": text})
    rater_groups.change(crew.programme, seen, "board", wanted)


def _wave(crew: Cast, wave: UUID, seen: int, text: str) -> None:
    preparing.change(wave, seen, replace(PRE, label={"nl": text, "en": text}))


def _deadline(crew: Cast, wave: UUID, seen: int, text: str) -> None:
    waves.move_deadline(wave, date.today() + timedelta(days=len(text)), seen)


Change = Callable[[Cast, UUID, int, str], None]
CHANGES = [_programme, _rater_group, _wave, _deadline]


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize("change", CHANGES)
def test_who_saw_an_older_version_stores_nothing(cast: Cast, change: Change) -> None:
    wave = prepared(cast)
    change(cast, wave, 1, "first")
    before = programme_views.whole(cast.programme), preparing.prepared(wave)
    for seen in (1, 0, 7, -1):
        with pytest.raises(Stale):
            change(cast, wave, seen, "second, and longer")
    assert (programme_views.whole(cast.programme), preparing.prepared(wave)) == before
    change(cast, wave, 2, "second, and longer")


@pytest.mark.parametrize("change", CHANGES)
def test_of_four_who_store_at_the_same_moment_one_does(
    app: Flask, cast: Cast, change: Change
) -> None:
    with app.app_context():
        wave = prepared(cast)
    start = Barrier(4)

    def store(number: int) -> str:
        with app.app_context():
            start.wait()
            try:
                change(cast, wave, 1, "x" * (number + 1))
            except Stale:
                return "told"
            return "stored"

    with ThreadPoolExecutor(4) as pool:
        told = sorted(done.result() for done in [pool.submit(store, n) for n in range(4)])
    assert told == ["stored", "told", "told", "told"]
    with app.app_context():
        versions = programme_views.whole(cast.programme).version, preparing.prepared(wave).version
        assert sorted(versions) == [1, 2]


def test_a_group_is_not_removed_while_raters_come_in_for_it(app: Flask, cast: Cast) -> None:
    """Either the raters stand in it and it stays, or it is gone and the import says so."""
    with app.app_context():
        wave = prepared(cast)
    start = Barrier(2)

    def remove() -> None:
        with app.app_context():
            start.wait()
            try:
                rater_groups.remove(cast.programme, 1, "board")
            except NotAllowed:
                return

    def come() -> None:
        with app.app_context():
            start.wait()
            nominate(wave)

    with ThreadPoolExecutor(2) as pool:
        for done in (pool.submit(remove), pool.submit(come)):
            done.result()
    with app.app_context():
        used = rater_groups.proposed(cast.programme, "board") > 0
        assert used == ("board" in {group.id for group in rules(cast).groups})


def test_a_wave_is_opened_or_changed_and_never_both(app: Flask, cast: Cast) -> None:
    with app.app_context():
        wave = prepared(cast)
    start = Barrier(2)

    def change() -> bool:
        with app.app_context():
            start.wait()
            try:
                preparing.change(wave, 1, replace(PRE, label={"nl": "Anders", "en": "Other"}))
            except SurveyError:
                return False
            return True

    def opened() -> None:
        with app.app_context():
            start.wait()
            waves.open_wave(wave)

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.submit(change), pool.submit(opened)
        done = first.result()
        second.result()
    with app.app_context():
        found = preparing.prepared(wave)
        assert found.state == "open"
        assert (found.plan.label["nl"] == "Anders") == done

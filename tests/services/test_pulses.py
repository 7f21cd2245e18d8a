"""Pulses: who has one, with which questions, when it opens, and what its report says."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from surveyapp.core.checker import check
from surveyapp.core.errors import NotAllowed, SurveyError, Unfit
from surveyapp.core.snapshot import Snapshot
from surveyapp.extensions import db
from surveyapp.models.wave import Assessment, FrozenInstrument, Wave
from surveyapp.services import (
    approvals,
    disclosure,
    earlier,
    invitations,
    nominations,
    overviews,
    paper,
    persons,
    pulses,
    reports,
    retention,
    waves,
)
from surveyapp.services.links import OVERVIEW, token
from surveyapp.services.nominations import Wanted
from tests import cast as people
from tests.cast import Cast

LONG_AGO = 20
"""Weeks since the first wave: enough for a pulse, and a wave after it."""

pytestmark = pytest.mark.usefixtures("context")


def begun(cast: Cast, *competences: str, items: tuple[str, ...] = ()) -> UUID:
    """A first wave handed out long ago, in which Alice chose; the key of the pulse, prepared."""
    first = people.released_wave(cast, weeks_ago=LONG_AGO)
    people.choose(people.assessment(first), *(competences or ("vision", "people")), items=items)
    return people.prepared_wave(cast, "pulse")


def asked(wave: UUID, leader: str = "Alice") -> list[str]:
    """The items that the teachers of a leader are asked."""
    (token,) = people.invite(people.assessment(wave, leader))
    return people.asked(invitations.open_link(token))


def stored(wave: UUID) -> Snapshot:
    return reports.stored(people.assessment(wave))


def gate(wave: UUID) -> list[object]:
    row = db.session.get_one(Assessment, people.assessment(wave))
    return list(check(stored(wave).to_json(), earlier.snapshots(db.session(), row)))


def test_each_leader_with_priorities_has_questions_of_her_own(cast: Cast) -> None:
    pulse = begun(cast)
    people.choose(people.assessment(_first(cast), "Nora"), "environment")
    waves.open_wave(pulse)
    found = asked(pulse)
    assert [key.rpartition("-")[0] for key in found] == ["vision"] * 3 + ["people"] * 2
    assert {key.rpartition("-")[0] for key in asked(pulse, "Nora")} == {"environment"}


def _first(cast: Cast) -> UUID:
    return next(wave.id for wave in waves.of_programme(cast.programme) if wave.name == "pre")


def test_what_she_ticked_is_asked_where_it_is_a_pulse(cast: Cast) -> None:
    pulse = begun(cast, "vision", items=("vision-1", "vision-4", "vision-8"))
    waves.open_wave(pulse)
    assert asked(pulse) == ["vision-1", "vision-4", "vision-8"]


def test_what_she_ticked_is_handed_over_to_her(cast: Cast) -> None:
    begun(cast, "vision", items=("vision-1", "vision-4", "vision-8"))
    told = disclosure.export("alice@school.example", dry_run=True)
    assert told["assessments"][0]["half_way"] == ["vision-1", "vision-4", "vision-8"]


def test_who_chose_nothing_has_no_part_in_it_and_nobody_is_asked_about_her(cast: Cast) -> None:
    pulse = begun(cast)
    place = people.place(cast, "Nora")
    nominations.propose(pulse, place, Wanted("teacher", "nl", "Bob Boer <bob@teacher.example>", {}))
    approvals.approve_all(pulse)
    assert pulses.ready(cast.programme) == 1
    waves.open_wave(pulse)
    assert [row.leader for row in people.rows(pulse)] == ["Alice de Vries"]


def test_a_pulse_of_nobody_does_not_open(cast: Cast) -> None:
    people.released_wave(cast, weeks_ago=LONG_AGO)
    with pytest.raises(NotAllowed, match="No school leader has chosen"):
        waves.open_wave(people.prepared_wave(cast, "pulse"))


@pytest.mark.rule("P8")
def test_a_pulse_and_the_waves_beside_it_lie_six_weeks_apart(cast: Cast) -> None:
    first = people.released_wave(cast, weeks_ago=5)
    people.choose(people.assessment(first), "vision")
    pulse = people.prepared_wave(cast, "pulse")
    with pytest.raises(NotAllowed, match="six weeks"):
        waves.open_wave(pulse)
    _ended(first, weeks_ago=6)
    waves.open_wave(pulse)
    later = people.prepared_wave(cast, "post")
    with pytest.raises(NotAllowed, match="six weeks"):
        waves.open_wave(later)
    people.freeze(pulse, weeks_ago=6)
    waves.open_wave(later)


@pytest.mark.rule("P8")
def test_a_wave_does_not_open_while_a_pulse_is_open_though_its_last_day_is_long_past(
    cast: Cast,
) -> None:
    pulse = begun(cast)
    waves.open_wave(pulse)
    _overdue(pulse)
    later = people.prepared_wave(cast, "post")
    with pytest.raises(NotAllowed, match="Close the other wave first"):
        waves.open_wave(later)
    waves.close_wave(pulse)
    waves.open_wave(later)


@pytest.mark.rule("P8")
def test_a_last_day_does_not_move_nearer_to_a_wave_that_was_opened(cast: Cast) -> None:
    pulse = begun(cast)
    waves.open_wave(pulse)
    _overdue(pulse)
    later = people.prepared_wave(cast, "post", days=90)
    db.session.get_one(Wave, later).state = "open"
    db.session.commit()
    for wave, days in ((pulse, 20), (later, 120)):
        with pytest.raises(Unfit, match="near"):
            waves.move_deadline(wave, date.today() + timedelta(days=days))
    waves.move_deadline(later, date.today() + timedelta(days=60))
    waves.close_wave(pulse)
    waves.move_deadline(later, date.today() + timedelta(days=120))


def _overdue(wave: UUID) -> None:
    """Nobody closed the wave, though its last day was 43 days ago."""
    waves.move_deadline(wave, date.today() - timedelta(days=43))


def _ended(wave: UUID, weeks_ago: int) -> None:
    for row in db.session.scalars(select(Assessment).where(Assessment.wave_id == wave)):
        row.frozen_on = date.today() - timedelta(weeks=weeks_ago)
    db.session.commit()


@pytest.mark.rule("P8")
def test_a_pulse_is_measured_from_the_wave_it_asks_about_and_a_wave_from_no_pulse(
    cast: Cast,
) -> None:
    pulse = begun(cast, "vision")
    waves.open_wave(pulse)
    _answer(pulse)
    people.freeze(pulse, weeks_ago=7)
    reports.release_wave(pulse)
    report = stored(pulse)
    assert report.wave.pulse
    assert report.growth is not None
    assert report.growth.since.id == "pre"
    assert report.growth.competences[0].units["teacher"].items == 5
    assert gate(pulse) == []
    post = people.released_wave(cast, "post")
    found = stored(post).growth
    assert found is not None
    assert (found.since.id, found.since.pulse) == ("pre", False)
    assert gate(post) == []


def _answer(wave: UUID, teachers: int = 7) -> None:
    """Alice and her teachers answer."""
    key = people.assessment(wave)
    people.answer(people.tokens(key)[0])
    for number, link in enumerate(people.invite(key, count=teachers)):
        people.answer(link, seed=number)


def test_a_pulse_stands_before_the_waves_that_open_after_it(cast: Cast) -> None:
    first = people.released_wave(cast, weeks_ago=LONG_AGO)
    people.choose(people.assessment(first), "vision")
    later = people.prepared_wave(cast, "post")
    pulse = people.prepared_wave(cast, "pulse")
    waves.open_wave(pulse)
    assert [wave.id for wave in waves.of_programme(cast.programme)] == [first, pulse, later]


def test_a_pulse_waits_until_the_wave_before_is_frozen(cast: Cast) -> None:
    first = people.answered_wave(cast)
    waves.close_wave(first)
    db.session.get_one(Wave, first).closes_on = date.today() - timedelta(weeks=LONG_AGO)
    db.session.commit()
    with pytest.raises(NotAllowed, match="Freeze"):
        waves.open_wave(people.prepared_wave(cast, "pulse"))


def test_nobody_but_who_is_asked_prints_the_questions_of_a_pulse(cast: Cast) -> None:
    pulse = begun(cast)
    waves.open_wave(pulse)
    with pytest.raises(SurveyError, match="printed only by the person who is asked"):
        paper.of_group(people.assessment(pulse), "teacher")
    (token,) = people.invite(people.assessment(pulse))
    assert len(list(paper.of_invitation(invitations.open_link(token)).instrument.items())) == 5


def test_the_page_of_all_questionnaires_and_mail_work_as_in_every_wave(cast: Cast) -> None:
    pulse = begun(cast)
    waves.open_wave(pulse)
    (written,) = people.invite(people.assessment(pulse))
    people.mailed(pulse)
    link = invitations.open_link(written).link
    entries = overviews.open_overview(token(people.SECRET, link, OVERVIEW)).entries
    assert [entry.leader for entry in entries] == ["Alice de Vries"]
    assert db.session.get_one(Wave, pulse).reminders


@pytest.mark.rule("S8")
@pytest.mark.parametrize("way", ["erased", "forgotten"])
def test_what_was_asked_about_her_is_forgotten_with_her_report(cast: Cast, way: str) -> None:
    pulse = begun(cast, "vision")
    waves.open_wave(pulse)
    assert len(_kept()) == 2
    if way == "erased":
        persons.erase("alice@school.example", dry_run=False)
    else:
        people.freeze(pulse)
        _ended(pulse, weeks_ago=52 * 6)
        retention.forget_reports(dry_run=False)
    assert len(_kept()) == 1


def _kept() -> list[str]:
    return list(db.session.scalars(select(FrozenInstrument.fingerprint)))

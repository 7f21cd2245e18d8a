"""People from a spreadsheet into a wave: all or none, and twice is once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import select

from surveyapp.core.errors import NotFound, SurveyError
from surveyapp.core.instrument import SELF
from surveyapp.core.people_sheet import Table
from surveyapp.core.rater_group import Rules
from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Invitation
from surveyapp.models.nomination import Nomination
from surveyapp.models.programme import Leader, LeaderGroup, Programme
from surveyapp.models.wave import Wave
from surveyapp.services import audit, people, persons, progress, results, waves
from surveyapp.services.people import Count, Preview
from surveyapp.services.transaction import transaction
from tests import cast
from tests.cast import Cast, rows
from tests.services.sheets import ALICE, NORA, TWO, leader, rater, table

NOBODY = Count(0, 0, 0, 0)


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A wave of Cora's programme, prepared."""
    return prepared(cast)


def prepared(crew: Cast, name: str = "pre") -> UUID:
    day = date.today() + timedelta(days=14)
    return waves.create(crew.programme, name=name, label=cast.LABELS[name], closes_on=day)


def bring(wave: UUID, what: Table) -> Preview:
    """Import a file in which all is right."""
    before = people.preview(wave, what)
    assert not before.faults
    found, done = people.import_(wave, what, before.state)
    assert done
    assert found == before, "the preview told what came"
    return found


def nominated() -> dict[tuple[str, str], tuple[str, str, str, str]]:
    """Who is nominated for whom: group, name, language and state."""
    db.session.rollback()
    query = (
        select(Account.email, Nomination)
        .join(Leader, Nomination.leader_id == Leader.id)
        .join(Account, Leader.account_id == Account.id)
    )
    return {
        (of, row.email): (row.group, row.name, row.language, row.state)
        for of, row in db.session.execute(query)
    }


def invited(assessment: UUID) -> dict[str, str]:
    """The raters invited to an assessment, with their group."""
    db.session.rollback()
    query = select(Invitation.email, Invitation.group).where(
        Invitation.assessment_id == assessment, Invitation.group != SELF
    )
    return {email or "": group for email, group in db.session.execute(query)}


def kinds(wave: UUID, what: Table) -> list[tuple[str, str, str]]:
    found = people.preview(wave, what)
    before = nominated()
    _, done = people.import_(wave, what, found.state)
    assert not done
    assert nominated() == before
    return [(fault.place, fault.kind, fault.detail) for fault in found.faults]


def test_raters_of_a_prepared_wave_are_nominated_and_approved(wave: UUID) -> None:
    found = bring(wave, table(*TWO))
    assert (found.state, found.groups, found.changes) == ("prepared", 0, 3)
    assert (found.leaders, found.raters) == (Count(0, 0, 2, 0), Count(3, 0, 0, 0))
    assert nominated() == {
        ("alice@school.example", "bob@raters.example"): ("teacher", "Bob", "nl", "approved"),
        ("alice@school.example", "carla@raters.example"): ("board", "Carla", "nl", "approved"),
        ("nora@school.example", "bob@raters.example"): ("peer", "Bob", "nl", "approved"),
    }


def test_new_leaders_and_learning_groups_are_made(wave: UUID, cast: Cast) -> None:
    olga, pim = leader("Olga Prins", "Groep West"), leader("Pim Kok", "groep west", "Het Veer")
    found = bring(
        wave, table((*olga, *rater("Bob")), (*pim, "", "", "", "en"), (*ALICE, *rater("Bob")))
    )
    assert (found.groups, found.leaders) == (1, Count(2, 0, 1, 1))
    groups = select(LeaderGroup.name).where(LeaderGroup.programme_id == cast.programme)
    assert sorted(db.session.scalars(groups)) == ["Groep Oost", "Groep West"]
    account = db.session.scalars(select(Account).where(Account.name == "Pim Kok")).one()
    assert (account.email, account.language, account.password_hash) == (
        "pim@school.example", "en", None
    )  # fmt: skip
    school = select(Leader.school).where(Leader.account_id == account.id)
    assert db.session.scalar(school) == "Het Veer"


def test_the_same_file_twice_changes_nothing(wave: UUID) -> None:
    rows = (*TWO, (*leader("Olga Prins", "Groep West"), *rater("Bob")))
    bring(wave, table(*rows))
    before, deeds = nominated(), len(audit.everything())
    again = bring(wave, table(*rows))
    assert (again.changes, again.leaders, again.raters) == (0, Count(0, 0, 3, 0), Count(0, 0, 4, 0))
    assert (nominated(), len(audit.everything())) == (before, deeds)


def test_what_was_corrected_in_the_file_is_corrected_in_the_nominations(wave: UUID) -> None:
    bring(wave, table(*TWO))
    better = ("Bestuur", "Bob Bos", "bob@raters.example", "en")
    boog = (*ALICE[:3], "De Boog")
    found = bring(wave, table((*boog, *better), *TWO[2:]))
    assert (found.leaders, found.raters) == (Count(0, 1, 1, 0), Count(0, 1, 1, 1))
    key = ("alice@school.example", "bob@raters.example")
    assert nominated()[key] == ("board", "Bob Bos", "en", "approved")
    assert sorted(db.session.scalars(select(Leader.school))) == ["De Boog", "De Brug"]


def test_nobody_is_taken_away_by_a_shorter_file(wave: UUID) -> None:
    bring(wave, table(*TWO))
    found = bring(wave, table(TWO[0]))
    assert (found.leaders.absent, found.raters.absent) == (1, 2)
    assert len(nominated()) == 3


def test_who_was_proposed_or_returned_is_approved_when_the_coordinator_brings_her(
    wave: UUID,
) -> None:
    bring(wave, table(*TWO))
    with transaction() as session:
        for row in session.scalars(select(Nomination)):
            row.state, row.reason = "returned", "Werkt hier niet meer."
    assert bring(wave, table(*TWO)).raters == Count(0, 3, 0, 0)
    assert {state for *_, state in nominated().values()} == {"approved"}


def test_whoever_has_an_account_keeps_it_as_it_is(wave: UUID) -> None:
    bring(wave, table((*ALICE[:1], "A. de Vries", *ALICE[2:], *rater("Bob"))))
    query = select(Account.name).where(Account.email == "alice@school.example")
    assert db.session.scalar(query) == "Alice de Vries"


def test_opening_the_wave_invites_who_was_nominated_and_keeps_no_nomination(
    wave: UUID, cast: Cast
) -> None:
    later = prepared(cast, "post")
    bring(wave, table(*TWO))
    bring(later, table(TWO[0]))
    with transaction() as session:
        row = session.scalars(select(Nomination).where(Nomination.group == "board")).one()
        row.state = "proposed"
    waves.open_wave(wave)
    assert len(nominated()) == 1, "those of another wave stay"
    found = {row.leader: row for row in rows(wave)}
    assert invited(found["Alice de Vries"].assessment) == {"bob@raters.example": "teacher"}
    assert invited(found["Nora Bakker"].assessment) == {"bob@raters.example": "peer"}
    for one in db.session.scalars(select(Invitation)):
        assert (one.state, len(one.link or b"")) == ("prepared", 5)


def test_a_group_that_was_lost_meanwhile_stops_the_opening(wave: UUID, cast: Cast) -> None:
    bring(wave, table(*TWO))
    with transaction() as session:
        row = session.get_one(Programme, cast.programme)
        rules = Rules.model_validate(row.rules)
        row.rules = Rules(groups=rules.groups[:2]).model_dump(mode="json")
    with pytest.raises(SurveyError, match="'board', a group that the programme no longer has"):
        waves.open_wave(wave)
    assert len(nominated()) == 3
    assert progress.view(wave).state == "prepared"


def test_raters_of_an_open_wave_are_invited_at_once(cast: Cast, wave: UUID) -> None:
    waves.open_wave(wave)
    key = next(r.assessment for r in rows(wave) if "Alice" in r.leader)
    found = bring(wave, table(*TWO))
    assert (found.state, found.raters) == ("open", Count(3, 0, 0, 0))
    assert (len(invited(key)), nominated()) == (2, {})
    assert bring(wave, table(*TWO)).raters == Count(0, 0, 3, 0)
    other = (*ALICE, "Leraren", "Robert", "bob@raters.example", "en")
    assert bring(wave, table(other)).changes == 0, "an invitation stays as it was sent"


def test_what_an_open_wave_cannot_take_is_told(wave: UUID) -> None:
    bring(wave, table(*TWO))
    waves.open_wave(wave)
    assert kinds(wave, table((*leader("Olga Prins"), *rater("Bob")))) == [("C2", "late leader", "")]
    assert kinds(wave, table((*ALICE, *rater("Bob", "Bestuur")))) == [
        ("E2", "invited otherwise", "")
    ]


def test_a_leader_who_came_by_another_wave_is_late_for_the_open_one(wave: UUID, cast: Cast) -> None:
    waves.open_wave(wave)
    olga = table((*leader("Olga Prins"), *rater("Bob")))
    bring(prepared(cast, "post"), olga)
    assert kinds(wave, olga) == [("C2", "late leader", "")]


def test_nobody_is_asked_about_a_leader_whose_figures_are_frozen(wave: UUID) -> None:
    waves.open_wave(wave)
    key = next(r.assessment for r in rows(wave) if "Alice" in r.leader)
    waves.close_wave(wave)
    results.freeze_wave(wave)
    with transaction() as session:
        session.get_one(Wave, wave).state = "open"
    assert kinds(wave, table((*ALICE, *rater("Bob")))) == [("C2", "shut", "")]
    assert invited(key) == {}


def test_a_leader_of_another_learning_group_is_not_moved_or_doubled(wave: UUID) -> None:
    moved = ("Groep West", *ALICE[1:])
    assert kinds(wave, table((*moved, *rater("Bob")))) == [("A2", "known elsewhere", "Groep Oost")]


def test_a_fault_anywhere_imports_nothing(wave: UUID) -> None:
    wrong = (*NORA, "Leraren", "Daan", "daan", "")
    assert kinds(wave, table(*TWO, wrong)) == [("G5", "address", "")]
    found = people.preview(wave, table(*TWO, wrong))
    assert (found.leaders.new, found.raters, found.changes) == (0, NOBODY, 0)


def test_a_wave_that_opened_since_the_preview_is_told_and_nothing_done(wave: UUID) -> None:
    waves.open_wave(wave)
    found, done = people.import_(wave, table(*TWO), "prepared")
    assert (done, found.state) == (False, "open")
    assert bring(wave, table(*TWO)).raters.new == 3


@pytest.mark.usefixtures("context")
def test_there_has_to_be_such_a_wave() -> None:
    with pytest.raises(NotFound):
        people.preview(UUID(int=0), table(*TWO))


def test_what_was_done_is_in_the_log_in_numbers_only(wave: UUID) -> None:
    bring(wave, table(*TWO, (*leader("Olga Prins"), *rater("Bob"))))
    (event,) = (event for event in audit.of_wave(wave) if event.action == "people imported")
    assert event.details == {"count": 4, "leaders": 1, "changed": 0}


def test_who_was_erased_in_between_is_no_hindrance(wave: UUID) -> None:
    bring(wave, table(*TWO))
    waves.open_wave(wave)
    persons.erase("bob@raters.example", dry_run=False)
    assert bring(wave, table(TWO[1])).raters.same == 1


def _together(app: Flask, deeds: list[Callable[[], object]]) -> list[object]:
    ready = Barrier(len(deeds))

    def one(deed: Callable[[], object]) -> object:
        with app.app_context():
            ready.wait()
            try:
                return deed()
            except SurveyError as error:
                return error

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(one, deeds))


def test_two_coordinators_at_once_bring_everybody_once(context: Flask, wave: UUID) -> None:
    rows = tuple((*leader(f"L{n} Kok", "Groep West"), *rater("Bob")) for n in range(20))
    what = table(*rows)
    told = _together(context, [lambda: people.import_(wave, what, "prepared")[0].raters.new] * 3)
    assert sorted(map(str, told)) == ["0", "0", "20"]
    assert len(nominated()) == 20
    db.session.rollback()
    assert len(db.session.scalars(select(LeaderGroup)).all()) == 2


def test_a_wave_that_opens_at_that_moment_loses_nobody(context: Flask, wave: UUID) -> None:
    what = table(*TWO)
    _, imported = _together(
        context,
        [lambda: waves.open_wave(wave), lambda: people.import_(wave, what, "prepared")],
    )
    done = isinstance(imported, tuple) and imported[1]
    db.session.rollback()
    raters = select(Invitation).where(Invitation.group != SELF)
    assert len(db.session.scalars(raters).all()) == (3 if done else 0)
    assert nominated() == {}


def test_ten_thousand_raters_are_brought_and_invited(wave: UUID) -> None:
    rows = [
        (*leader(f"L{n // 20} Kok"), "Leraren", f"R {n}", f"r{n}@raters.example", "")
        for n in range(10_000)
    ]
    assert bring(wave, table(*rows)).raters.new == 10_000
    waves.open_wave(wave)
    assert db.session.query(Invitation).count() == 10_000 + 500 + 2

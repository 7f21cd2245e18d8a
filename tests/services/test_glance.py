"""A wave at a glance: totals, pages and filters that tell what the rows tell, and no more."""

from collections import Counter
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import delete, select

from surveyapp.extensions import db
from surveyapp.models.account import Account
from surveyapp.models.invitation import Draft, Invitation
from surveyapp.models.outbox import OutboxMessage
from surveyapp.models.wave import Assessment
from surveyapp.services import glance, progress
from surveyapp.services.glance import Glance, LeaderRow
from surveyapp.services.glance_query import Wish
from surveyapp.services.progress import WaveView
from tests import cast as people
from tests import many
from tests.cast import Cast

LEADERS = 60
ALL = Wish()


@pytest.fixture
def wave(context: Flask) -> WaveView:
    """An open wave of sixty leaders, of whom more and more raters have answered."""
    return progress.view(many.fill(LEADERS, states=["open"]).waves["open"])


def pages(wave: WaveView, wish: Wish = ALL) -> list[Glance]:
    """Every page of the leaders that are wished for."""
    first = glance.glance(wave, wish)
    return [first, *(glance.glance(wave, wish, n) for n in range(2, first.paging.last + 1))]


def rows(wave: WaveView, wish: Wish = ALL) -> list[LeaderRow]:
    return [row for page in pages(wave, wish) for row in page.rows]


def lacking(row: LeaderRow) -> int:
    """How many things a row says are short."""
    good = "shown", "steady"
    return (not row.own_done) + sum(group.standing not in good for group in row.groups)


def test_every_leader_stands_on_one_page_and_those_in_need_first(wave: WaveView) -> None:
    assert [len(page.rows) for page in pages(wave)] == [25, 25, 10]
    found = rows(wave)
    assert len({row.assessment for row in found}) == LEADERS
    needs = [lacking(row) for row in found]
    assert needs == sorted(needs, reverse=True)
    assert len(set(needs)) > 2, "there is something to sort"
    assert rows(wave) == found, "the order is the same each time"


@pytest.mark.rule("P1")
def test_totals_are_made_of_what_the_rows_show(wave: WaveView) -> None:
    found, totals = rows(wave), glance.totals(wave)
    assert {page.totals == totals for page in pages(wave)} == {True}
    assert totals.leaders == LEADERS
    assert totals.own_done == sum(row.own_done for row in found)
    assert totals.in_need == sum(lacking(row) > 0 for row in found)
    for number, total in enumerate(totals.groups):
        groups = [row.groups[number] for row in found]
        told = [group for group in groups if not group.too_few_invited]
        assert total.invited == sum(group.invited for group in told)
        assert total.answered == sum(group.answered for group in told)
        assert Counter(total.standings) == Counter(group.standing for group in groups)
    assert totals.groups[2].standings["few"] == LEADERS, "a hidden group is there"
    assert (totals.groups[2].invited, totals.groups[2].answered) == (0, 0)


@pytest.mark.rule("P1")
def test_a_filter_leaves_the_totals_as_they_are(wave: WaveView) -> None:
    one = glance.glance(wave, Wish(text="Alice"))
    assert [row.leader for row in one.rows] == ["Alice de Vries"]
    assert one.totals == glance.totals(wave)


def test_counts_are_those_of_each_assessment(wave: WaveView) -> None:
    known = {row.assessment: row for row in people.rows(wave.id)}
    for row in rows(wave):
        same = known[row.assessment]
        assert (row.leader, row.school, row.own_done) == (same.leader, same.school, same.own_done)
        assert row.groups == same.groups


def test_behind_the_last_page_stands_the_last_page(wave: WaveView) -> None:
    late = glance.glance(wave, ALL, 1_000_000)
    assert (late.paging.number, len(late.rows)) == (3, 10)
    nobody = glance.glance(wave, Wish(text="nobody has this name"), 7)
    assert (nobody.paging.number, nobody.paging.found, nobody.rows) == (1, 0, ())
    assert nobody.totals == late.totals


def test_leaders_are_found_by_learning_group_name_and_school(wave: WaveView) -> None:
    groups = glance.learning_groups(wave)
    assert [name for _, name in groups] == ["Groep Oost", *(f"Leergroep {n}" for n in range(1, 6))]
    assert [row.leader for row in rows(wave, Wish(group=groups[0][0]))] == [
        row.leader for row in rows(wave) if row.school == "De Brug"
    ]
    assert len(rows(wave, Wish(group=groups[1][0]))) == many.IN_A_GROUP
    assert {row.school for row in rows(wave, Wish(text="de brug"))} == {"De Brug"}
    assert {row.leader for row in rows(wave, Wish(groups[0][0], "NORA"))} == {"Nora Bakker"}
    assert rows(wave, Wish(group=uuid4())) == []


@pytest.mark.parametrize("text", ["%", "_", "\\", "'; --", "é" * 100])
def test_what_is_typed_is_looked_for_as_it_stands(wave: WaveView, text: str) -> None:
    assert rows(wave, Wish(text=text)) == []


def test_a_leader_without_any_invitation_is_not_lost(context: Flask, cast: Cast) -> None:
    key = people.open_wave(cast)
    for table in (Draft, OutboxMessage, Invitation):
        db.session.execute(delete(table))
    db.session.commit()
    found = rows(progress.view(key))
    assert [row.leader for row in found] == ["Alice de Vries", "Nora Bakker"]
    assert {group.standing for row in found for group in row.groups} == {"nobody"}


def test_leaders_of_one_name_keep_their_places(context: Flask, cast: Cast) -> None:
    key = people.open_wave(cast)
    for account in db.session.scalars(select(Account)):
        account.name = "Kim de Wit"
    db.session.commit()
    view = progress.view(key)
    assert rows(view) == rows(view)
    assert len({row.assessment for row in rows(view)}) == 2


def test_forgotten_assessments_are_in_no_total(context: Flask, wave: WaveView) -> None:
    assessment = db.session.get_one(Assessment, _first(wave))
    assessment.state = "forgotten"
    db.session.commit()
    again = progress.view(wave.id)
    assert (again.kept, again.count("forgotten")) == (LEADERS - 1, 1)
    assert glance.totals(again).leaders == len(rows(again)) == LEADERS - 1


def _first(wave: WaveView) -> UUID:
    return rows(wave)[0].assessment


def test_a_group_that_stands_on_its_own_from_one_answer(context: Flask) -> None:
    cast = people.gather(groups=(people.TEACHER, people.KNOWN_BOARD))
    key = people.open_wave(cast)
    people.answer(people.invite(people.assessment(key), "board")[0])
    alice = next(row for row in rows(progress.view(key)) if row.leader.startswith("Alice"))
    assert [group.standing for group in alice.groups] == ["nobody", "steady"]
    assert glance.totals(progress.view(key)).groups[1].standings["steady"] == 1

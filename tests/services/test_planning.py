"""A leader writes her plan: levels, actions, what is shared, and what is not lost."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.core.errors import NotFound, Stale, Unfit
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan
from surveyapp.services import choices, planning, plans
from surveyapp.services.planning import WrittenAction, WrittenLevel
from surveyapp.services.plans import LevelDetail
from tests import cast as people
from tests.cast import Cast
from tests.plans import after_reports, priority

SOON = date.today() + timedelta(days=2)
"""A day to come, also where a run goes on over midnight."""

WRITTEN = WrittenLevel(
    goal="Elke week een les bezoeken",
    help="Nora",
    due=SOON,
    actions=(WrittenAction("Rooster maken"), WrittenAction("Beginnen", due=SOON)),
)


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    return after_reports(cast)


@pytest.fixture
def assessment(wave: UUID) -> UUID:
    """Alice's, whose report was handed out."""
    return people.assessment(wave)


@pytest.fixture
def vision(assessment: UUID) -> UUID:
    return priority(assessment)


def stands(vision: UUID) -> LevelDetail:
    return plans.level(vision, "me")


def write(vision: UUID, written: WrittenLevel = WRITTEN) -> LevelDetail:
    planning.write(vision, "me", written, stands(vision).mark)
    return stands(vision)


def again(level: LevelDetail) -> WrittenLevel:
    """What her page would send if she changed nothing."""
    return WrittenLevel(
        level.goal,
        level.behaviour,
        level.evidence,
        level.help,
        level.due,
        level.shared,
        tuple(
            WrittenAction(one.text, one.id, one.course.state, one.course.due, one.course.remind_on)
            for one in level.actions
        ),
    )


def test_what_she_wrote_stands_there_and_in_her_choices(assessment: UUID, vision: UUID) -> None:
    level = write(vision)
    assert (level.goal, level.help, level.due) == (WRITTEN.goal, "Nora", SOON)
    assert [one.text for one in level.actions] == ["Rooster maken", "Beginnen"]
    (planned,) = plans.of_assessment(assessment).priorities
    assert planned.levels == {
        "me": level,
        "school": LevelDetail("school"),
        "partnership": LevelDetail("partnership"),
    }
    (chosen,) = choices.of_assessment(assessment).priorities
    assert [one.text for one in chosen.plan[0].actions] == ["Rooster maken", "Beginnen"]


def test_writing_the_same_again_changes_nothing(vision: UUID) -> None:
    level = write(vision)
    assert write(vision, again(level)) == level


def test_an_action_is_changed_and_a_new_one_comes_last(vision: UUID) -> None:
    first, second = again(write(vision)).actions
    changed = replace(second, text="Echt beginnen", state="doing")
    level = write(vision, replace(WRITTEN, actions=(WrittenAction("Nieuw"), changed)))
    assert [one.text for one in level.actions] == ["Rooster maken", "Echt beginnen", "Nieuw"]
    assert level.actions[1].course.state == "doing"
    assert level.actions[0].id == first.id, "what a page leaves out stays"


def test_a_plan_of_which_nothing_is_left_is_none(assessment: UUID, vision: UUID) -> None:
    level = write(vision, WrittenLevel(actions=(WrittenAction("Alleen dit"),)))
    write(vision, WrittenLevel())
    assert stands(vision).written, "the action stays"
    planning.forget(assessment, level.actions[0].id)
    assert stands(vision) == LevelDetail("me")
    assert db.session.scalar(select(func.count()).select_from(Plan)) == 0
    assert write(vision, WrittenLevel(goal="")) == LevelDetail("me")
    assert db.session.scalar(select(func.count()).select_from(Plan)) == 0


def test_who_saves_an_old_page_is_told_and_nothing_is_stored(vision: UUID) -> None:
    seen = stands(vision).mark
    level = write(vision)
    with pytest.raises(Stale):
        planning.write(vision, "me", WrittenLevel(goal="Iets anders"), seen)
    assert stands(vision) == level


def test_what_cannot_be_is_told_by_field_and_nothing_is_stored(vision: UUID) -> None:
    faulty = WrittenLevel(
        goal="x" * 2001,
        actions=(WrittenAction("Goed"), WrittenAction("", remind_on=date.today())),
    )
    with pytest.raises(Unfit) as refused:
        write(vision, faulty)
    assert refused.value.faults == {"goal": "long", "1-text": "empty", "1-remind_on": "past"}
    assert stands(vision) == LevelDetail("me")


def test_twenty_actions_are_enough_for_a_plan(vision: UUID) -> None:
    many = tuple(WrittenAction(f"Stap {number}") for number in range(20))
    level = write(vision, WrittenLevel(actions=many))
    with pytest.raises(Unfit) as refused:
        write(vision, WrittenLevel(actions=(WrittenAction("Nog een"),)))
    assert refused.value.faults == {"actions": "many"}
    assert write(vision, again(level)) == level


def test_a_reminder_whose_day_came_does_not_stand_in_the_way(
    vision: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    level = write(vision, WrittenLevel(actions=(WrittenAction("Lezen", remind_on=SOON),)))
    monkeypatch.setattr(planning, "today", lambda: SOON)
    assert write(vision, replace(again(level), goal="Meer lezen")).actions == level.actions


def test_done_today_and_not_done_after_all(assessment: UUID, vision: UUID) -> None:
    written = WrittenLevel(actions=(WrittenAction("Lezen", remind_on=SOON),))
    action = write(vision, written).actions[0]
    planning.move(assessment, action.id, "done")
    planning.move(assessment, action.id, "done")
    course = stands(vision).actions[0].course
    assert (course.state, course.done_on, course.remind_on) == ("done", date.today(), None)
    planning.move(assessment, action.id, "doing")
    assert stands(vision).actions[0].course.done_on is None
    planning.move(assessment, action.id, "done", date.today() - timedelta(days=9))
    assert stands(vision).actions[0].course.done_on == date.today() - timedelta(days=9)


def test_a_reminder_is_taken_away(assessment: UUID, vision: UUID) -> None:
    written = WrittenLevel(actions=(WrittenAction("Lezen", remind_on=SOON),))
    action = write(vision, written).actions[0]
    planning.remind_no_more(assessment, action.id)
    assert stands(vision).actions[0].course.remind_on is None


def test_only_the_plan_for_the_partnership_can_be_shared(vision: UUID) -> None:
    for level in ("me", "partnership"):
        mark = plans.level(vision, level).mark
        planning.write(vision, level, replace(WRITTEN, shared=True), mark)
    assert not stands(vision).shared
    shared = plans.level(vision, "partnership")
    assert shared.shared
    planning.write(vision, "partnership", WRITTEN, shared.mark)
    assert not plans.level(vision, "partnership").shared


def test_an_action_of_somebody_else_is_not_there(wave: UUID, vision: UUID) -> None:
    action = write(vision).actions[0].id
    other = people.assessment(wave, "Nora")
    for step in (planning.remind_no_more, planning.forget):
        with pytest.raises(NotFound):
            step(other, action)
    with pytest.raises(NotFound):
        planning.move(other, action, "done")
    with pytest.raises(NotFound):
        planning.write(uuid4(), "me", WRITTEN, "")
    assert db.session.scalar(select(func.count()).select_from(Action)) == 2


def test_all_actions_stand_in_one_list_by_their_day(assessment: UUID, vision: UUID) -> None:
    people_ = priority(assessment, "people")
    write(vision)
    planning.write(people_, "school", WRITTEN, plans.level(people_, "school").mark)
    hers = plans.of_assessment(assessment)
    assert [task.action.text for task in hers.tasks] == [
        "Beginnen",
        "Beginnen",
        "Rooster maken",
        "Rooster maken",
    ]
    assert hers.task(hers.tasks[1].action.id).level == "school"
    assert hers.priority("people").id == people_
    for missing in (lambda: hers.priority("other"), lambda: hers.task(uuid4())):
        with pytest.raises(NotFound):
            missing()


def test_before_her_report_there_is_nothing_to_plan(context: Flask, cast: Cast) -> None:
    with pytest.raises(NotFound):
        plans.of_assessment(people.assessment(people.open_wave(cast)))

"""Cases by what is answered, to which questionnaire, and in which wave."""

from dataclasses import replace
from datetime import date

import numpy as np

from surveyapp.core.choices import Action, Choices, LevelPlan, Priority
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import Effect
from surveyapp.core.instrument import SELF, then_id
from surveyapp.core.report import build
from surveyapp.core.response import CANNOT_JUDGE, Round
from surveyapp.core.snapshot import Snapshot
from tests import builders
from tests.gallery.answers import (
    BOARD,
    FULL,
    PEER,
    QUICK,
    TEACHER,
    a_round,
    answered,
    comments,
    items_of,
    rules,
    twelve,
)
from tests.gallery.registry import case

EVERY_ITEM = [item.id for item in FULL.items()]


@case("twelve competences")
def twelve_competences() -> Snapshot:
    return build(a_round(twelve(), seed=15))


@case("a second wave beside the first")
def pre_post() -> Snapshot:
    return build(a_round(seed=17, wave=builders.POST), [a_round(seed=16)])


def _half_way() -> Effect:
    """Two priorities, a pulse about both with few fellow leaders, and what was done."""
    begin = a_round(seed=16)
    few = builders.pulse_of(FULL, ["vision-1", "vision-3", "people-2", "people-5"])
    some = {SELF: 1, "teacher": 8, "peer": 2, "board": 3}
    pulse = a_round(few, some, seed=31, wave=builders.PULSE, written=[])
    deed = Action(text="Elke week een les bezocht", state="done", done_on=date(2027, 1, 15))
    visits = LevelPlan(level="me", actions=(deed, Action(text="Samen terugkijken")))
    work = Choices(
        priorities=(
            Priority(competence="vision", aim="strength", plan=(visits,)),
            Priority(competence="people", aim="shortcoming"),
        )
    )
    return effect(work, build(begin), [build(pulse, [begin]), pre_post()])


@case("what became of two priorities", became=_half_way)
def became() -> Snapshot:
    return pre_post()


@case("a second wave without a first")
def post_without_pre() -> Snapshot:
    return build(a_round(seed=18, wave=builders.POST))


@case("looking back the leader has become stricter")
def then_test() -> Snapshot:
    begin = answered(
        a_round(seed=19), 4, [SELF], [i for c in FULL.competences for i in items_of(c)]
    )
    end = answered(
        a_round(seed=20, wave=builders.POST), 2, [SELF], [then_id(c.id) for c in FULL.competences]
    )
    return build(end, [begin])


@case("a second wave with other groups: little can be compared")
def other_groups() -> Snapshot:
    before = a_round(counts={SELF: 1, "teacher": 2, "board": 2}, seed=21)
    return build(a_round(seed=22, wave=builders.POST), [before])


@case("everybody gives the lowest point: below 1.5")
def unanimous_lows() -> Snapshot:
    low = [item for one in FULL.competences[:2] for item in items_of(one)[:4]]
    return build(answered(a_round(seed=23), 1, ["teacher", "peer"], low))


@case("a board of one, who was told so")
def identified_board() -> Snapshot:
    board = BOARD.model_copy(update={"identified": True})
    counts = {SELF: 1, "teacher": 9, "peer": 6, "board": 1}
    return build(a_round(counts=counts, seed=24, promise=rules(TEACHER, PEER, board)))


@case("many cannot judge")
def cannot_judge() -> Snapshot:
    one = a_round(seed=25)
    given = dict(one.answers)
    places = [one.instrument.position[item] for item in items_of(FULL.competences[1])[::2]]
    for group, share in (("teacher", 5), ("peer", 4)):
        given[group] = given[group].copy()
        part = given[group][:share, places]
        given[group][:share, places] = np.where(part > 0, CANNOT_JUDGE, 0)
    return build(replace(one, answers=given))


@case("teachers who hardly agree")
def weak_agreement() -> Snapshot:
    one = a_round(counts={SELF: 1, "teacher": 12, "peer": 6, "board": 3}, seed=26)
    split = answered(one, 5, ["teacher"], EVERY_ITEM).answers["teacher"].copy()
    split[:6] = answered(one, 1, ["teacher"], EVERY_ITEM).answers["teacher"][:6]
    return build(replace(one, answers={**one.answers, "teacher": split}))


@case("the quick questionnaire")
def quick_reflection() -> Snapshot:
    return build(a_round(QUICK, seed=27, written=comments(QUICK, 5)))


def _level(value: int, importance: int, seed: int) -> Round:
    one = answered(a_round(seed=seed), value, ["teacher", "peer", "board"], EVERY_ITEM)
    needed = [column for column in FULL.columns if column.endswith("-importance")]
    return answered(one, importance, ["teacher", "peer", "board"], needed)


@case("each competence could be a strength")
def all_strengths() -> Snapshot:
    return build(_level(5, 4, 28))


@case("each competence could be a shortcoming")
def all_shortcomings() -> Snapshot:
    return build(_level(2, 5, 29))


@case("the rule names no competence")
def no_suggestions() -> Snapshot:
    return build(_level(3, 3, 30))

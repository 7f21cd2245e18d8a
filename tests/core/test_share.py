"""A sheet: just what was ticked, and no figure that the report does not show."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.choices import LEVELS, Action, Choices, LevelPlan, Priority
from surveyapp.core.errors import SurveyError
from surveyapp.core.report import build
from surveyapp.core.share import (
    LONGEST,
    LONGEST_RECIPIENT,
    USUAL,
    Frame,
    Looked,
    LookedBack,
    Parts,
    Sheet,
    sheet,
)
from surveyapp.core.snapshot import Snapshot, Suppressed
from tests.builders import answers, instrument, plausible_round, round_of
from tests.strategies import rounds

FRAME = Frame(
    leader="Alice de Vries",
    school="De Brug",
    programme="Leren leiden",
    recipient="mevrouw Jansen",
    until=date(2026, 12, 22),
    read_on=date(2026, 11, 22),
)
SNAPSHOT = build(plausible_round())
KEYS = tuple(one.id for one in SNAPSHOT.competences)


def plan(level: str, text: str = "doel") -> LevelPlan:
    actions = (Action(text=f"actie {text}"),)
    return LevelPlan.model_validate(
        {"level": level, "goal": f"{text} {level}", "actions": actions, "shared": True}
    )


CHOICES = Choices(
    priorities=tuple(
        Priority(
            competence=key,
            aim="strength",
            passion=4,
            need=5,
            reason=f"reden {key}",
            plan=tuple(plan(level) for level in LEVELS),
        )
        for key in KEYS[:3]
    )
)


def shown(**parts: Any) -> Sheet:
    return sheet(FRAME, Parts(**parts), SNAPSHOT, CHOICES)


def test_nothing_is_ticked_at_first_and_then_nothing_is_shown() -> None:
    assert Parts().empty
    found = shown()
    assert (found.scores, found.priorities, found.titles) == ((), (), {})
    assert (found.scale, found.units, found.groups) == ((), (), ())


def test_a_score_is_the_reports_without_anything_of_its_statements() -> None:
    [one] = shown(scores=KEYS[1:2]).scores
    of = SNAPSHOT.competences[1]
    assert (one.id, one.others) == (of.id, of.others)
    assert {unit: getattr(s, "mean", None) for unit, s in one.scores.items()} == {
        unit: getattr(s, "mean", None) for unit, s in of.scores.items()
    }
    assert (one.items, one.importance) == ((), {})
    assert {one.gap, one.mirror, one.standing} == {None}
    assert all(getattr(s, "agreement", None) is None for s in one.scores.values())


@pytest.mark.parametrize(
    "ticked", [{"scores": ("c1",)}, {"priorities": ("c1",)}, {"reflections": (UUID(int=1),)}]
)
def test_one_part_is_enough_for_something_to_be_shown(ticked: dict[str, Any]) -> None:
    assert not Parts(**ticked).empty


def test_somebody_reads_it_for_a_month_usually_and_for_a_year_at_most() -> None:
    assert (USUAL.days, LONGEST.days, LONGEST_RECIPIENT) == (30, 365, 200)


def test_a_score_has_its_name_and_one_that_is_hidden_stays_hidden() -> None:
    of = instrument()
    few = build(round_of({"teacher": answers(of, 3), "board": answers(of, [{"c1-1": 0}])}, of=of))
    nobody = build(round_of({"teacher": answers(of, 3, every=0)}, of=of))
    for snapshot in (few, nobody):
        found = sheet(FRAME, Parts(scores=("c1",)), snapshot, CHOICES)
        assert found.titles == {"c1": of.competences[0].title}
    assert found.scores[0].scores == {"teacher": Suppressed(reason="too_few")}


def test_a_priority_brings_neither_reason_nor_plan_by_itself() -> None:
    [one] = shown(priorities=KEYS[:1]).priorities
    assert (one.competence, one.aim, one.reason, one.plan) == (KEYS[0], "strength", "", ())
    assert (one.passion, one.need) == (None, None)


def test_a_plan_goes_level_by_level_with_the_priorities_that_were_ticked() -> None:
    found = shown(priorities=KEYS[1:2], plan=("school",), reasons=True)
    [one] = found.priorities
    assert [level.level for level in one.plan] == ["school"]
    assert (one.reason, one.plan[0].goal) == (f"reden {KEYS[1]}", "doel school")
    assert one.plan[0].shared is False, "who else reads it is not said"
    assert list(found.titles) == [KEYS[1]]


@pytest.mark.parametrize(
    "written",
    [
        {"goal": "doel"},
        {"behaviour": "gedrag"},
        {"evidence": "bewijs"},
        {"help": "hulp"},
        {"due": date(2027, 1, 1)},
        {"actions": (Action(text="actie"),)},
    ],
)
def test_a_plan_is_there_as_soon_as_one_field_of_one_priority_says_something(
    written: dict[str, Any],
) -> None:
    level = LevelPlan(level="me", **written)
    of = Choices(
        priorities=(
            Priority(competence=KEYS[0], aim="strength", plan=(LevelPlan(level="me"),)),
            Priority(competence=KEYS[1], aim="strength", plan=(level, LevelPlan(level="school"))),
        )
    )
    found = sheet(FRAME, Parts(priorities=KEYS[:2], plan=LEVELS), SNAPSHOT, of)
    assert [one.plan for one in found.priorities] == [(), (level,)]
    assert found.plans
    assert not sheet(FRAME, Parts(priorities=KEYS[:1], plan=LEVELS), SNAPSHOT, of).plans


def test_what_is_no_longer_there_is_left_out() -> None:
    assert shown(scores=("gone",), priorities=("dropped",)).titles == {}
    empty = Choices(priorities=(Priority(competence=KEYS[0], aim="strength"),))
    [one] = sheet(FRAME, Parts(priorities=KEYS[:1], plan=LEVELS), SNAPSHOT, empty).priorities
    assert one.plan == ()


def test_a_reflection_brings_its_notes_only_where_they_were_ticked() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert Looked(name={"nl": "Visie"}).note == ""
    practice = Looked(name={"nl": "Visie"}, mean=3.5, note="Alleen voor mij.")
    back = LookedBack(standard={"nl": "Edition"}, day=date(2026, 11, 1), practices=(practice,))
    found = {one: back, other: back}
    plain = sheet(FRAME, Parts(reflections=(one,)), SNAPSHOT, CHOICES, found)
    assert [p.note for looked in plain.reflections for p in looked.practices] == [""]
    assert "Alleen voor mij" not in plain.to_json()
    noted = sheet(FRAME, Parts(reflections=(one,), notes=True), SNAPSHOT, CHOICES, found)
    assert noted.reflections == (back,)
    assert sheet(FRAME, Parts(notes=True), SNAPSHOT, CHOICES, found).reflections == ()
    assert sheet(FRAME, Parts(reflections=(one,)), SNAPSHOT, CHOICES).reflections == (), "deleted"


def test_without_a_report_there_is_only_whose_it_is() -> None:
    found = sheet(FRAME, Parts(scores=KEYS, priorities=KEYS), None, CHOICES)
    assert (found.leader, found.wave, found.scores, found.priorities) == (
        "Alice de Vries",
        None,
        (),
        (),
    )


@pytest.mark.parametrize(
    "wrong", [{"scores": ("Not an id",)}, {"plan": ("elsewhere",)}, {"comments": True}]
)
def test_what_cannot_be_ticked_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Parts.model_validate(wrong)


def test_a_sheet_is_the_same_after_it_was_stored() -> None:
    found = shown(scores=KEYS, priorities=KEYS[:3], plan=LEVELS, reasons=True)
    assert Sheet.from_json(found.to_json()) == found
    with pytest.raises(SurveyError, match="This is not a sheet of what a leader shares: "):
        Sheet.from_json("[]")
    assert (
        found.to_json()
        == shown(scores=KEYS, priorities=KEYS[:3], plan=LEVELS, reasons=True).to_json()
    )


def leaves(value: Any) -> Iterator[float]:
    """All decimals in a document."""
    if isinstance(value, dict):
        for one in value.values():
            yield from leaves(one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)
    elif isinstance(value, float):
        yield value


def published(snapshot: Snapshot) -> set[float]:
    """The scores that a report shows, and all others, per competence."""
    found = {row.others for row in snapshot.competences if row.others is not None}
    for row in snapshot.competences:
        found |= {s.mean for s in row.scores.values() if not isinstance(s, Suppressed)}
    return found


@pytest.mark.rule("P3", "P7")
@given(rounds(), st.data())
def test_no_sheet_has_a_figure_or_a_comment_beyond_the_report(of: Any, data: st.DataObject) -> None:
    snapshot = build(of)
    keys = [one.id for one in snapshot.competences]
    ticked = data.draw(st.lists(st.sampled_from(keys), unique=True))
    found = sheet(FRAME, Parts(scores=tuple(ticked)), snapshot, CHOICES)
    dumped = found.model_dump(mode="json")
    assert {one.id for one in found.scores} == set(ticked)
    assert set(leaves(dumped["scores"])) <= published(snapshot)
    for row, kept in ((r, k) for r in snapshot.competences for k in found.scores if k.id == r.id):
        hidden = {unit for unit, s in row.scores.items() if isinstance(s, Suppressed)}
        assert hidden == {unit for unit, s in kept.scores.items() if isinstance(s, Suppressed)}
    assert "comments" not in dumped
    texts = {text for one in snapshot.comments for block in one.blocks for text in block.texts}
    assert not any(text in str(dumped) for text in texts if len(text) > 20)

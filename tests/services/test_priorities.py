"""What a leader will work on: one to three competences, hers alone, and for this wave."""

from collections.abc import Sequence
from uuid import UUID

import pytest
from flask import Flask
from sqlalchemy import func, select

from surveyapp.core.errors import NotAllowed, NotFound, Stale, Unfit
from surveyapp.extensions import db
from surveyapp.models.plan import Action, Plan, Priority
from surveyapp.models.report import Report
from surveyapp.models.wave import Wave
from surveyapp.services import choices, priorities, reports
from surveyapp.services.priorities import Choice, Planned
from tests import cast as people
from tests import chosen
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")

VISION = Choice("vision", "shortcoming", 3, 5, "De school vraagt erom.")
PEOPLE = Choice("people", "strength", 5)


def released(cast: Cast, name: str = "pre") -> UUID:
    """Alice's assessment in a wave whose reports were handed out."""
    wave = people.answered_wave(cast, name, teachers=3, peers=0, board=0)
    people.freeze(wave)
    reports.release_wave(wave)
    return people.assessment(wave)


@pytest.fixture
def hers(context: Flask, cast: Cast) -> UUID:
    return released(cast)


def test_who_keeps_an_old_page_is_told_and_nothing_is_erased(hers: UUID) -> None:
    seen = priorities.sheet(hers, "nl").mark
    priorities.choose(hers, [VISION], seen=seen)
    with pytest.raises(Stale):
        priorities.choose(hers, [PEOPLE], seen=seen)
    assert names(hers) == ["vision"]
    priorities.choose(hers, [PEOPLE], seen=priorities.sheet(hers, "nl").mark)
    assert names(hers) == ["people"]


def names(assessment: UUID) -> list[str]:
    return [one.competence for one in choices.of_assessment(assessment).priorities]


def count(table: type[Priority | Plan | Action]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def test_what_she_wants_is_kept_in_her_order_and_can_be_replaced(hers: UUID) -> None:
    priorities.choose(hers, [VISION, PEOPLE])
    first, second = choices.of_assessment(hers).priorities
    assert (first.aim, first.passion, first.need, first.reason) == (
        "shortcoming",
        3,
        5,
        "De school vraagt erom.",
    )
    assert (second.competence, second.need) == ("people", None)
    priorities.choose(hers, [Choice("environment", "strength"), PEOPLE])
    assert names(hers) == ["environment", "people"]
    priorities.move_up(hers, "people")
    priorities.move_up(hers, "people")
    assert names(hers) == ["people", "environment"]
    with pytest.raises(NotFound):
        priorities.move_up(hers, "vision")
    priorities.choose(hers, [])
    assert names(hers) == []


def test_what_cannot_be_is_refused_and_nothing_is_kept(
    hers: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = reports.stored(hers)
    first, *rest = snapshot.suggestions
    named = (first.model_copy(update={"kind": "strength"}), *rest)
    told = snapshot.model_copy(update={"suggestions": named})
    monkeypatch.setattr(reports, "stored", lambda _key: told)
    all_of_them = [Choice(one.competence, "strength", reason="Omdat.") for one in named]
    wrong: list[tuple[Sequence[Choice], dict[str, str]]] = [
        ([], {"": "none"}),
        (all_of_them[:4], {"": "many"}),
        ([VISION, VISION], {"": "unknown"}),
        ([Choice("cooking", "strength")], {"": "unknown"}),
        ([Choice("vision", "hobby", 0, 6)], {f"{n}-vision": "unknown" for n in _ASKED}),
        ([Choice("people", "strength", reason=" ")], {"reason-people": "missing"}),
        ([Choice("vision", "strength", reason="x" * 2001)], {"reason-vision": "long"}),
    ]
    for wanted, faults in wrong:
        with pytest.raises(Unfit) as refused:
            priorities.choose(hers, wanted)
        assert refused.value.faults == faults
    assert count(Priority) == 0
    priorities.choose(hers, [Choice("vision", "strength"), all_of_them[1]])
    assert count(Priority) == 2


_ASKED = ("passion", "need", "aim")


def test_a_plan_goes_only_when_she_says_so_and_all_of_it(hers: UUID) -> None:
    chosen.store(hers)
    assert priorities.planned(hers) == {"vision": Planned(levels=2, actions=2)}
    with pytest.raises(NotAllowed, match="plan"):
        priorities.choose(hers, [PEOPLE])
    priorities.choose(hers, [Choice("vision", "strength"), PEOPLE])
    assert count(Plan) == 2, "another aim, the same plan"
    priorities.choose(hers, [PEOPLE], giving_up=["vision"])
    assert (names(hers), count(Plan), count(Action)) == (["people"], 0, 0)


def test_nothing_is_chosen_before_the_report_nor_once_a_later_wave_has_begun(cast: Cast) -> None:
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(wave)
    key = people.assessment(wave)
    for early in (lambda: priorities.choose(key, [VISION]), lambda: priorities.sheet(key, "nl")):
        with pytest.raises(NotFound):
            early()
    reports.release_wave(wave)
    chosen.store(key)
    people.open_wave(cast, "post")
    with pytest.raises(NotAllowed, match="no longer change"):
        priorities.choose(key, [PEOPLE], giving_up=["vision"])
    with pytest.raises(NotAllowed, match="no longer change"):
        priorities.move_up(key, "vision")
    assert priorities.sheet(key, "nl").stands


def test_a_later_wave_begins_empty_beside_what_she_chose_last_time(cast: Cast, hers: UUID) -> None:
    assert priorities.sheet(hers, "nl").before is None
    chosen.store(hers)
    later = released(cast, "post")
    sheet = priorities.sheet(later, "nl")
    assert (sheet.choices.priorities, sheet.stands) == ((), False)
    assert sheet.before
    assert sheet.before.label["nl"] == "Beginmeting"
    assert [row.id for row in sheet.before.rows] == ["people", "vision"]
    priorities.choose(later, [PEOPLE])
    assert (names(hers), names(later)) == (["people", "vision"], ["people"])


def test_in_a_pulse_nothing_is_chosen(hers: UUID) -> None:
    db.session.query(Wave).update({"pulse": True})
    db.session.commit()
    for one in (lambda: priorities.choose(hers, [VISION]), lambda: priorities.sheet(hers, "nl")):
        with pytest.raises(NotFound):
            one()
    assert not db.session.get_one(Report, hers).opened

"""What became of priorities, from the reports that were handed out to their leader."""

from uuid import UUID

import pytest
from sqlalchemy import select

from surveyapp.core.effect_record import Effect
from surveyapp.core.errors import NotFound
from surveyapp.extensions import db
from surveyapp.models.report import Report
from surveyapp.models.wave import Assessment
from surveyapp.reporting.press import Press, Wish
from surveyapp.services import effects, reports, work, worker
from tests import cast as people
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def wishes(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """What is to be printed, by a press that prints nothing."""
    asked: list[Wish] = []

    def print_(_self: Press, wish: Wish) -> bytes:
        asked.append(wish)
        return b"%PDF sham"

    monkeypatch.setattr(Press, "print", print_)
    return asked


def names(found: Effect) -> list[list[str]]:
    """The waves that are compared, priority by priority."""
    return [[one.wave.id for one in priority.waves] for priority in found.priorities]


def opened() -> set[UUID]:
    return set(db.session.scalars(select(Report.assessment_id).where(Report.opened)))


def test_each_report_adds_to_what_is_seen_of_her_priorities(cast: Cast, wishes: list[Wish]) -> None:
    first, pulse, post = people.three_waves(cast)
    found = effects.of_assessment(first)
    assert names(found) == [["pre", "pulse", "post"]] * 2
    assert [line.id for line in found.priorities[0].lines] == ["self", "teacher"]
    # What she has seen figures of, she has opened (P1).
    assert {pulse, post} <= opened()

    _, half_way = effects.beside(pulse)
    assert half_way is not None
    assert names(half_way) == [["pre", "pulse"]] * 2
    hers, then = effects.beside(post)
    assert (hers.priorities, then) == ((), found)
    assert effects.beside(first)[1] is None

    assert reports.pdf(post, "nl")
    work.ask(db.session.get_one(Assessment, post).wave_id, "pdfs", "nl")
    worker.do_all()
    own, *printed_for_others = wishes
    assert Effect.from_json(own.effect) == found
    assert [one.effect for one in printed_for_others] == ["", ""]
    report = reports.read(post, "nl").effect
    assert report is not None
    assert [len(one.chart.rows) for one in report.priorities] == [3, 3]


def test_her_last_choice_counts_and_only_reports_handed_out_are_seen(cast: Cast) -> None:
    first = people.assessment(people.released_wave(cast, teachers=3, peers=0, board=0))
    people.choose(first, "vision")
    later = people.answered_wave(cast, "post", teachers=3, peers=0, board=0)
    people.freeze(later)
    assert names(effects.of_assessment(first)) == [["pre"]]
    with pytest.raises(NotFound):
        effects.of_assessment(people.assessment(later))
    reports.release_wave(later)
    second = people.assessment(later)
    people.choose(second, "people")
    last = people.assessment(people.released_wave(cast, "third", teachers=3, peers=0, board=0))
    _, found = effects.beside(last)
    assert found is not None
    assert names(found) == [["post", "third"]]
    assert found.priorities[0].lines[0].said == ()


def test_who_chose_nothing_has_no_effect(cast: Cast) -> None:
    first = people.assessment(people.released_wave(cast, teachers=3, peers=0, board=0))
    assert effects.of_assessment(first).priorities == ()

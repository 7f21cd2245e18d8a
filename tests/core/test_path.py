"""The path of a leader: of all that can be, exactly one step is next, and each is what it is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from surveyapp.core import path
from surveyapp.core.path import Kind, Next, Stand, Status

TODAY = date(2026, 11, 22)
SOON, LATE, OVER = (TODAY + timedelta(days=days) for days in (10, 200, -1))

PLANNED = Stand("prepared", "", LATE, name="pre", list_open=True, few=("teacher",))
OPEN = Stand("open", "open", SOON, name="pre", list_open=True)
CLOSED = Stand("closed", "open", OVER, name="pre")
FROZEN = replace(CLOSED, assessment="frozen")
RELEASED = replace(CLOSED, assessment="released")
READ = replace(RELEASED, opened=True)
CHOSEN = replace(READ, chosen=2)
FORGOTTEN = replace(CLOSED, assessment="forgotten")
TOO_LATE = Stand("open", "", SOON, name="pre")


def final(stand: Stand) -> Stand:
    return replace(stand, name="post")


def statuses(*stands: Stand, place: int = -1) -> dict[Kind, Status]:
    return {step.kind: step.status for step in path.path(stands, TODAY)[place]}


def the_next(*stands: Stand) -> tuple[Kind, int, bool] | None:
    found = path.next_step(stands, TODAY)
    return (found.kind, found.place, found.ready) if found else None


def test_a_path_goes_from_the_self_assessment_to_the_next_wave() -> None:
    (steps,) = path.path([OPEN], TODAY)
    assert tuple(step.kind for step in steps) == path.KINDS


@pytest.mark.parametrize(
    ("stand", "expected"),
    [
        (PLANNED, "later ready later later later later later later"),
        (replace(PLANNED, list_open=False), "later past later later later later later later"),
        (OPEN, "ready past running later later later later later"),
        (replace(OPEN, own_done=True), "past past running later later later later later"),
        (replace(OPEN, returned=1), "ready ready running later later later later later"),
        (replace(OPEN, closes_on=OVER), "missed past running later later later later later"),
        (replace(CLOSED, own_done=True), "past past past running later later later later"),
        (FROZEN, "missed past past running later later later later"),
        (RELEASED, "missed past past ready later later later later"),
        (READ, "missed past past past ready ready later later"),
        (CHOSEN, "missed past past past past ready later later"),
        (replace(CHOSEN, planned=1), "missed past past past past past later later"),
        (replace(CHOSEN, opened=False), "missed past past ready later later later later"),
    ],
)
def test_each_step_is_as_far_as_the_wave(stand: Stand, expected: str) -> None:
    assert list(statuses(stand).values()) == expected.split()


def test_on_the_last_day_she_can_still_answer() -> None:
    assert statuses(replace(OPEN, closes_on=TODAY))["self"] == "ready"


@pytest.mark.parametrize("stand", [FORGOTTEN, TOO_LATE, replace(TOO_LATE, wave="closed")])
def test_where_she_has_no_part_there_are_no_steps(stand: Stand) -> None:
    assert path.path([stand], TODAY) == ((),)
    assert the_next(stand) is the_next() is None


def test_after_the_final_wave_none_is_expected() -> None:
    assert "post" not in statuses(READ, final(OPEN))
    assert "pulse" not in statuses(READ, final(OPEN))
    assert "post" not in statuses(READ, final(PLANNED), place=0)
    assert "pulse" in statuses(READ, final(PLANNED), place=0)


def test_when_a_later_wave_has_begun_what_follows_the_earlier_report_is_over() -> None:
    assert list(statuses(READ, final(OPEN), place=0)) == ["self", "raters", "response", "report"]


@pytest.mark.parametrize(
    ("stands", "expected"),
    [
        ([PLANNED], ("raters", 0, True)),
        ([replace(PLANNED, few=())], ("self", 0, False)),
        ([replace(PLANNED, list_open=False)], ("self", 0, False)),
        ([PLANNED, replace(PLANNED, few=())], ("raters", 0, True)),
        ([OPEN], ("self", 0, True)),
        ([replace(OPEN, returned=1)], ("self", 0, True)),
        ([replace(OPEN, returned=1, own_done=True)], ("raters", 0, True)),
        ([replace(OPEN, few=("board",), own_done=True)], ("response", 0, False)),
        ([replace(OPEN, closes_on=OVER)], ("response", 0, False)),
        ([CLOSED], ("report", 0, False)),
        ([FROZEN, replace(PLANNED, few=())], ("report", 0, False)),
        ([RELEASED], ("report", 0, True)),
        ([READ], ("priorities", 0, True)),
        ([CHOSEN], ("plan", 0, True)),
        ([replace(CHOSEN, planned=1)], ("pulse", 0, False)),
        ([READ, final(PLANNED)], ("priorities", 0, True)),
        ([READ, final(replace(PLANNED, closes_on=SOON))], ("raters", 1, True)),
        ([READ, final(replace(PLANNED, list_until=SOON))], ("raters", 1, True)),
        ([READ, final(replace(PLANNED, returned=1, few=(), list_until=SOON))], ("raters", 1, True)),
        ([RELEASED, final(OPEN)], ("self", 1, True)),
        ([RELEASED, final(replace(OPEN, own_done=True))], ("report", 0, True)),
        ([READ, final(replace(OPEN, own_done=True))], ("response", 1, False)),
        ([READ, final(READ)], ("priorities", 1, True)),
        ([RELEASED, final(RELEASED)], ("report", 1, True)),
        ([FORGOTTEN, final(OPEN)], ("self", 1, True)),
        ([TOO_LATE, final(replace(PLANNED, few=()))], ("self", 1, False)),
        ([FORGOTTEN, FORGOTTEN], None),
    ],
)
def test_one_step_is_next(stands: list[Stand], expected: tuple[Kind, int, bool] | None) -> None:
    assert the_next(*stands) == expected


def test_of_several_programmes_the_first_day_goes_first() -> None:
    sooner, later = (path.next_step([replace(OPEN, closes_on=day)], TODAY) for day in (TODAY, SOON))
    report = path.next_step([RELEASED], TODAY)
    assert sooner
    assert later
    assert report
    assert path.soonest([report, later, sooner]) == sooner
    assert path.soonest([]) is None


def everywhere() -> Iterator[Stand]:
    """Every stand there can be, and some that cannot."""
    for wave, assessment, day, done, listed, few, returned, opened, name in product(
        ("prepared", "open", "closed"),
        ("", "open", "frozen", "released", "forgotten"),
        (OVER, TODAY, LATE),
        (False, True),
        (False, True),
        ((), ("teacher",)),
        (0, 1),
        (False, True),
        ("pre", "post"),
    ):
        yield Stand(wave, assessment, day, name, done, listed, SOON, returned, few, (), opened)


def test_wherever_she_stands_there_is_a_next_step_on_every_path_with_steps() -> None:
    for stand in everywhere():
        for stands in ([stand], [stand, PLANNED], [READ, stand], [OPEN, stand]):
            steps = path.path(stands, TODAY)
            found = path.next_step(stands, TODAY)
            assert bool(found) == any(steps), stands
            if found:
                _sound(found, [{one.kind: one.status for one in row} for row in steps])


def _sound(found: Next, statuses: list[dict[Kind, Status]]) -> None:
    """What is next can be done, or nothing can be and it is what goes on."""
    if found.ready:
        assert statuses[found.place][found.kind] == "ready"
        assert found.urgency < path.WAITS
    else:
        assert statuses[found.place][found.kind] in {"running", "later"}
        ready = {kind for row in statuses for kind, status in row.items() if status == "ready"}
        assert ready <= {"raters", "plan"}, "only what need not be done"

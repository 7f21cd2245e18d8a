"""Which days of a wave go together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.wave_plan import READY, Beside, WavePlan, at_once, near, opens_from

TODAY = date(2026, 11, 22)


def plan(closes: int = 21, proposals: int | None = None, sends: int | None = None) -> WavePlan:
    """A wave with days so many from today."""

    def day(number: int | None) -> date | None:
        return None if number is None else TODAY + timedelta(days=number)

    last = TODAY + timedelta(days=closes)
    return WavePlan("pre", READY["pre"], last, day(proposals), day(sends))


@pytest.mark.parametrize(
    ("wanted", "faults"),
    [
        (plan(), {}),
        (plan(1), {}),
        (plan(21, 5, 6), {}),
        (plan(21, 0, 1), {}),
        (plan(0), {"closes_on": "past"}),
        (plan(-1), {"closes_on": "past"}),
        (plan(3_000), {"closes_on": "far"}),
        (plan(21, -1), {"proposals_until": "past"}),
        (plan(21, None, -1), {"sends_on": "past"}),
        (plan(21, 21), {"proposals_until": "after the last day"}),
        (plan(21, None, 21), {"sends_on": "after the last day"}),
        (plan(21, 6, 6), {"proposals_until": "after the invitations"}),
        (
            plan(-3, -2, -5),
            {"closes_on": "past", "proposals_until": "past", "sends_on": "past"},
        ),
    ],
)
def test_days_that_cannot_be_are_named(wanted: WavePlan, faults: dict[str, str]) -> None:
    assert wanted.faults(TODAY) == faults


def test_a_day_that_has_come_and_gone_may_stand_as_it_was() -> None:
    before = plan(21, -5, -4)
    assert plan(30, -5, -4).faults(TODAY, before) == {}
    assert plan(30, -3, -4).faults(TODAY, before) == {"proposals_until": "past"}
    assert plan(-1, -5, -4).faults(TODAY, plan(-1, -5, -4)) == {"closes_on": "past"}


@given(st.integers(-3000, 1500), st.integers(1, 60), st.integers(1, 60))
def test_a_copied_plan_keeps_its_weekdays_and_lies_in_the_future(
    start: int, until: int, gap: int
) -> None:
    before = plan(start + until + gap, start, start + until)
    later = before.later(TODAY)
    assert later.faults(TODAY) in ({}, dict.fromkeys(later.faults(TODAY), "far"))
    assert later.proposals_until
    assert before.proposals_until
    assert later.proposals_until >= TODAY
    assert later.closes_on.weekday() == before.closes_on.weekday()
    assert later.closes_on - later.proposals_until == timedelta(days=until + gap)
    assert (later.closes_on - before.closes_on).days % 364 == 0
    assert later.closes_on > before.closes_on


@pytest.mark.rule("P8")
@pytest.mark.parametrize(
    ("kind", "beside", "weeks", "near"),
    [
        ("pulse", False, 5, True),
        ("pulse", False, -5, True),
        ("pulse", False, 6, False),
        ("post", True, 5, True),
        ("post", False, 1, False),
        ("pulse", True, -5, True),
    ],
)
def test_a_pulse_is_planned_six_weeks_from_the_waves_beside_it(
    kind: str, beside: bool, weeks: int, near: bool
) -> None:
    other = Beside(TODAY + timedelta(weeks=20), beside)
    wanted = WavePlan(kind, READY[kind], other.last_day + timedelta(weeks=weeks))
    assert wanted.faults(TODAY, others=[other]) == ({"closes_on": "near"} if near else {})


@pytest.mark.rule("P8")
def test_a_wave_opens_six_weeks_after_the_last_day_where_one_of_both_is_a_pulse() -> None:
    waves = [Beside(TODAY, pulse=False), Beside(TODAY - timedelta(days=10), pulse=True)]
    assert opens_from(pulse=True, after=waves) == TODAY + timedelta(weeks=6)
    assert opens_from(pulse=False, after=waves) == TODAY + timedelta(weeks=6, days=-10)
    assert opens_from(pulse=False, after=waves[:1]) is None
    assert opens_from(pulse=True, after=[]) is None


@pytest.mark.rule("P8")
@pytest.mark.parametrize(("pulse", "beside"), [(True, False), (False, True), (True, True)])
def test_beside_a_pulse_no_other_wave_is_open_however_far_its_last_day(
    pulse: bool, beside: bool
) -> None:
    last = TODAY + timedelta(weeks=30)
    for is_open in (True, False):
        others = [Beside(TODAY, beside, is_open)]
        assert at_once(pulse=pulse, others=others) == is_open
        assert near(last, pulse=pulse, others=others) == is_open


def test_two_whole_waves_may_be_open_at_once() -> None:
    others = [Beside(TODAY, pulse=False, open=True)]
    assert not at_once(pulse=False, others=others)
    assert not near(TODAY, pulse=False, others=others)

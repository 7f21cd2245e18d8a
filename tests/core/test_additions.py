"""Who joins or leaves an open wave is not found out by the counts."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core import additions
from surveyapp.core.additions import Told
from surveyapp.core.errors import NotAllowed

TODAY = date(2026, 11, 22)
NEEDED = 3


def test_people_join_and_leave_while_the_wave_is_open() -> None:
    for day in (TODAY, TODAY + timedelta(days=9)):
        additions.check(wave="open", assessment="open", closes_on=day, today=TODAY)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wave": "prepared"}, additions.CLOSED),
        ({"wave": "closed"}, additions.CLOSED),
        ({"assessment": "frozen"}, additions.FROZEN),
        ({"assessment": "released"}, additions.FROZEN),
        ({"assessment": "forgotten"}, additions.FROZEN),
        ({"closes_on": TODAY - timedelta(days=1)}, additions.OVER),
    ],
)
def test_afterwards_nobody_does(changes: dict[str, object], reason: str) -> None:
    now: dict[str, object] = {"wave": "open", "assessment": "open", "closes_on": TODAY}
    with pytest.raises(NotAllowed, match=reason):
        additions.check(**(now | changes), today=TODAY)  # type: ignore[arg-type]


def test_a_list_stands_once_a_link_has_left() -> None:
    assert not additions.stands([])
    assert not additions.stands([False, False])
    assert additions.stands([False, True])


def test_a_count_of_those_asked_from_the_beginning_is_plain() -> None:
    for answered in range(6):
        assert tell(answered, invited=5) == Told(answered)


def test_a_count_of_few_is_not_told() -> None:
    assert tell(1, invited=2) is None
    assert additions.told(answered=0, invited=1, steady=1, needed=1) == Told(0)


def test_who_joins_brings_no_hidden_count_out() -> None:
    assert tell(2, invited=3, steady=2) is None
    assert tell(9, invited=12, steady=0) is None


def test_who_joins_a_group_in_which_all_have_answered_is_not_seen_to_answer() -> None:
    assert tell(4, invited=4) == Told(4)
    assert tell(4, invited=5, steady=4) == tell(5, invited=5, steady=4) == Told(4, or_more=True)


def test_who_leaves_is_not_seen_to_have_answered_or_not() -> None:
    assert tell(3, invited=5, steady=4) == Told(3)
    assert tell(4, invited=5, steady=4) == tell(5, invited=5, steady=4) == Told(4, or_more=True)


def tell(answered: int, *, invited: int, steady: int | None = None) -> Told | None:
    steady = invited if steady is None else steady
    return additions.told(answered=answered, invited=invited, steady=steady, needed=NEEDED)


Event = tuple[str, str]
"""What happens, and to whom: ``answer`` (unseen), ``join`` or ``leave``. Then somebody looks."""

Wave = tuple[list[str], list[Event]]
"""Who is asked in one rater group from the beginning, and what then happens."""


@dataclass
class Group:
    """One rater group of an open wave, as everybody sees it."""

    people: list[str]
    changed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)

    def happen(self, kind: str, who: str) -> None:
        if kind == "join":
            self.people.append(who)
        if kind == "leave":
            self.gone.add(who)
        if kind != "answer":
            self.changed.add(who)

    def able(self) -> set[str]:
        """Who may be the next to answer."""
        return set(self.people) - self.gone

    def count(self, answered: frozenset[str]) -> Told | None:
        steady = len(set(self.people) - self.changed)
        return tell(len(answered), invited=len(self.people), steady=steady)


def alike(wave: Wave) -> set[frozenset[str]]:
    """Who may have answered in the end, for all that is known to whoever sees people and counts.

    At every step those possibilities remain in which the count would have been the same.
    """
    first, story = wave
    group, real = Group(list(first)), frozenset[str]()
    possible = {real}
    for kind, who in story:
        group.happen(kind, who)
        if kind == "answer":
            real |= {who} & group.able()
            possible |= {one | {other} for one in possible for other in group.able()}
        seen = group.count(real)
        possible = {one for one in possible if group.count(one) == seen}
    return possible


@st.composite
def waves(draw: st.DrawFn) -> Wave:
    """A small group in which some have answered, often all, and a few things that then happen."""
    first = [f"first {n}" for n in range(draw(st.integers(0, 5)))]
    early = draw(st.sampled_from([len(first), len(first) - 1, 0]))
    people, story = list(first), [("answer", who) for who in first[: max(0, early)]]
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["answer", "join", "leave"]))
        if kind == "join":
            people.append(f"late {number}")
            story.append((kind, people[-1]))
        elif people:
            story.append((kind, draw(st.sampled_from([people[-1], *people]))))
    return first, story


@pytest.mark.rule("P1")
@given(waves())
def test_nobody_knows_that_who_joined_has_answered(wave: Wave) -> None:
    """Whoever comes last joins and answers, after all that has happened."""
    first, story = wave
    end = [("join", "last"), ("answer", "last")]
    possible = alike((first, [*story, *end]))
    joined = [who for kind, who in [*story, *end] if kind == "join"]
    assert [who for who in joined if all(who in one for one in possible)] == []


@pytest.mark.rule("P1")
@given(waves())
def test_that_somebody_joins_tells_nothing_of_those_who_are_there(wave: Wave) -> None:
    first, story = wave
    for count in range(1, 4):
        joining = [("join", f"new {number}") for number in range(count)]
        assert alike((first, [*story, *joining])) == alike(wave)


@pytest.mark.rule("P1")
@given(waves())
def test_that_somebody_leaves_tells_nothing_of_anybody(wave: Wave) -> None:
    first, story = wave
    for who in first:
        assert alike((first, [*story, ("leave", who)])) == alike(wave)

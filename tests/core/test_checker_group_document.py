"""The gate on a group report, to the letter."""

import copy
from typing import Any

import pytest

from surveyapp.core.checker import check_group
from tests.core.broken import Data, at, changed
from tests.core.test_checker_group import data_of, groups, leaders_of
from tests.leaders import FRAMES, groups_of

GROUPS = groups()
DATA, LEADERS = data_of(GROUPS), leaders_of(GROUPS)
TEACHER = "competences[0].scores.teacher"
NOT_ASKED = {"state": "suppressed", "reason": "not_asked"}
TOO_FEW = "This minus the groups leaves too few leaders."


def said(changes: dict[str, object], data: Data = DATA) -> list[str]:
    """What is said of the document alone."""
    found = check_group(changed(data, changes))
    return [str(one) for one in found if one.place != "fingerprint"]


def said_with(place: str, value: object) -> list[str]:
    """What is said where the snapshots of the leaders have this."""
    return [str(one) for one in check_group(DATA, changed(LEADERS, {place: value}))]


def shown(mean: float, leaders: int) -> Data:
    return {"state": "published", "mean": mean, "leaders": leaders}


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        (
            "units",
            [*DATA["units"], DATA["units"][1]],
            "The leaders themselves and the rater groups, each once.",
        ),
        (
            "units",
            [*DATA["units"][1:], DATA["units"][0]],
            "The leaders themselves and the rater groups, each once.",
        ),
        ("groups", [*DATA["groups"], DATA["groups"][0]], "Two groups have one id."),
        ("whole.competences", DATA["whole"]["competences"][:1], "Not those of the instrument."),
        ("groups[1].competences", [], "Not those of the instrument."),
        (f"groups[2].{TEACHER}", NOT_ASKED, "The state does not fit who was asked this."),
        (
            "groups[2].competences[0].importance.peer",
            NOT_ASKED,
            "The state does not fit who was asked this.",
        ),
        ("whole.leaders", 21, TOO_FEW),
    ],
)
def test_p8_what_does_not_fit_is_told(place: str, value: object, message: str) -> None:
    assert f"P8: {place}: {message}" in said({place: value})


@pytest.mark.parametrize("table", ["scores", "importance"])
def test_p8_every_section_is_about_the_units(table: str) -> None:
    place = f"groups[0].competences[1].{table}"
    others = {unit: cell for unit, cell in at(DATA, place).items() if unit != "peer"}
    assert said({place: others}) == ["P8: groups[0].competences[1]: These are other units."]


def test_p8_no_section_has_more_leaders_in_a_figure_than_in_all() -> None:
    place = f"groups[0].{TEACHER}.leaders"
    message = f"P8: {place}: There are not so many leaders in this section."
    assert message in said({place: 8})
    assert message not in said({place: 7})
    hidden = f"groups[2].{TEACHER}"
    assert said({hidden: shown(3.0, 5)}) == [
        f"P8: {hidden}.leaders: There are not so many leaders in this section.",
        "P8: groups[2].competences[0].others: None stands here; the published cells give 3.0.",
    ]


def test_p8_means_are_rounded() -> None:
    place = f"whole.{TEACHER}.mean"
    assert f"P8: {place}: A mean over leaders is rounded to 0.1." in said({place: 3.14})


def test_p8_figures_that_nobody_has_are_hidden_everywhere() -> None:
    of = groups_of(7, 5, 3, 2, seed=4, share=0.2)
    data = data_of(of)
    assert "suppressed" in {
        cell["state"] for cell in at(data, "whole.competences[0].scores").values()
    }
    assert check_group(data, leaders_of(of)) == []


def test_p8_items_that_are_asked_of_some_are_asked() -> None:
    assert check_group(data_of(groups_of(5, frame=FRAMES[1]))) == []


TWO = data_of(groups_of(5, 6))


@pytest.mark.parametrize(
    ("first", "second", "passes"),
    [(3.0, 3.0, True), (3.0, 2.9, True), (3.0, 2.8, False), (3.0, 3.2, False), (3.2, 3.0, True)],
)
def test_p8_the_whole_is_the_mean_of_its_groups_but_for_rounding(
    first: float, second: float, passes: bool
) -> None:
    """Eleven leaders with 3.0 may be off by 0.05 each, and so may the groups: 1.1 together."""
    places = {
        f"groups[0].{TEACHER}": shown(first, 5),
        f"groups[1].{TEACHER}": shown(second, 6),
        f"whole.{TEACHER}": shown(3.0, 11),
    }
    wrong = f"P8: whole.{TEACHER}.mean: No leaders with these means give this one."
    assert (wrong not in said(places, TWO)) == passes


@pytest.mark.parametrize(("second", "passes"), [(3.2, True), (2.8, True), (3.3, False)])
def test_p8_all_that_rounding_leaves_is_possible(second: float, passes: bool) -> None:
    """Two groups of five: 1.0 together."""
    places = {
        f"groups[0].{TEACHER}": shown(3.0, 5),
        f"groups[1].{TEACHER}": shown(second, 5),
        f"whole.{TEACHER}": shown(3.0, 10),
    }
    wrong = f"P8: whole.{TEACHER}.mean: No leaders with these means give this one."
    assert (wrong not in said(places, data_of(groups_of(5, 5)))) == passes


def test_p8_too_few_leaders_left_in_one_figure_are_told() -> None:
    places = {
        f"groups[0].{TEACHER}": shown(3.0, 5),
        f"groups[1].{TEACHER}": shown(3.0, 5),
        f"whole.{TEACHER}": shown(3.0, 11),
    }
    assert f"P8: whole.{TEACHER}.leaders: {TOO_FEW}" in said(places, TWO)


@pytest.mark.parametrize(
    ("place", "value", "message"),
    [
        ("g1[0].competences", [], "P8: What one of the leaders has is no snapshot."),
        ("g1[0].programme", "Ander", "P8: programme: A leader's snapshot says something else."),
        ("g1[0].rules.groups[0].id", "x", "P8: units: The rules promised other rater groups."),
        ("g5", [], "P8: groups: These are not the groups of the leaders."),
        ("g1", LEADERS["g1"][1:], "P8: groups[0].leaders: This must be 6."),
        ("g1", LEADERS["g1"][:4], "P8: groups[0].leaders: This must be None."),
    ],
)
def test_p8_other_leaders_are_told(place: str, value: object, message: str) -> None:
    assert message in said_with(place, value)


def test_p8_with_the_leaders_each_figure_is_made_again() -> None:
    place = f"whole.{TEACHER}"
    cell = at(DATA, place)
    for change, message in (
        ({"leaders": cell["leaders"] - 1}, f"P8: {place}.leaders: This must be {cell['leaders']}."),
        (
            {"mean": round(cell["mean"] + 0.1, 1)},
            f"P8: {place}.mean: The leaders' snapshots give another mean.",
        ),
    ):
        found = check_group(changed(DATA, {place: cell | change}), LEADERS)
        assert message in [str(one) for one in found]
    hidden: Any = {"state": "suppressed", "reason": "too_few"}
    found = check_group(changed(DATA, {place: hidden}), copy.deepcopy(LEADERS))
    assert f"P8: {place}: {cell['leaders']} leaders have a figure for this." in map(str, found)


@pytest.mark.parametrize(("leaders", "passes"), [(12, True), (16, False), (17, True), (20, True)])
def test_p8_groups_without_figures_have_four_leaders_at_most(leaders: int, passes: bool) -> None:
    assert (f"P8: whole.leaders: {TOO_FEW}" not in said({"whole.leaders": leaders})) == passes


@pytest.mark.parametrize("table", ["scores", "importance"])
@pytest.mark.parametrize(("leaders", "passes"), [(9, False), (10, True), (14, True), (15, False)])
def test_p8_so_have_groups_without_this_figure(table: str, leaders: int, passes: bool) -> None:
    """Five leaders are in no group that is shown; seven in one without this figure."""
    cell = f"competences[0].{table}.teacher"
    places: dict[str, object] = {
        f"groups[0].{cell}": {"state": "suppressed", "reason": "too_few"},
        f"groups[1].{cell}": shown(3.0, 5),
        f"whole.{cell}": shown(3.0, leaders),
    }
    assert (f"P8: whole.{cell}.leaders: {TOO_FEW}" not in said(places)) == passes


@pytest.mark.parametrize(
    ("group", "whole", "passes"),
    [(1.0, 3.0, True), (1.0, 3.1, False), (5.0, 3.0, True), (5.0, 2.9, False)],
)
def test_p8_who_is_in_no_group_that_is_shown_has_one_to_five_points(
    group: float, whole: float, passes: bool
) -> None:
    places = {f"groups[0].{TEACHER}": shown(group, 5), f"whole.{TEACHER}": shown(whole, 10)}
    wrong = f"P8: whole.{TEACHER}.mean: No leaders with these means give this one."
    assert (wrong not in said(places, data_of(groups_of(5, 3, 2)))) == passes

"""The gate refuses what rests on the spread of answers where it could tell one rater's answer."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from surveyapp.core import anonymity, growth, scores
from surveyapp.core.anonymity import tells_spread
from surveyapp.core.checker import check
from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.report import build
from surveyapp.core.response import Round
from tests.builders import POST, both, instrument, plausible, plausible_round, round_of, rules

Json = dict[str, Any]


def full(count: int, of: Instrument | None = None) -> Round:
    """A round in which nobody leaves anything out."""
    of = of or instrument()
    matrix = plausible(of, count, 3)
    matrix[matrix > 5] = 4
    return round_of({SELF: plausible(of, 1, 2), "teacher": matrix}, of=of, promise=rules("teacher"))


def data_of(one: Round, *before: Round) -> Json:
    snapshot = build(one, before)
    return snapshot.model_dump(mode="json") | {"fingerprint": snapshot.fingerprint}


def rules_broken(one: Round, *before: Round) -> set[tuple[str, str]]:
    """Rule and figure of every violation."""
    faults = check(data_of(one, *before), [data_of(other) for other in before])
    return {(fault.rule, fault.place.rpartition(".")[2]) for fault in faults}


def partly_asked() -> Round:
    """A pool of nine of whom one was not asked everything."""
    data = instrument().model_dump(mode="json")
    data["competences"][0]["items"][1]["not_asked"] = ["board"]
    of = Instrument.model_validate(data)
    high = [RaterGroup(id=name, label=both(name), minimum=9) for name in ("teacher", "board")]
    one = full(8, of)
    board = one.answers["teacher"][:1].copy()
    board[:, of.position["c1-2"]] = 0
    return replace(one, rules=rules(*high), answers={**one.answers, "board": board})


@pytest.fixture
def spread_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """An aggregation that tells the spread of everything, as if there were no rule."""
    for module in (anonymity, scores, growth):
        monkeypatch.setattr(module, tells_spread.__name__, lambda unit, shown: unit.id != SELF)


TOO_FEW: dict[str, Round] = {
    "five raters": full(5),
    "six raters": full(6),
    "two items": full(9, instrument(items=2)),
    "not everybody asked": partly_asked(),
}


@pytest.mark.usefixtures("spread_everywhere")
@pytest.mark.parametrize("name", TOO_FEW)
def test_interval_and_agreement_beyond_the_bars_break_p5(name: str) -> None:
    assert rules_broken(TOO_FEW[name]) >= {("P5", "interval"), ("P5", "agreement")}


@pytest.mark.usefixtures("spread_everywhere")
@pytest.mark.parametrize("name", TOO_FEW)
def test_a_word_on_change_beyond_the_bars_breaks_p8(name: str) -> None:
    one = TOO_FEW[name]
    assert ("P8", "word") in rules_broken(replace(one, wave=POST), one)
    faults = check(data_of(replace(one, wave=POST), one))
    assert "P8" in {fault.rule for fault in faults}


Break = Callable[[Json], object]


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (lambda score: score.update(interval=None), "P5"),
        (lambda score: score.update(agreement=None), "P5"),
        (lambda score: score.update(agreement="none"), "P3"),
    ],
)
def test_where_the_bars_are_shown_the_spread_must_be_there_and_fit(
    change: Break, rule: str
) -> None:
    data = data_of(full(9))
    change(data["competences"][0]["scores"]["teacher"])
    assert rule in {fault.rule for fault in check(data)}


def test_where_both_waves_show_the_bars_there_is_a_word_on_change() -> None:
    first, now = full(9), replace(full(8), wave=POST)
    data = data_of(now, first)
    assert check(data, [data_of(first)]) == []
    data["growth"]["competences"][0]["units"]["teacher"]["word"] = "cannot_tell"
    places = {fault.place for fault in check(data, [data_of(first)])}
    assert "growth.competences[0].units.teacher.word" in places


def test_the_gate_finds_the_word_for_all_kinds_of_groups() -> None:
    for seed in range(60):
        one = plausible_round(seed=seed, counts={"teacher": 7 + seed % 6})
        assert check(data_of(one)) == []

"""A first wave and later ones of a leader, and what became of her first priority over them."""

from collections.abc import Mapping

from surveyapp.core.choices import Choices, Priority
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import PriorityEffect
from surveyapp.core.instrument import Instrument
from surveyapp.core.report import build
from surveyapp.core.response import Answers, Round
from tests.builders import POST, PULSE, answers, instrument, pulse_of, round_of

SMALL = instrument(competences=2, items=4)
HALF_WAY = pulse_of(SMALL, ["c1-1", "c1-2", "c1-3"])
CHOSEN = Choices(priorities=(Priority(competence="c1", aim="shortcoming"),))


def chosen(*competences: str) -> Choices:
    return Choices(priorities=tuple(Priority(competence=c, aim="strength") for c in competences))


def first(groups: Mapping[str, Answers]) -> Round:
    return round_of(groups, of=SMALL)


def seen(start: Round, *later: Round, of: Choices = CHOSEN) -> PriorityEffect:
    """The first priority over these waves, of which each looks back to the start."""
    made = [build(one, [start]) for one in later]
    return effect(of, build(start), made).priorities[0]


def level(of: Instrument, count: int, point: int) -> Answers:
    return answers(of, count, every=point)


def pulse(groups: Mapping[str, Answers], of: Instrument = HALF_WAY) -> Round:
    return round_of(groups, of=of, wave=PULSE)


def post(groups: Mapping[str, Answers], of: Instrument = SMALL) -> Round:
    return round_of(groups, of=of, wave=POST)

"""Generated rounds: every rule of anonymity is tried on them."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from surveyapp.core.instrument import SELF, Instrument, importance_id, then_id
from surveyapp.core.pulse import MOST, restricted
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.response import Answers, Comment, Round
from surveyapp.core.snapshot import WaveName
from tests.builders import LAST, POST, PRE, PULSE, both, competence, instrument, round_of

GROUPS = ("teacher", "peer", "board", "staff")
WORDS = ("Goed bezig.", "Luister meer\nen vaker", "Karin is top", "mail a@b.nl", "Goed bezig.", "?")


def _changed(items: dict[str, dict[str, object]]) -> list[dict[str, object]]:
    """Two competences of three items, some of them with other fields."""
    made = [competence(number, 3) for number in (1, 2)]
    for one in made:
        rows = one["items"]
        assert isinstance(rows, list)
        one["items"] = [row | items.get(row["id"], {}) for row in rows]
    return made


def variant(**changes: object) -> Instrument:
    """The small instrument with other fields."""
    return Instrument.model_validate(instrument().model_dump() | changes)


INSTRUMENTS = (
    instrument(),
    variant(
        competences=_changed(
            {
                "c1-1": {"reverse": True},
                "c1-2": {"not_asked": ["board"]},
                "c2-1": {"not_asked": ["board", "peer"]},
                "c2-2": {"not_asked": ["self"]},
            }
        ),
        reliability={"c1": {"alpha": 0.8, "sd": 0.6, "source": "Elsewhere"}},
    ),
    variant(
        competences=_changed(
            {"c1-1": {"text": {"self": both("Ik anders"), "others": both("Anders")}}}
        )
    ),
    instrument(competences=2, items=1, importance=None, then=None, questions=2),
    instrument(competences=3, items=4, questions=2),
)
"""Plain; reversed and not asked of all; other words; as short as can be; longer."""

PULSES = (
    restricted(INSTRUMENTS[0], {"c1-1", "c1-2", "c1-3"}),
    restricted(INSTRUMENTS[1], {"c1-1", "c1-2", "c2-1", "c2-2", "c2-3"}),
    restricted(INSTRUMENTS[4], {"c1-1", "c1-2", "c1-4", "c3-2"}),
)
"""What a pulse may ask: of one competence; also of few; of two."""

PALETTES = (
    bytes([0, 1, 2, 3, 4, 5, 255]),
    bytes([1]),
    bytes([1, 1, 1, 1, 2]),
    bytes([4, 5]),
    bytes([3, 4, 4, 0, 255, 255]),
)
"""How a group answers: anything, all low, nearly all low, high, with gaps."""


@st.composite
def answers(draw: st.DrawFn, of: Instrument, group: str, count: int) -> Answers:
    """A matrix of so many responses of that group, with nothing where nothing is asked."""
    palette = draw(st.sampled_from(PALETTES))
    size = count * len(of.columns)
    raw = np.frombuffer(draw(st.binary(min_size=size, max_size=size)), dtype=np.uint8)
    table = np.frombuffer(palette, dtype=np.uint8)
    matrix = table[raw % len(table)].reshape(count, len(of.columns))
    for item in of.items():
        if group in item.not_asked:
            matrix[:, of.position[item.id]] = 0
    if group != SELF and of.then:
        matrix[:, [of.position[then_id(one.id)] for one in of.competences]] = 0
    return matrix


@st.composite
def promises(draw: st.DrawFn) -> Rules:
    """Rules with several groups, minimums and identified groups."""
    names = draw(st.lists(st.sampled_from(GROUPS), min_size=1, unique=True))
    groups = tuple(
        RaterGroup(
            id=name,
            label=both(name),
            identified=draw(st.integers(0, 4)) == 0,
            minimum=draw(st.sampled_from([3, 3, 3, 4, 6])),
            single_rater_reliability=draw(st.sampled_from([None, 0.3, 0.37, 0.5])),
        )
        for name in names
    )
    return Rules(groups=groups, minimum_comments=draw(st.sampled_from([5, 3, 7])))


@st.composite
def rounds(
    draw: st.DrawFn,
    wave: WaveName | None = None,
    promise: Rules | None = None,
    of: Instrument | None = None,
) -> Round:
    """One assessment: groups of 0 to 12, answers of every kind, comments; now and then a pulse."""
    of = of or draw(st.sampled_from(INSTRUMENTS if wave else INSTRUMENTS + PULSES))
    wave = wave or (PULSE if of in PULSES else PRE)
    promise = promise or draw(promises())
    sizes = st.sampled_from([0, 1, 2, 3, 3, 4, 5, 5, 6, 7, 9, 12])
    counts = {SELF: draw(st.sampled_from([1, 1, 1, 0]))}
    counts |= {group.id: draw(sizes) for group in promise.groups}
    given = {group: draw(answers(of, group, count)) for group, count in counts.items()}
    authors = [group for group, count in counts.items() if count]
    comments = [
        Comment(draw(st.sampled_from(authors)), question.id, draw(st.sampled_from(WORDS)))
        for question in of.open_questions
        for _ in range(draw(st.integers(0, 4)) if authors else 0)
    ]
    return round_of(
        given, of=of, promise=promise, wave=wave, comments=comments, names=["Karin Bos", "Bo"]
    )


@st.composite
def two_waves(draw: st.DrawFn) -> tuple[Round, Round]:
    """Two rounds of one leader, mostly under the same rules and with the same questions.

    The second one may be a pulse.
    """
    first = draw(rounds(PRE))
    promise = draw(st.sampled_from([first.rules, first.rules, None]))
    if draw(st.integers(0, 3)) == 0:
        return first, draw(pulse_after(first, promise))
    of = draw(st.sampled_from([first.instrument, first.instrument, None]))
    return first, draw(rounds(wave=POST, promise=promise, of=of))


@st.composite
def pulse_after(draw: st.DrawFn, first: Round, promise: Rules | None) -> Round:
    """A pulse with some of the items of the wave before."""
    items = [item.id for item in first.instrument.items()]
    some = draw(st.lists(st.sampled_from(items), min_size=1, max_size=MOST, unique=True))
    return draw(rounds(wave=PULSE, promise=promise, of=restricted(first.instrument, some)))


@st.composite
def whole_lines(draw: st.DrawFn) -> tuple[Round, Round, Round]:
    """A first wave, a pulse and a final wave of one leader."""
    first = draw(rounds(PRE))
    promises = st.sampled_from([first.rules, first.rules, None])
    half_way = draw(pulse_after(first, draw(promises)))
    of = draw(st.sampled_from([first.instrument, first.instrument, None]))
    return first, half_way, draw(rounds(wave=LAST, promise=draw(promises), of=of))


def with_answers(one: Round, group: str, matrix: Answers) -> Round:
    """The same round, but that group answered otherwise."""
    return replace(one, answers={**one.answers, group: matrix})


def importance_columns(of: Instrument) -> list[str]:
    """The columns that ask how much a competence matters."""
    return [importance_id(one.id) for one in of.competences] if of.importance else []

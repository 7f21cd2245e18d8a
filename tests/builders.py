"""Builders with good defaults: say what matters to the test and nothing else."""

from collections.abc import Mapping, Sequence
from datetime import date
from random import Random

import numpy as np

from surveyapp.core.instrument import SELF, Instrument
from surveyapp.core.rater_group import RaterGroup, Rules
from surveyapp.core.response import CANNOT_JUDGE, Answers, Comment, Round
from surveyapp.core.snapshot import WaveName

ALI = "\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"
"""A first name that is spelt with a sign nobody sees between its halves."""

PRE = WaveName(id="pre", label={"nl": "Beginmeting", "en": "First wave"}, position=1)
POST = WaveName(id="post", label={"nl": "Eindmeting", "en": "Final wave"}, position=2)
PULSE = WaveName(id="pulse", label={"nl": "Tussenmeting", "en": "Pulse"}, position=2, pulse=True)
LAST = POST.model_copy(update={"position": 3})
"""The final wave where there was a pulse before it."""


def both(text: str) -> dict[str, str]:
    return {"nl": f"{text} (nl)", "en": f"{text} (en)"}


def points() -> list[dict[str, object]]:
    return [{"value": value, "label": both(f"punt {value}")} for value in range(1, 6)]


def instrument(
    competences: int = 2, items: int = 3, questions: int = 1, **changes: object
) -> Instrument:
    """A small instrument: competences c1…, items c1-1…, open questions q1…"""
    data: dict[str, object] = {
        "format": "instrument/1",
        "id": "small",
        "version": "1.0",
        "title": both("Klein"),
        "description": both("Voor een test"),
        "validation": both("Niet gevalideerd"),
        "author": "Test",
        "licence": "CC BY-SA 4.0",
        "standard": "vo-2021",
        "languages": ["nl", "en"],
        "minutes": 5,
        "scale": {"points": points(), "cannot_judge": both("kan ik niet beoordelen")},
        "importance": {
            "question": {"self": both("Hoe belangrijk?"), "others": both("Hoe belangrijk?")},
            "points": points(),
        },
        "then": both("Hoe was uw begin?"),
        "rater_groups": [
            {"id": name, "label": both(name), "single_rater_reliability": 0.3}
            for name in ("teacher", "peer", "board")
        ],
        "competences": [competence(number, items) for number in range(1, competences + 1)],
        "open_questions": [
            {
                "id": f"q{number}",
                "title": both(f"Vraag {number}"),
                "text": {"self": both("Wat ik …"), "others": both("Wat deze …")},
            }
            for number in range(1, questions + 1)
        ],
    }
    return Instrument.model_validate(data | changes)


def competence(number: int, items: int) -> dict[str, object]:
    return {
        "id": f"c{number}",
        "standard": "vo-2021/vision",
        "title": both(f"Competentie {number}"),
        "description": both("Wat het is"),
        "look_at": both("Kijk hiernaar"),
        "items": [
            {"id": f"c{number}-{item}", "text": {"self": both("Ik …"), "others": both("Deze …")}}
            for item in range(1, items + 1)
        ],
    }


def pulse_of(of: Instrument, items: Sequence[str]) -> Instrument:
    """An instrument of these items only, as halfway: no importance, no looking back, no words."""
    data = of.model_dump() | {"importance": None, "then": None, "open_questions": []}
    for one in data["competences"]:
        one["items"] = [item for item in one["items"] if item["id"] in items]
    data["competences"] = [one for one in data["competences"] if one["items"]]
    kept = {one["id"] for one in data["competences"]}
    data["reliability"] = {c: value for c, value in data["reliability"].items() if c in kept}
    return Instrument.model_validate(data)


def rules(*groups: str | RaterGroup, minimum_comments: int = 5) -> Rules:
    made = [
        group if isinstance(group, RaterGroup) else RaterGroup(id=group, label=both(group))
        for group in groups or ("teacher", "peer", "board")
    ]
    return Rules(groups=tuple(made), minimum_comments=minimum_comments)


def answers(of: Instrument, rows: Sequence[Mapping[str, int]] | int, every: int = 4) -> Answers:
    """A matrix: so many rows of ``every``, or the rows given (other columns are ``every``)."""
    if isinstance(rows, int):
        rows = [{} for _ in range(rows)]
    matrix = np.full((len(rows), len(of.columns)), every, dtype=np.uint8)
    for number, row in enumerate(rows):
        for column, value in row.items():
            matrix[number, of.position[column]] = value
    return matrix


def round_of(
    groups: Mapping[str, Answers],
    *,
    of: Instrument | None = None,
    promise: Rules | None = None,
    wave: WaveName = PRE,
    comments: Sequence[Comment] = (),
    names: Sequence[str] = (),
) -> Round:
    of = of or instrument()
    return Round(
        programme="Leren leiden",
        leader="Alice de Vries",
        school="De Brug",
        wave=wave,
        frozen_on=date(2026, 11, 2) if wave is PRE else date(2027, 6, 1),
        instrument=of,
        rules=promise or rules(),
        answers=groups,
        invited={group: len(matrix) + 1 for group, matrix in groups.items()},
        comments=comments,
        names=names,
    )


def plausible(of: Instrument, count: int, seed: int, centre: float = 3.6) -> Answers:
    """Answers as people give them: a level per rater, a level per item, some gaps."""
    chance = Random(seed)
    matrix = np.zeros((count, len(of.columns)), dtype=np.uint8)
    levels = [chance.gauss(0, 0.5) for _ in of.columns]
    for row in matrix:
        lean = chance.gauss(centre, 0.5)
        for column, level in enumerate(levels):
            row[column] = min(5, max(1, round(lean + level + chance.gauss(0, 0.6))))
            if chance.random() < 0.05:
                row[column] = CANNOT_JUDGE
    return matrix


def plausible_round(
    of: Instrument | None = None,
    *,
    seed: int = 1,
    wave: WaveName = PRE,
    counts: Mapping[str, int] | None = None,
    comments: Sequence[Comment] = (),
    promise: Rules | None = None,
) -> Round:
    """A round with self, 9 teachers, 6 peers and 2 board members, unless ``counts`` says other."""
    of = of or instrument(competences=5, items=8, questions=3)
    counts = counts if counts is not None else {SELF: 1, "teacher": 9, "peer": 6, "board": 2}
    groups = {
        group: plausible(of, count, seed * 100 + number)
        for number, (group, count) in enumerate(counts.items())
    }
    return round_of(groups, of=of, wave=wave, comments=comments, promise=promise)

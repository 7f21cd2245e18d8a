"""A response: what one rater said, as one fixed-length byte vector.

One byte per column of the frozen instrument (``Instrument.columns``): 1–5 the answer, 0 not
answered, 255 cannot judge. Every response to an instrument is equally long, whatever was left out,
so that its size tells nothing. Vectors are decoded here and nowhere else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from surveyapp.core.errors import SurveyError
from surveyapp.core.instrument import Instrument
from surveyapp.core.rater_group import Rules
from surveyapp.core.snapshot import WaveName

NOT_ANSWERED = 0
CANNOT_JUDGE = 255
LONGEST_COMMENT = 4000
"""Characters of what is written to one open question."""

VALUES = frozenset({NOT_ANSWERED, 1, 2, 3, 4, 5, CANNOT_JUDGE})

Answers = NDArray[np.uint8]
"""Responses as a matrix of shape (respondents, columns)."""


def encode(instrument: Instrument, answers: Mapping[str, int]) -> bytes:
    """The vector of one response; columns that ``answers`` does not name are not answered.

    ``SurveyError`` for a column that the instrument lacks or a value outside the scale.
    """
    vector = bytearray(len(instrument.columns))
    for name, value in answers.items():
        if name not in instrument.position:
            raise SurveyError(f"{name!r} is not asked in this questionnaire.")
        if value not in VALUES:
            raise SurveyError(f"{value!r} is not a point of the scale for {name!r}.")
        vector[instrument.position[name]] = value
    return bytes(vector)


def decode(instrument: Instrument, vectors: Iterable[bytes]) -> Answers:
    """The matrix of these vectors; ``SurveyError`` where one does not fit the instrument."""
    rows = list(vectors)
    width = len(instrument.columns)
    if any(len(row) != width for row in rows):
        raise SurveyError("A response does not fit the instrument that its wave was opened with.")
    return np.frombuffer(b"".join(rows), dtype=np.uint8).reshape(len(rows), width)


def valid(answers: Answers) -> NDArray[np.bool_]:
    """Which answers count: a point of the scale, not a gap and not "cannot judge"."""
    return (answers >= 1) & (answers <= 5)


@dataclass(frozen=True)
class Comment:
    """What somebody of ``group`` wrote to an open question."""

    group: str
    question: str
    text: str


@dataclass(frozen=True)
class Round:
    """All that was answered in one assessment: the input of aggregation.

    ``answers`` holds a matrix per group id, ``self`` included; ``invited`` how many were asked
    (``None`` where unknown); ``names`` the invited people, to be masked in comments.
    """

    programme: str
    leader: str
    school: str
    wave: WaveName
    frozen_on: date
    instrument: Instrument
    rules: Rules
    answers: Mapping[str, Answers]
    invited: Mapping[str, int | None] = field(default_factory=dict)
    comments: Sequence[Comment] = ()
    names: Sequence[str] = ()

    def matrix(self, groups: Iterable[str]) -> Answers:
        """The responses of these groups under one another, reverse items turned round."""
        empty = np.zeros((0, len(self.instrument.columns)), dtype=np.uint8)
        rows = [self.answers[group] for group in groups if group in self.answers]
        return turned(self.instrument, np.concatenate([empty, *rows]))

    def answered(self, group: str) -> int:
        """How many responses the group has given."""
        return len(self.answers[group]) if group in self.answers else 0


def turned(instrument: Instrument, answers: Answers) -> Answers:
    """The answers with reverse items turned, so that 5 is the strong end everywhere."""
    reverse = [instrument.position[item.id] for item in instrument.items() if item.reverse]
    if not reverse:
        return answers
    result = answers.copy()
    part = result[:, reverse]
    result[:, reverse] = np.where(valid(part), 6 - part, part)
    return result

"""The snapshot: everything that is published about one assessment, and nothing else.

It is made once, when the assessment is frozen, and everything that people read is drawn from it.
A suppressed value has no number. ``docs/snapshot.schema.json`` documents the JSON.
"""

import operator
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from surveyapp.core.base import Identifier, Record, Texts
from surveyapp.core.document import Document
from surveyapp.core.instrument import Instrument
from surveyapp.core.rater_group import Rules

FLOORED_AT = 1.5
"""What stands for a cell "below 1.5" in everything that derives from it (rule P6)."""

Mean = Annotated[float, Field(ge=1, le=5)]
Count = Annotated[int, Field(ge=0)]


class Published(Record):
    """A cell that may be read. ``distribution`` counts the five points, from 7 answers on."""

    state: Literal["published"] = "published"
    mean: Mean
    n: int = Field(ge=1)
    cannot_judge: Count
    distribution: tuple[int, int, int, int, int] | None = None

    @property
    def value(self) -> float:
        """What derives from this cell is made of."""
        return self.mean


class Below(Record):
    """An anonymous cell with a mean below 1.5: that is all that is said (P6).

    Were it only said of unanimous lowest answers, it would tell what everybody answered.
    """

    state: Literal["below"] = "below"
    n: int = Field(ge=1)
    cannot_judge: Count

    @property
    def value(self) -> float:
        """What derives from this cell is made of."""
        return FLOORED_AT


class Suppressed(Record):
    """A value that is not published, and why. It has no number to leak."""

    state: Literal["suppressed"] = "suppressed"
    reason: Literal["too_few", "not_asked"]


Cell = Annotated[Published | Below | Suppressed, Field(discriminator="state")]


class Interval(Record):
    """A 95 % interval, both ends rounded to 0.1 (rule P3)."""

    low: Mean
    high: Mean


Agreement = Literal["none", "weak", "moderate", "strong", "very_strong"]


class Score(Record):
    """A competence score of one unit: the mean of its published item cells.

    ``floored`` says that a cell "below 1.5" is in it, so that the true mean is a little lower.
    """

    state: Literal["published"] = "published"
    mean: Mean
    items: int = Field(ge=1)
    floored: bool = False
    interval: Interval | None = None
    agreement: Agreement | None = None


CompetenceScore = Annotated[Score | Suppressed, Field(discriminator="state")]


class Unit(Record):
    """Whose answers a figure stands for: self, one rater group, or the pool of small ones.

    ``needed`` is the number of raters for a reliability of .70 where that can be said.
    """

    id: Identifier
    label: Texts
    members: tuple[Identifier, ...] = Field(min_length=1)
    identified: bool
    respondents: int = Field(ge=1)
    needed: int | None = None


Use = Literal["own", "pooled", "left_out", "none"]


class Participation(Record):
    """How many of a rater group were invited and answered, and what became of their answers."""

    group: Identifier
    label: Texts
    identified: bool
    invited: Count | None
    answered: Count
    used: Use


Standing = Literal["same", "higher", "lower"]
MirrorField = Literal["open_strength", "blind_spot", "hidden_strength", "known_development_point"]


class ItemResult(Record):
    """One item: a cell per unit; ``others`` is the unweighted mean of the published ones."""

    id: Identifier
    cells: dict[Identifier, Cell]
    others: Mean | None = None


class CompetenceResult(Record):
    """One competence: scores and importance per unit, and how self stands to all others.

    ``gap`` is self minus all others, in scale points; ``standing`` the same in a word.
    """

    id: Identifier
    scores: dict[Identifier, CompetenceScore]
    others: Mean | None = None
    gap: float | None = None
    standing: Standing | None = None
    mirror: MirrorField | None = None
    importance: dict[Identifier, Cell] = Field(default_factory=dict)
    importance_others: Mean | None = None
    items: tuple[ItemResult, ...]


class CommentBlock(Record):
    """What was written to one open question; ``unit`` is ``None`` where no group is named."""

    unit: Identifier | None
    texts: tuple[str, ...] = Field(min_length=1)


Reason = Literal["hurtful", "recognisable", "unrelated"]
"""Why a coordinator withheld a comment."""


class QuestionComments(Record):
    """The comments to one open question, and why others were withheld, one reason each.

    It is not said from which group they came. ``withheld`` stands in the JSON only where there is
    something in it.
    """

    question: Identifier
    blocks: tuple[CommentBlock, ...]
    withheld: Annotated[tuple[Reason, ...], Field(exclude_if=operator.not_)] = ()


class CommentPolicy(Record):
    """Under which name the words of these rater groups stand, if they are shown at all (P7)."""

    members: tuple[Identifier, ...]
    shown: Literal["named", "unnamed", "withheld"]
    unit: Identifier | None = None


class Change(Record):
    """Before and after of one unit over the items published in both waves (rule P8).

    ``word`` rests on a Welch interval over raters, where both waves allow a figure that rests on
    the spread of answers; otherwise it is ``cannot_tell``. ``…_floored`` says that a cell "below
    1.5" is in the figure.
    """

    before: Mean
    after: Mean
    before_floored: bool = False
    after_floored: bool = False
    items: int = Field(ge=1)
    respondents_before: int = Field(ge=1)
    respondents_after: int = Field(ge=1)
    word: Literal["clear", "chance", "cannot_tell"]

    @property
    def difference(self) -> float:
        """After minus before, in scale points."""
        return self.after - self.before


class SelfChange(Record):
    """How the leader sees her own growth; ``then`` is her start, seen with the eyes of today."""

    before: Mean | None
    after: Mean | None
    then: Mean | None
    word: Literal["clear", "chance", "cannot_tell"]


class CompetenceGrowth(Record):
    """Growth in one competence, per unit that is published in both waves."""

    id: Identifier
    units: dict[Identifier, Change]
    others_before: Mean | None = None
    others_after: Mean | None = None
    own: SelfChange


class WaveName(Record):
    """Which round of the programme this is; ``position`` counts from 1.

    Of a ``pulse`` the JSON says that it is one; of every other wave it says nothing.
    """

    id: Identifier
    label: Texts
    position: int = Field(ge=1)
    pulse: Annotated[bool, Field(exclude_if=operator.not_)] = False


class Growth(Record):
    """This wave beside the one that it is measured from (``core.growth.base``)."""

    since: WaveName
    since_frozen_on: date
    competences: tuple[CompetenceGrowth, ...]


class Suggestion(Record):
    """What the priority rule says of one competence, with the evidence it rests on."""

    competence: Identifier
    kind: Literal["strength", "shortcoming", "keep"]
    others: Mean | None
    high_units: tuple[Identifier, ...]
    low_units: tuple[Identifier, ...]
    importance: Mean | None


class Snapshot(Document):
    """One frozen assessment, as it may be read."""

    called: ClassVar[str] = "a snapshot of a report"

    format: Literal["snapshot/1"] = "snapshot/1"
    programme: str
    leader: str
    school: str
    wave: WaveName
    frozen_on: date
    rules: Rules
    instrument: Instrument
    participation: tuple[Participation, ...]
    units: tuple[Unit, ...]
    competences: tuple[CompetenceResult, ...]
    comment_policy: tuple[CommentPolicy, ...]
    comments: tuple[QuestionComments, ...]
    growth: Growth | None = None
    suggestions: tuple[Suggestion, ...]

    def unit(self, key: str) -> Unit | None:
        """The unit with that id, if it is published."""
        return next((unit for unit in self.units if unit.id == key), None)

"""What a rater has filled in so far, and which of two things that she sent counts."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

SHEETS = 20
"""Of how many sheets the draft remembers how far they came; the oldest is forgotten first."""


@dataclass(frozen=True)
class Sheet:
    """A page as it lies open in one tab, and which of the things it sends this is.

    On a bad connection what a page saved first may arrive after what it sent last. Of one sheet
    nothing older counts. Of two, in two tabs or on two devices, what arrives last counts, question
    by question: ``untouched`` are those that the sheet sends as it had shown them.
    """

    id: str
    turn: int = 0
    untouched: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Answers:
    """What a rater has filled in so far: points by column, texts by open question.

    ``language`` is the one she chose, empty before she does. It is kept here and nowhere else:
    beside her name it would tell which of the comments in that language is hers. ``sheets`` tells
    by the id of a sheet the turn that came last.
    """

    points: Mapping[str, int] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    sheets: Mapping[str, int] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether nothing has been answered at all."""
        return not self.points and not self.texts

    def with_(self, points: Mapping[str, int | None], texts: Mapping[str, str]) -> "Answers":
        """With these answers in place of earlier ones; ``None`` or empty takes one away."""
        merged = {**self.points, **points}
        words = {**self.texts, **texts}
        return replace(
            self,
            points={column: value for column, value in merged.items() if value is not None},
            texts={question: text for question, text in words.items() if text.strip()},
        )

    def sent(
        self, sheet: Sheet, points: Mapping[str, int | None], texts: Mapping[str, str]
    ) -> "Answers":
        """With what a sheet sends, unless something newer of it is here already."""
        if sheet.turn < self.sheets.get(sheet.id, 0):
            return self
        stays = self._untouched(sheet)
        answers = self.with_(
            {name: value for name, value in points.items() if name not in stays},
            {name: text for name, text in texts.items() if name not in stays},
        )
        others = {name: turn for name, turn in self.sheets.items() if name != sheet.id}
        known = [*others.items(), (sheet.id, sheet.turn)]
        return replace(answers, sheets=dict(known[-SHEETS:]))

    def _untouched(self, sheet: Sheet) -> frozenset[str]:
        """What a sheet leaves alone: nothing where it was sent before, and the browser went back.

        With a script, the page itself forgets what it had shown of a question that is touched.
        """
        again = not sheet.turn and sheet.id in self.sheets
        return frozenset() if again else sheet.untouched

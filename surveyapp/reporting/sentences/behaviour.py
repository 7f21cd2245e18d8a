"""What the statements of one competence show, by their numbers: no figure is said twice."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from surveyapp.core.base import NOISE
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import CompetenceResult, ItemResult, Suppressed
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.figures import Value
from surveyapp.reporting.sentences.competence import FAR
from surveyapp.reporting.sentences.extremes import alike, extremes, not_told

SIDES = 2
"""So many answers on either side of the middle make a group divided."""


def behaviour(result: CompetenceResult, language: Language) -> str:
    """Which statements others see most and least, and where self differs most."""
    numbered = dict(enumerate(result.items, start=1))
    others = {
        number: figures.others_item(row, language)
        for number, row in numbered.items()
        if row.others is not None
    }
    if not others:
        return _without_others(result.items, language)
    gaps = [
        _gap(number, own, others[number])
        for number, row in numbered.items()
        if number in others and (own := _own(row)) is not None
    ]
    parts = (_extremes(others, language), _apart(gaps, language))
    return " ".join(part for part in parts if part)


def _own(row: ItemResult) -> float | None:
    cell = row.cells.get(SELF)
    return None if cell is None or isinstance(cell, Suppressed) else cell.value


def _without_others(rows: Iterable[ItemResult], language: Language) -> str:
    if any(_own(row) is not None for row in rows):
        return language.gettext("Too few others answered. You see your own answers only.")
    return language.gettext("There are too few answers to show a figure.")


def _extremes(others: Mapping[int, Value], language: Language) -> str:
    if len(others) < 2:
        return ""
    if alike(others):
        return language.gettext("The others see all these statements about equally.")
    return _most_and_least(*extremes(others), language)


def _most_and_least(most: Sequence[int], least: Sequence[int], language: Language) -> str:
    """Both ends, or the one that is sure and that the other is not."""
    _ = language.gettext
    high, low = statements(most, language), statements(least, language)
    if most and least:
        return _("The others see most of %(most)s and least of %(least)s.", most=high, least=low)
    parts = [not_told(language, high=bool(most), low=bool(least))]
    if most:
        parts.insert(0, _("The others see most of %(most)s.", most=high))
    if least:
        parts.insert(0, _("The others see least of %(least)s.", least=low))
    return " ".join(parts)


def statements(numbers: Sequence[int], language: Language) -> str:
    """Statements by their numbers: statement 3, statements 3 and 5."""
    listed = language.join(map(str, numbers))
    return language.ngettext(
        "statement %(numbers)s", "statements %(numbers)s", len(numbers), numbers=listed
    )


@dataclass(frozen=True)
class _Gap:
    """A statement and how far her own answer lies from the others': from ``low`` to ``high``."""

    number: int
    low: float
    high: float

    @property
    def sure(self) -> float:
        """How far it lies at least, on whichever side."""
        return min(abs(self.low), abs(self.high))

    @property
    def most(self) -> float:
        """How far it may lie."""
        return max(abs(self.low), abs(self.high))


def _gap(number: int, own: float, others: Value) -> _Gap:
    assert others.number is not None
    low = own - others.number
    return _Gap(number, low, low + others.slack)


def _apart(gaps: Sequence[_Gap], language: Language) -> str:
    """Where the leader's own answers lie farthest from those of the others; empty if not sure."""
    if not gaps:
        return ""
    widest = max(gaps, key=lambda gap: gap.sure)
    if widest.sure <= FAR + NOISE:
        if max(gap.most for gap in gaps) > FAR + NOISE:
            return ""
        return language.gettext("Your own answers are nowhere more than one point away.")
    which = statements([widest.number], language)
    if widest.low > 0:
        return language.gettext(
            "You are much more favourable than the others about %(which)s.", which=which
        )
    return language.gettext(
        "The others are much more favourable than you about %(which)s.", which=which
    )


def spread(
    group: str,
    counts: Mapping[int, Sequence[int]],
    language: Language,
    *,
    asked: int,
    agreed: bool = False,
) -> str:
    """How far the answers of a group lie apart; ``counts`` are published, by statement.

    ``asked`` is how many statements the group was asked: some may have no counts.
    ``agreed`` says that the word for all statements together is that they agree well, or more.
    """
    divided = [number for number, row in counts.items() if _divided(row)]
    alike = [number for number, row in counts.items() if sum(map(bool, row)) == 1]
    if agreed and 2 * len(divided) > asked:
        return _divided_at_most(group, language, everywhere=len(divided) == asked)
    if divided and agreed:
        return language.gettext(
            "%(group)s: overall they agree, but low and high answers stand beside each other "
            "at %(which)s.",
            group=group,
            which=statements(divided, language),
        )
    if divided:
        return language.gettext(
            "%(group)s: both low and high answers at %(which)s.",
            group=group,
            which=statements(divided, language),
        )
    if alike:
        return language.gettext(
            "%(group)s: everybody gave the same answer at %(which)s.",
            group=group,
            which=statements(alike, language),
        )
    if len(counts) < asked:
        return language.gettext(
            "%(group)s: in the bars shown nowhere divided into low and high.", group=group
        )
    return language.gettext("%(group)s: nowhere divided into low and high.", group=group)


def _divided_at_most(group: str, language: Language, *, everywhere: bool) -> str:
    """Of answers that lie apart at more than half of the statements none says that they agree."""
    _ = language.gettext
    if everywhere:
        return _(
            "%(group)s: low and high answers stand beside each other at all statements.",
            group=group,
        )
    return _(
        "%(group)s: low and high answers stand beside each other at most statements.", group=group
    )


def _divided(row: Sequence[int]) -> bool:
    """Whether a group is on both sides of the middle, not just one rater on one of them."""
    return sum(row[:2]) >= SIDES and sum(row[3:]) >= SIDES

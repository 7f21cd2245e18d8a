"""Priorities and the action plan: from reading to doing."""

from dataclasses import dataclass

from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts.series import competence_title
from surveyapp.reporting.sentences import choosing as sentences

PRIORITIES = 3


@dataclass(frozen=True)
class SuggestionRow:
    """What the rule says of one competence, and what that rests on."""

    number: int
    kind: str
    kind_name: str
    title: str
    evidence: str


@dataclass(frozen=True)
class PrioritiesPart:
    """Suggestions, the rule behind them, questions that lead to a choice, and room for it."""

    lead: str
    rule: str
    suggestions: tuple[SuggestionRow, ...]
    questions: tuple[str, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class PlanPart:
    """The action plan: per priority a row for each level, per level the same questions."""

    lead: str
    priorities: tuple[str, ...]
    levels: tuple[tuple[str, str], ...]
    questions: tuple[tuple[str, str], ...]


def priorities(snapshot: Snapshot, language: Language) -> PrioritiesPart:
    """What could be a priority; the leader chooses."""
    _ = language.gettext
    rows = [
        SuggestionRow(
            number=number,
            kind=row.kind,
            kind_name=sentences.suggestion_kind(row.kind, language),
            title=competence_title(snapshot, row.competence, language),
            evidence=sentences.evidence(row, snapshot, language),
        )
        for number, row in enumerate(snapshot.suggestions, start=1)
    ]
    # The order is that of the choice to be made; sorting is stable within a kind.
    rows.sort(key=lambda row: ("strength", "shortcoming", "keep").index(row.kind))
    return PrioritiesPart(
        lead=sentences.lead(snapshot, language),
        rule=sentences.rule(language),
        suggestions=tuple(rows),
        questions=(
            _("Competence: what am I good at, or what must get better?"),
            _("Passion: what gives me energy, what do I want to be known for?"),
            _("Need: what does my school need from me now?"),
        ),
        fields=tuple(
            _("Priority %(number)s, and why I choose it", number=number)
            for number in range(1, PRIORITIES + 1)
        ),
    )


def plan(language: Language) -> PlanPart:
    """The sheet that is filled in."""
    _ = language.gettext
    return PlanPart(
        lead=_(
            "One priority is enough, three is the most. A plan works when others can see it. Name "
            "behaviour, say who helps, and set a date."
        ),
        priorities=tuple(
            _("Priority %(number)s", number=number) for number in range(1, PRIORITIES + 1)
        ),
        levels=(
            ("me", _("My own functioning")),
            ("school", _("My school")),
            ("partnership", _("The partnership")),
        ),
        questions=(
            ("goal", _("Goal")),
            ("behaviour", _("What others will see")),
            ("evidence", _("How I know it works")),
            ("help", _("Who helps")),
            ("date", _("By when")),
        ),
    )

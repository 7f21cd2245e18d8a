"""Priorities and the action plan: from reading to doing."""

from dataclasses import dataclass

from surveyapp.core import priorities as rule
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import chart
from surveyapp.reporting.sentences import choosing as sentences
from surveyapp.reporting.sentences import naming

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
            title=chart.competence_title(snapshot, row.competence, language),
            evidence=sentences.evidence(row, snapshot, language),
        )
        for number, row in enumerate(snapshot.suggestions, start=1)
    ]
    # The order is that of the choice to be made; sorting is stable within a kind.
    rows.sort(key=lambda row: ("strength", "shortcoming", "keep").index(row.kind))
    return PrioritiesPart(
        lead=_lead(snapshot, language),
        rule=_rule(language),
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


def _lead(snapshot: Snapshot, language: Language) -> str:
    _ = language.gettext
    named = {
        kind: [row.competence for row in snapshot.suggestions if row.kind == kind]
        for kind in ("strength", "shortcoming")
    }
    if not any(named.values()):
        return _(
            "The rule names no competence this time. That leaves the choice open: let your "
            "passion and the needs of your school decide."
        )
    parts = []
    if keys := named["strength"]:
        titles = naming.titles(snapshot, keys, language)
        parts.append(_("Could be a strength to excel in: %(titles)s.", titles=titles))
    if keys := named["shortcoming"]:
        titles = naming.titles(snapshot, keys, language)
        parts.append(_("Could be a shortcoming to remedy: %(titles)s.", titles=titles))
    parts.append(_("You choose one to three priorities yourself, and may choose differently."))
    return " ".join(parts)


def _rule(language: Language) -> str:
    return language.gettext(
        "The rule. A strength to excel in: the others give at least %(high)s, it is in the top "
        "third of your own profile, and at least two groups give %(high)s or more. A shortcoming "
        "to remedy: the others give at most %(low)s, or one group at most %(very_low)s, and its "
        "importance for the school is at least %(important)s.",
        high=language.number(rule.HIGH),
        low=language.number(rule.LOW),
        very_low=language.number(rule.VERY_LOW),
        important=language.number(rule.IMPORTANT),
    )


def plan(language: Language) -> PlanPart:
    """The sheet that is filled in."""
    _ = language.gettext
    return PlanPart(
        lead=_(
            "One priority is enough, three is the most. A plan works when others can see it: "
            "name behaviour, say who helps, and set a date."
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

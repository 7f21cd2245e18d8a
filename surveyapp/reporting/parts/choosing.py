"""Priorities and the action plan: from reading to doing.

What the leader chose and wrote stands in its place; where she did not, there is room for it.
"""

from dataclasses import dataclass

from surveyapp.core.choices import LEVELS, MOST, Choices, LevelPlan, Priority
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts.series import competence_title
from surveyapp.reporting.sentences import choosing as sentences


@dataclass(frozen=True)
class SuggestionRow:
    """What the rule says of one competence, and what that rests on."""

    id: str
    number: int
    kind: str
    kind_name: str
    title: str
    evidence: str


@dataclass(frozen=True)
class ChosenRow:
    """A priority that she chose: what she wants with it, how she weighed it, and why."""

    id: str
    label: str
    title: str
    aim: str
    weights: tuple[tuple[str, str], ...]
    reason: tuple[str, ...]


@dataclass(frozen=True)
class PrioritiesPart:
    """Suggestions, the rule behind them, questions that lead to a choice, and what she chose.

    ``fields`` are the labels of what she may still write in: none where she chose all she can.
    """

    lead: str
    rule: str
    suggestions: tuple[SuggestionRow, ...]
    questions: tuple[str, ...]
    chosen: tuple[ChosenRow, ...]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Entry:
    """One question of a plan and what she wrote, in paragraphs; none where there is room."""

    key: str
    label: str
    text: tuple[str, ...] = ()


@dataclass(frozen=True)
class ActionRow:
    """Something to do: by when, and how far it is."""

    text: str
    due: str
    state: str


@dataclass(frozen=True)
class LevelRow:
    """The plan of a priority at one level; ``written`` where anything stands in it."""

    key: str
    name: str
    entries: tuple[Entry, ...]
    actions: tuple[ActionRow, ...] = ()

    @property
    def written(self) -> bool:
        """Whether she wrote anything here."""
        return bool(self.actions) or any(entry.text for entry in self.entries)


@dataclass(frozen=True)
class PriorityPlan:
    """The plan of one priority, called by its place and, where it was chosen, its title."""

    label: str
    title: str
    levels: tuple[LevelRow, ...]

    @property
    def written(self) -> tuple[LevelRow, ...]:
        """The levels at which something stands."""
        return tuple(level for level in self.levels if level.written)

    @property
    def open(self) -> tuple[LevelRow, ...]:
        """The levels at which there is room for everything."""
        return tuple(level for level in self.levels if not level.written)


@dataclass(frozen=True)
class PlanPart:
    """The action plan: per priority a row for each level, per level the same questions."""

    lead: str
    priorities: tuple[PriorityPlan, ...]
    questions: tuple[tuple[str, str], ...]


def priorities(snapshot: Snapshot, language: Language, choices: Choices) -> PrioritiesPart:
    """What could be a priority; the leader chooses."""
    _ = language.gettext
    rows = [
        SuggestionRow(
            id=row.competence,
            number=number,
            kind=row.kind,
            kind_name=sentences.verdict(row, language),
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
        chosen=chosen(choices, snapshot, language),
        fields=tuple(
            _("Priority %(number)s, and why I choose it", number=number)
            for number in range(len(choices.priorities) + 1, MOST + 1)
        ),
    )


def chosen(choices: Choices, snapshot: Snapshot, language: Language) -> tuple[ChosenRow, ...]:
    """What she chose, in her order; without what this questionnaire no longer asks about."""
    asked = {one.id for one in snapshot.competences}
    return tuple(
        _chosen(place, row, snapshot, language)
        for place, row in enumerate(choices.priorities, start=1)
        if row.competence in asked
    )


def _chosen(place: int, row: Priority, snapshot: Snapshot, language: Language) -> ChosenRow:
    _ = language.gettext
    weights = ((_("Passion"), row.passion), (_("Need"), row.need))
    return ChosenRow(
        id=row.competence,
        label=_("Priority %(number)s", number=place),
        title=competence_title(snapshot, row.competence, language),
        aim=sentences.suggestion_kind(row.aim, language),
        weights=tuple(
            (name, _("%(weight)s of 5", weight=weight)) for name, weight in weights if weight
        ),
        reason=paragraphs(row.reason),
    )


def paragraphs(text: str) -> tuple[str, ...]:
    """What somebody wrote, without the empty lines between."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip()))


def plan(snapshot: Snapshot, language: Language, choices: Choices) -> PlanPart:
    """The sheet that is filled in, with what she wrote on screen."""
    _ = language.gettext
    rows: list[Priority | None] = [*choices.priorities]
    rows += [None] * (MOST - len(rows))
    return PlanPart(
        lead=_(
            "One priority is enough, three is the most. A plan works when others can see it. Name "
            "behaviour, say who helps, and set a date."
        ),
        priorities=tuple(
            _plan(_("Priority %(number)s", number=place), row, snapshot, language)
            for place, row in enumerate(rows, start=1)
        ),
        questions=_questions(language),
    )


def _plan(label: str, row: Priority | None, snapshot: Snapshot, language: Language) -> PriorityPlan:
    plans = {one.level: one for one in row.plan} if row else {}
    return PriorityPlan(
        label=label,
        title=competence_title(snapshot, row.competence, language) if row else "",
        levels=tuple(
            level_row(plans.get(level, LevelPlan(level=level)), language) for level in LEVELS
        ),
    )


def level_row(plan: LevelPlan, language: Language) -> LevelRow:
    """The plan of a priority at one level, as it is printed."""
    said = {
        "goal": paragraphs(plan.goal),
        "behaviour": paragraphs(plan.behaviour),
        "evidence": paragraphs(plan.evidence),
        "help": paragraphs(plan.help),
        "date": (language.date(plan.due),) if plan.due else (),
    }
    return LevelRow(
        key=plan.level,
        name=sentences.level(plan.level, language),
        entries=tuple(Entry(key, label, said[key]) for key, label in _questions(language)),
        actions=tuple(
            ActionRow(
                text=" ".join(action.text.split()),
                due=language.date(action.due) if action.due else "",
                state=sentences.action_state(action, language),
            )
            for action in plan.actions
        ),
    )


def _questions(language: Language) -> tuple[tuple[str, str], ...]:
    _ = language.gettext
    return (
        ("goal", _("Goal")),
        ("behaviour", _("What others will see")),
        ("evidence", _("How I know it works")),
        ("help", _("Who helps")),
        ("date", _("By when")),
    )

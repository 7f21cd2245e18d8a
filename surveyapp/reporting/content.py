"""The content of a report: what every design draws and the screen shows, in reading order."""

from dataclasses import dataclass

from surveyapp.core.choices import Choices
from surveyapp.core.effect_record import Effect
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts.series import Series, series
from surveyapp.reporting.parts import (
    account,
    change,
    choosing,
    competence,
    opening,
    overview,
    words,
)
from surveyapp.reporting.parts import effect as effects


@dataclass(frozen=True)
class ReportContent:
    """One report in one language. ``growth`` is ``None`` in a first wave.

    ``effect`` is ``None`` where she chose no priorities in an earlier one.

    ``headings`` holds the name of each part by its id; ``series`` the mark of each unit.
    """

    language: str
    direction: str
    title: str
    frozen_on: str
    headings: dict[str, str]
    series: tuple[Series, ...]
    shapes: dict[str, str]
    page_words: tuple[str, ...]
    cover: opening.Cover
    reading: opening.Reading
    glance: overview.Glance
    mirror: overview.MirrorPart
    competences: tuple[competence.CompetencePart, ...]
    words: words.WordsPart
    growth: change.GrowthPart | None
    effect: effects.EffectPart | None
    priorities: choosing.PrioritiesPart
    plan: choosing.PlanPart
    account: account.AccountPart


def content(
    snapshot: Snapshot,
    language: Language,
    choices: Choices | None = None,
    effect: Effect | None = None,
) -> ReportContent:
    """Everything that is said about one finished assessment, with what the leader chose of it and
    what became of what she chose before.

    Both are for her own eyes: whoever prints for others gives none.
    """
    return ReportContent(
        language=language.code,
        direction=language.locale.text_direction,
        title=language.gettext("360° report of %(leader)s", leader=snapshot.leader),
        frozen_on=snapshot.frozen_on.isoformat(),
        headings=headings(language),
        series=series(snapshot, language),
        shapes=shapes(language),
        page_words=page_words(language),
        cover=opening.cover(snapshot, language),
        reading=opening.reading(snapshot, language),
        glance=overview.glance(snapshot, language),
        mirror=overview.mirror(snapshot, language),
        competences=tuple(
            competence.competence(number, result, snapshot, language)
            for number, result in enumerate(snapshot.competences, start=1)
        ),
        words=words.words(snapshot, language),
        growth=change.growth(snapshot, language),
        effect=effects.effect(effect, language),
        priorities=choosing.priorities(snapshot, language, choices or Choices()),
        plan=choosing.plan(snapshot, language, choices or Choices()),
        account=account.account(snapshot, language),
    )


def headings(language: Language) -> dict[str, str]:
    """The parts of a report by their ids, in reading order."""
    _ = language.gettext
    return {
        "cover": _("360° report"),
        "reading": _("How to read this"),
        "glance": _("At a glance"),
        "mirror": _("Mirror"),
        "competences": _("Per competence"),
        "words": _("In their own words"),
        "growth": _("Growth"),
        "effect": _("Effect"),
        "priorities": _("Priorities"),
        "plan": _("Action plan"),
        "account": _("Account of the figures"),
    }


def page_words(language: Language) -> tuple[str, ...]:
    """What stands before, between and behind the numbers in "page 3 of 16"."""
    gap = "\0"
    return tuple(language.gettext("Page %(page)s of %(pages)s", page=gap, pages=gap).split(gap))


def shapes(language: Language) -> dict[str, str]:
    """The shapes of the marks, in words."""
    _ = language.gettext
    return {
        "diamond": _("diamond"),
        "circle": _("circle"),
        "square": _("square"),
        "triangle-up": _("triangle"),
        "triangle-down": _("triangle on its tip"),
        "hourglass": _("hourglass"),
        "bow-tie": _("bow tie"),
        "star": _("star"),
        "cross": _("cross"),
        "line": _("upright line"),
    }

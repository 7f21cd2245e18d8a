"""What the rule says of each competence, and what that rests on."""

from surveyapp.core import priorities as rules
from surveyapp.core.base import NOISE
from surveyapp.core.choices import Action, Level
from surveyapp.core.snapshot import CompetenceResult, Snapshot, Suggestion
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.sentences.naming import labels, titles


def lead(snapshot: Snapshot, language: Language) -> str:
    """Which competences the rule names; the choice stays the leader's."""
    _ = language.gettext
    named = {
        kind: [row.competence for row in snapshot.suggestions if row.kind == kind]
        for kind in ("strength", "shortcoming")
    }
    if all(row.others is None for row in snapshot.suggestions):
        return _(
            "Too few others answered for the rule to say anything. So the choice is open. Let your "
            "passion and the needs of your school decide."
        )
    if not any(named.values()):
        return _(
            "The rule names no competence this time. So the choice is open. Let your passion and "
            "the needs of your school decide."
        )
    parts = []
    if keys := named["strength"]:
        what = titles(snapshot, keys, language)
        parts.append(_("Could be a strength to excel in: %(titles)s.", titles=what))
    if keys := named["shortcoming"]:
        what = titles(snapshot, keys, language)
        parts.append(_("Could be a shortcoming to remedy: %(titles)s.", titles=what))
    parts.append(_("You choose one to three priorities yourself, and may choose differently."))
    return " ".join(parts)


def rule(language: Language) -> str:
    """The rule itself, with its thresholds."""
    return language.gettext(
        "A strength to excel in: the others give at least %(high)s. It is in the top third of your "
        "own profile, and at least two groups give %(high)s or more. A shortcoming to remedy: the "
        "others give at most %(low)s, or one group gives at most %(very_low)s. It is also "
        "important for the school: %(important)s or more.",
        high=language.number(rules.HIGH),
        low=language.number(rules.LOW),
        very_low=language.number(rules.VERY_LOW),
        important=language.number(rules.IMPORTANT),
    )


def verdict(row: Suggestion, language: Language) -> str:
    """What the rule says of a competence; without answers of others it is silent."""
    if row.others is None:
        return language.gettext("No suggestion")
    return suggestion_kind(row.kind, language)


def suggestion_kind(kind: str, language: Language) -> str:
    """What may be done with a competence."""
    _ = language.gettext
    return {
        "strength": _("A strength to excel in"),
        "shortcoming": _("A shortcoming to remedy"),
        "keep": _("Keep as it is"),
    }[kind]


def evidence(row: Suggestion, snapshot: Snapshot, language: Language) -> str:
    """What a suggestion rests on."""
    _ = language.gettext
    result = next(c for c in snapshot.competences if c.id == row.competence)
    if row.others is None:
        return _("Too few answers of others to say something here.")
    others = figures.in_words(figures.others_score(result, language), language)
    parts = [_("The others give %(others)s.", others=others)]
    high = _surely_high(row, result, language)
    if high:
        groups = labels(snapshot, high, language)
        parts.append(_("Rated high by: %(groups)s.", groups=groups))
    if perhaps := [unit for unit in row.high_units if unit not in high]:
        groups = _with_scores(perhaps, result, snapshot, language)
        parts.append(_("Perhaps rated high by: %(groups)s.", groups=groups))
    if row.low_units:
        groups = labels(snapshot, row.low_units, language)
        parts.append(_("Rated very low by: %(groups)s.", groups=groups))
    if row.importance is not None:
        number = _importance(row.importance, result, language)
        parts.append(_("Importance for the school: %(importance)s.", importance=number))
    return " ".join(parts)


def _importance(number: float, result: CompetenceResult, language: Language) -> str:
    """What the others say, "at most" as elsewhere; her own answer where none of them does."""
    if result.importance_others is None:
        return language.number(number)
    return figures.in_words(figures.others_importance(result, language), language)


def _surely_high(row: Suggestion, result: CompetenceResult, language: Language) -> list[str]:
    """The groups that give a high score wherever it really lies, if only a bound is known."""
    given = figures.group_scores(result, language)
    return [unit for unit in row.high_units if given[unit].least >= rules.HIGH - NOISE]


def _with_scores(
    units: list[str], result: CompetenceResult, snapshot: Snapshot, language: Language
) -> str:
    """Groups, each with its score in brackets."""
    given = figures.group_scores(result, language)
    return language.join(
        f"{labels(snapshot, [unit], language)} ({figures.in_words(given[unit], language)})"
        for unit in units
    )


def level(key: Level, language: Language) -> str:
    """At which level a plan works."""
    _ = language.gettext
    return {
        "me": _("My own functioning"),
        "school": _("My school"),
        "partnership": _("The partnership"),
    }[key]


def action_state(action: Action, language: Language) -> str:
    """How far an action is."""
    _ = language.gettext
    if action.state == "done" and action.done_on:
        return _("Done on %(date)s", date=language.date(action.done_on))
    return {
        "planned": _("Planned"),
        "doing": _("Under way"),
        "done": _("Done"),
        "dropped": _("Dropped"),
    }[action.state]

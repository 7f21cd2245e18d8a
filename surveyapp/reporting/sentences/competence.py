"""What the scores of one competence show."""

from surveyapp.core import scores as rules
from surveyapp.core.base import NOISE
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import Agreement, CompetenceResult, Score, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.sentences.extremes import alike, extremes
from surveyapp.reporting.sentences.naming import labels

FAR = 1.0
"""A gap of more than this many scale points is called clear."""


def self_and_others(result: CompetenceResult, language: Language) -> str:
    """How self stands to the others on one competence."""
    own = figures.score(result.scores.get(SELF), language)
    others = figures.others_score(result, language)
    has_own, has_others = own.number is not None, others.number is not None
    values = {"own": own.text, "others": figures.in_words(others, language)}
    if has_own and has_others:
        return _compared(result, values, others.slack, language)
    if has_own:
        return language.gettext(
            "You give yourself %(own)s. Too few others answered to show a figure beside it.",
            own=values["own"],
        )
    if has_others:
        return language.gettext(
            "The others give you %(others)s. You did not rate yourself here.",
            others=values["others"],
        )
    return language.gettext("There is no figure here: too few answers were given.")


def _compared(
    result: CompetenceResult, values: dict[str, str], slack: float, language: Language
) -> str:
    """Both figures, and how they stand: what holds wherever the others' really lies."""
    assert result.gap is not None
    both = language.gettext(
        "You give yourself %(own)s and the others give you %(others)s.", **values
    )
    told, widest = (_standing(gap, language) for gap in (result.gap, result.gap + slack))
    return f"{both} {told}" if told == widest else both


def _standing(gap: float, language: Language) -> str:
    _ = language.gettext
    standing = rules.standing(gap)
    if standing == "same":
        return _("You see this in much the same way.")
    if standing == "higher":
        if gap > FAR + NOISE:
            return _("Your own picture is clearly more favourable.")
        return _("Your own picture is a little more favourable.")
    if gap < -FAR - NOISE:
        return _("They are clearly more favourable than you are.")
    return _("They are a little more favourable than you are.")


def highest_and_lowest(snapshot: Snapshot, result: CompetenceResult, language: Language) -> str:
    """Which group sees most and which least of it; nothing of an end that is not certain."""
    scores = figures.group_scores(result, language)
    if len(scores) < 2:
        return ""
    if alike(scores):
        return language.gettext("The groups hardly differ from one another.")
    _ = language.gettext
    high, low = extremes(scores)
    parts = []
    if high:
        told = figures.in_words(scores[high[0]], language)
        groups = labels(snapshot, high, language)
        parts.append(_("Highest score: %(high)s (%(most)s).", high=groups, most=told))
    if low:
        told = figures.in_words(scores[low[0]], language)
        groups = labels(snapshot, low, language)
        parts.append(_("Lowest score: %(low)s (%(least)s).", low=groups, least=told))
    return " ".join(parts)


def agreement_word(word: Agreement, language: Language) -> str:
    """How far the raters of a group agree."""
    _ = language.gettext
    return {
        "none": _("hardly agree"),
        "weak": _("agree a little"),
        "moderate": _("agree fairly well"),
        "strong": _("agree well"),
        "very_strong": _("agree very well"),
    }[word]


def agreement(snapshot: Snapshot, result: CompetenceResult, language: Language) -> str:
    """What it means where raters of one group differ much; empty where none do."""
    differing = [
        unit
        for unit, score in result.scores.items()
        if isinstance(score, Score) and score.agreement in ("none", "weak")
    ]
    if not differing:
        return ""
    return language.gettext(
        "Experiences differ within: %(groups)s. The average does not show that. It is worth "
        "talking about what lies behind it.",
        groups=labels(snapshot, differing, language),
    )


def importance(result: CompetenceResult, language: Language) -> str:
    """How important the competence is for the school now, by self and by the others."""
    _ = language.gettext
    own = figures.cell(result.importance.get(SELF), language)
    others = figures.others_importance(result, language)
    values = {"own": own.text, "others": figures.in_words(others, language)}
    if own.number is None and others.number is None:
        return ""
    if own.number is None:
        said = _("The others say %(others)s.", **values)
    elif others.number is None:
        said = _("You say %(own)s.", **values)
    else:
        said = _("You say %(own)s, the others say %(others)s.", **values)
    asked = _("How important is this for the school now?")
    return f"{asked} {said}"

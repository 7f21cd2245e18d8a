"""Language that explains: what each chart shows for this leader, in a plain sentence.

Written to be understood by somebody who has never seen a statistic: no jargon, no blame, no
precision that is not there. Names of groups and competences are data, so that no sentence depends
on their grammar.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from surveyapp.core.base import text_in
from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import POOL
from surveyapp.core.scores import SAME
from surveyapp.core.snapshot import (
    Agreement,
    CommentPolicy,
    CompetenceResult,
    MirrorField,
    Participation,
    Reason,
    Score,
    Snapshot,
    Standing,
    Suggestion,
    Unit,
)
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.chart import competence_title

FAR = 1.0
"""A gap of more than this many scale points is called clear."""

NAMED = 3
"""So many competences are named in a sentence; of more, only the number is given."""


def labels(snapshot: Snapshot, keys: Iterable[str], language: Language) -> str:
    """The names of rater groups or units, as a list in a sentence."""
    names = {group.id: group.label for group in snapshot.rules.groups}
    names |= {unit.id: unit.label for unit in snapshot.units}
    return language.join(isolated(text_in(names[key], language.code)) for key in keys)


def titles(snapshot: Snapshot, keys: Iterable[str], language: Language) -> str:
    """The names of competences, as a list in a sentence."""
    names = (competence_title(snapshot, key, language) for key in keys)
    return language.join(f"“{isolated(name)}”" for name in names)


def isolated(name: str) -> str:
    """A name for use in a sentence: written from right to left, it must not turn the rest round."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name):
        return f"\u2068{name}\u2069"
    return name


def self_and_others(result: CompetenceResult, language: Language) -> str:
    """How self stands to the others on one competence."""
    own = figures.score(result.scores.get(SELF), language)
    others = figures.others_score(result, language)
    has_own, has_others = own.number is not None, others.number is not None
    values = {"own": own.text, "others": figures.in_words(others, language)}
    if has_own and has_others:
        return _compared(result, values, language)
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


def _compared(result: CompetenceResult, values: dict[str, str], language: Language) -> str:
    assert result.gap is not None
    _ = language.gettext
    if result.standing == "same":
        return _(
            "You give yourself %(own)s and the others give you %(others)s: "
            "you see this about the same.",
            **values,
        )
    if result.standing == "higher":
        if result.gap > FAR:
            return _(
                "You give yourself %(own)s and the others give you %(others)s: "
                "your own picture is clearly more favourable.",
                **values,
            )
        return _(
            "You give yourself %(own)s and the others give you %(others)s: "
            "your own picture is a little more favourable.",
            **values,
        )
    if result.gap < -FAR:
        return _(
            "You give yourself %(own)s and the others give you %(others)s: "
            "they are clearly more favourable than you are.",
            **values,
        )
    return _(
        "You give yourself %(own)s and the others give you %(others)s: "
        "they are a little more favourable than you are.",
        **values,
    )


def highest_and_lowest(snapshot: Snapshot, result: CompetenceResult, language: Language) -> str:
    """Which group sees most and which least of it; empty where they hardly differ."""
    scores = {
        unit: score
        for unit, score in result.scores.items()
        if unit != SELF and isinstance(score, Score)
    }
    if len(scores) < 2:
        return ""
    low = min(scores, key=lambda unit: scores[unit].mean)
    high = max(scores, key=lambda unit: scores[unit].mean)
    if scores[high].mean - scores[low].mean <= SAME:
        return language.gettext("The groups hardly differ from one another.")
    return language.gettext(
        "Highest score: %(high)s (%(most)s). Lowest score: %(low)s (%(least)s).",
        high=labels(snapshot, [high], language),
        most=figures.in_words(figures.score(scores[high], language), language),
        low=labels(snapshot, [low], language),
        least=figures.in_words(figures.score(scores[low], language), language),
    )


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
        "Within this group the experiences differ: %(groups)s. The average hides that; it is "
        "worth asking what lies behind it.",
        groups=labels(snapshot, differing, language),
    )


def enough_raters(unit: Unit, language: Language) -> str:
    """Whether this many raters give a steady picture; empty where that cannot be said."""
    if unit.needed is None or unit.identified:
        return ""
    if unit.respondents >= unit.needed:
        return language.gettext("Enough raters for a steady picture.")
    return language.gettext(
        "A first impression: a steady picture takes about %(needed)s raters.",
        needed=unit.needed,
    )


def use(row: Participation, snapshot: Snapshot, language: Language) -> str:
    """What became of the answers of a group."""
    _ = language.gettext
    if row.used == "own":
        unit = snapshot.unit(row.group)
        words = enough_raters(unit, language) if unit else ""
        return words or _("Shown as a group of its own.")
    if row.used == "pooled":
        pool = snapshot.unit(POOL)
        return _(
            "Too few to stand alone; counted with “%(pool)s”.",
            pool=text_in(pool.label, language.code) if pool else "",
        )
    if row.used == "left_out":
        return _(
            "Left out of every figure: it takes %(minimum)s answers to keep raters anonymous.",
            minimum=snapshot.rules.group(row.group).minimum,
        )
    return _("Nobody answered.")


def identified(snapshot: Snapshot, language: Language) -> str:
    """Which groups are not anonymous; empty where all are."""
    keys = [group.id for group in snapshot.rules.groups if group.identified]
    if not keys:
        return ""
    return language.gettext(
        "Not anonymous, as they were told beforehand: %(groups)s.",
        groups=labels(snapshot, keys, language),
    )


def glance(snapshot: Snapshot, language: Language) -> str:
    """What the dot plot of all competences shows."""
    parts = [_extremes(snapshot, language), _standings(snapshot, language)]
    text = " ".join(part for part in parts if part)
    return text or language.gettext(
        "There are too few answers of others to show how they see you. What you see here is "
        "your own picture."
    )


def _extremes(snapshot: Snapshot, language: Language) -> str:
    rated = [row for row in snapshot.competences if row.others is not None]
    if len(rated) < 2:
        return ""
    high = max(rated, key=lambda row: row.others or 0)
    low = min(rated, key=lambda row: row.others or 0)
    if (high.others or 0) - (low.others or 0) <= SAME:
        return language.gettext("The others give you about the same score everywhere.")
    return language.gettext(
        "The others rate you highest on %(high)s and lowest on %(low)s.",
        high=titles(snapshot, [high.id], language),
        low=titles(snapshot, [low.id], language),
    )


def _standings(snapshot: Snapshot, language: Language) -> str:
    found: list[Standing] = [row.standing for row in snapshot.competences if row.standing]
    if not found:
        return ""
    same, higher, lower = (found.count(word) for word in ("same", "higher", "lower"))
    _n = language.ngettext
    parts = {
        _n("%(num)d about the same", "%(num)d about the same", same): same,
        _n("%(num)d more favourable", "%(num)d more favourable", higher): higher,
        _n("%(num)d less favourable", "%(num)d less favourable", lower): lower,
    }
    return language.gettext(
        "Your own picture beside theirs, counted in competences: %(parts)s.",
        parts=language.join(text for text, count in parts.items() if count),
    )


FIELDS: tuple[MirrorField, ...] = (
    "open_strength",
    "hidden_strength",
    "blind_spot",
    "known_development_point",
)


APART: tuple[MirrorField, ...] = ("hidden_strength", "blind_spot")


def mirror_names(language: Language) -> dict[MirrorField, str]:
    """The four fields of the mirror."""
    _ = language.gettext
    return {
        "open_strength": _("Open strength"),
        "hidden_strength": _("Hidden strength"),
        "blind_spot": _("Blind spot"),
        "known_development_point": _("Known development point"),
    }


def mirror_meaning(language: Language) -> dict[MirrorField, str]:
    """What each field of the mirror means."""
    _ = language.gettext
    return {
        "open_strength": _("You and the others both see this as strong. Build on it."),
        "hidden_strength": _("The others rate this higher than you do. You may trust it more."),
        "blind_spot": _("You see this as strong, the others see less of it. Ask for examples."),
        "known_development_point": _(
            "You and the others both see room here. You can start in the open."
        ),
    }


def mirror(snapshot: Snapshot, language: Language) -> str:
    """What the mirror shows for this leader."""
    _ = language.gettext
    fields = [row.mirror for row in snapshot.competences if row.mirror]
    if not fields:
        return _("The mirror needs your own scores and those of others; one of them is missing.")
    seen = {name: fields.count(name) for name in FIELDS}
    same = seen["open_strength"] + seen["known_development_point"]
    parts = [
        _(
            "On %(same)s of %(all)s competences you and the others are on the same side.",
            same=same,
            all=len(fields),
        )
    ]
    for name in APART:
        keys = [row.id for row in snapshot.competences if row.mirror == name]
        parts += [_apart(name, keys, snapshot, language)] if keys else []
    return " ".join(parts)


def _apart(name: MirrorField, keys: Sequence[str], snapshot: Snapshot, language: Language) -> str:
    """Where the two pictures part; more than a few names would make no sentence."""
    _ = language.gettext
    named = len(keys) <= NAMED
    what = titles(snapshot, keys, language) if named else _("%(n)s competences", n=len(keys))
    if name == "hidden_strength":
        return _("Others see more strength than you do in: %(what)s.", what=what)
    return _("You see more strength than others do in: %(what)s.", what=what)


def importance(result: CompetenceResult, language: Language) -> str:
    """How important the competence is for the school now, by self and by the others."""
    _ = language.gettext
    own = figures.cell(result.importance.get(SELF), language)
    others = figures.others_importance(result, language)
    if own.number is not None and others.number is not None:
        return _(
            "For the school now: you say %(own)s, the others say %(others)s.",
            own=own.text,
            others=others.text,
        )
    if own.number is not None:
        return _("For the school now: you say %(own)s.", own=own.text)
    if others.number is not None:
        return _("For the school now: the others say %(others)s.", others=others.text)
    return ""


def suggestion_kind(kind: str, language: Language) -> str:
    """What the rule says of a competence."""
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
    if row.high_units:
        groups = labels(snapshot, row.high_units, language)
        parts.append(_("High with: %(groups)s.", groups=groups))
    if row.low_units:
        groups = labels(snapshot, row.low_units, language)
        parts.append(_("Very low with: %(groups)s.", groups=groups))
    if row.importance is not None:
        number = language.number(row.importance)
        parts.append(_("Importance for the school: %(importance)s.", importance=number))
    return " ".join(parts)


def withheld_by_coordinator(reasons: Sequence[Reason], language: Language) -> list[str]:
    """How many comments the coordinator withheld, and why: a sentence per reason."""
    _n = language.ngettext
    return [
        {
            "recognisable": _n(
                "One comment was withheld by the coordinator: somebody could be recognised by it.",
                "%(num)d comments were withheld by the coordinator: somebody could be recognised "
                "by them.",
                count,
            ),
            "hurtful": _n(
                "One comment was withheld by the coordinator: it was hurtful.",
                "%(num)d comments were withheld by the coordinator: they were hurtful.",
                count,
            ),
            "unrelated": _n(
                "One comment was withheld by the coordinator: it was not about your leadership.",
                "%(num)d comments were withheld by the coordinator: they were not about your "
                "leadership.",
                count,
            ),
        }[reason]
        for reason, count in Counter(reasons).items()
    ]


def withheld(policy: Sequence[CommentPolicy], snapshot: Snapshot, language: Language) -> list[str]:
    """Whose comments stand without a name or are not shown, and why."""
    rows = sorted((row for row in policy if row.shown != "named"), key=lambda row: row.shown)
    result = []
    for shown, group in groupby(rows, key=lambda row: row.shown):
        keys = [key for row in group for key in row.members]
        values = {
            "groups": labels(snapshot, keys, language),
            "minimum": max(
                snapshot.rules.minimum_comments,
                *(snapshot.rules.group(key).minimum for key in keys),
            ),
        }
        if shown == "withheld":
            text = language.gettext(
                "Not shown, as fewer than %(minimum)s people answered: the words of %(groups)s.",
                **values,
            )
        else:
            text = language.gettext(
                "Together and without a name, as these groups are small: the words of %(groups)s.",
                **values,
            )
        result.append(text)
    return result

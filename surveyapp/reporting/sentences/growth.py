"""What became of a score from one wave to the next, in plain sentences; honest about chance."""

from collections.abc import Sequence

from surveyapp.core.anonymity import ITEMS_FOR_SPREAD
from surveyapp.core.scores import SAME
from surveyapp.core.snapshot import Change, SelfChange
from surveyapp.languages import Language
from surveyapp.reporting.figures import mean


def change(unit: str, change: Change, language: Language) -> str:
    """What became of the score of one unit, and what that rests on; ``unit`` is its name."""
    _ = language.gettext
    values = {
        "group": unit,
        "before": mean(change.before, language, at_most=change.before_floored).text,
        "after": mean(change.after, language, at_most=change.after_floored).text,
    }
    if change.word == "clear":
        return _("%(group)s: from %(before)s to %(after)s. That is a clear change.", **values)
    if change.word == "chance":
        return _(
            "%(group)s: from %(before)s to %(after)s. With this many raters that could be chance.",
            **values,
        )
    if change.before_floored or change.after_floored:
        return _(
            "%(group)s: from %(before)s to %(after)s. Where a score is that low, we cannot tell a "
            "change from chance.",
            **values,
        )
    if change.items < ITEMS_FOR_SPREAD:
        return _(
            "%(group)s: from %(before)s to %(after)s. There are too few statements to tell a "
            "change from chance.",
            **values,
        )
    return _(
        "%(group)s: from %(before)s to %(after)s. There are too few answers to tell a change from "
        "chance.",
        **values,
    )


def change_word(word: str, language: Language) -> str:
    """The word for a change, for a table."""
    _ = language.gettext
    return {
        "clear": _("clear change"),
        "chance": _("could be chance"),
        "cannot_tell": _("cannot tell"),
    }[word]


def own_change(own: SelfChange, language: Language) -> str:
    """How the leader sees her own growth."""
    if own.before is None or own.after is None:
        return ""
    values = {"before": language.number(own.before), "after": language.number(own.after)}
    if own.word == "clear":
        return language.gettext(
            "In your own eyes: from %(before)s to %(after)s. That is a clear change.", **values
        )
    if own.word == "chance":
        return language.gettext(
            "In your own eyes: from %(before)s to %(after)s. That could be chance.", **values
        )
    return language.gettext("In your own eyes: from %(before)s to %(after)s.", **values)


def looking_back(own: SelfChange, language: Language) -> str:
    """The then-test in words: has the yardstick moved?"""
    if own.before is None or own.then is None:
        return ""
    # The then-test is one answer, a whole point of the scale.
    values = {"before": language.number(own.before), "then": language.number(own.then, 0)}
    if own.then < own.before - SAME:
        return language.gettext(
            "Looking back you put your start at %(then)s; at the time you gave %(before)s. You "
            "have become stricter with yourself, so you may have grown more than your scores "
            "show.",
            **values,
        )
    if own.then > own.before + SAME:
        return language.gettext(
            "Looking back you put your start at %(then)s; at the time you gave %(before)s. You "
            "have become milder about your start, so you may have grown less than your scores "
            "show.",
            **values,
        )
    return language.gettext(
        "Looking back you put your start at %(then)s, about the %(before)s you gave at the time.",
        **values,
    )


def growth(changes: Sequence[Change], language: Language) -> str:
    """The growth part in one sentence, over all groups and competences."""
    if not changes:
        return language.gettext(
            "No group has figures in both waves, so that only your own picture can be compared."
        )
    words = [change.word for change in changes]
    clear, chance, unclear = (words.count(word) for word in ("clear", "chance", "cannot_tell"))
    _n = language.ngettext
    parts = {
        _n("%(num)d clear change", "%(num)d clear changes", clear): clear,
        _n(
            "%(num)d difference that could be chance",
            "%(num)d differences that could be chance",
            chance,
        ): chance,
        _n("%(num)d of which we cannot tell", "%(num)d of which we cannot tell", unclear): unclear,
    }
    return language.gettext(
        "Earlier and now compared, per group and competence: %(parts)s.",
        parts=language.join(text for text, count in parts.items() if count),
    )

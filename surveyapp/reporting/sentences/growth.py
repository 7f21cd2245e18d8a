"""What became of a score from one wave to the next, in plain sentences; honest about chance."""

from collections.abc import Mapping, Sequence

from surveyapp.core.anonymity import ITEMS_FOR_SPREAD
from surveyapp.core.change import Word
from surveyapp.core.scores import SAME
from surveyapp.core.snapshot import Change, SelfChange
from surveyapp.languages import Language
from surveyapp.reporting.figures import in_words, mean


def change(unit: str, change: Change, language: Language) -> str:
    """What became of the score of one unit, and what that rests on; ``unit`` is its name."""
    _ = language.gettext
    before = mean(change.before, language, at_most=change.before_floored)
    after = mean(change.after, language, at_most=change.after_floored)
    values = {
        "group": unit,
        "before": in_words(before, language),
        "after": in_words(after, language),
    }
    if unchanged(change, language):
        return _("%(group)s: %(after)s, as before.", **values)
    both = _("%(group)s: from %(before)s to %(after)s.", **values)
    return f"{both} {_certainty(change, language)}"


def unchanged(change: Change, language: Language) -> bool:
    """Whether both figures are printed alike; of an upper bound that is not known."""
    if change.word == "clear" or change.before_floored or change.after_floored:
        return False
    return language.number(change.before) == language.number(change.after)


def _certainty(change: Change, language: Language) -> str:
    _ = language.gettext
    if change.word == "clear":
        return _higher_or_lower(change.before, change.after, language)
    if change.word == "chance":
        return _("With this many raters that could be chance.")
    if change.before_floored or change.after_floored:
        return _("With so low a score we cannot rule out chance.")
    if change.items < ITEMS_FOR_SPREAD:
        return _("There are too few statements to rule out chance.")
    return _("There are too few answers to rule out chance.")


def _higher_or_lower(before: float, after: float, language: Language) -> str:
    if after > before:
        return language.gettext("That is clearly higher.")
    return language.gettext("That is clearly lower.")


def change_word(word: Word, before: float, after: float, language: Language) -> str:
    """The word for a change, for a table."""
    _ = language.gettext
    if word == "clear":
        return _("clearly higher") if after > before else _("clearly lower")
    return _("could be chance") if word == "chance" else _("cannot tell")


def word_of(change: Change, language: Language) -> str:
    """The word for the change of a unit, for a table."""
    if unchanged(change, language):
        return language.gettext("the same")
    return change_word(change.word, change.before, change.after, language)


def own_word(own: SelfChange, language: Language) -> str:
    """The word for her own change, for a table; empty where one of the two is missing."""
    if own.before is None or own.after is None:
        return ""
    if _same(own, language):
        return language.gettext("the same")
    return change_word(own.word, own.before, own.after, language)


def _same(own: SelfChange, language: Language) -> bool:
    """Whether both of her own figures are there and are called the same."""
    if own.word == "clear" or own.before is None or own.after is None:
        return False
    return language.number(own.before) == language.number(own.after)


def own_change(own: SelfChange, language: Language) -> str:
    """How the leader sees her own growth."""
    if own.before is None or own.after is None:
        return ""
    _ = language.gettext
    values = {"before": language.number(own.before), "after": language.number(own.after)}
    if values["before"] == values["after"]:
        return _("In your own eyes: %(after)s, as before.", **values)
    both = _("In your own eyes: from %(before)s to %(after)s.", **values)
    if own.word == "clear":
        return f"{both} {_higher_or_lower(own.before, own.after, language)}"
    return " ".join((both, _("That could be chance."))) if own.word == "chance" else both


def looking_back(own: SelfChange, language: Language) -> str:
    """The then-test in words: has the yardstick moved?"""
    if own.then is None:
        return ""
    _ = language.gettext
    # The then-test is one answer, a whole point of the scale.
    then = language.number(own.then, 0)
    if own.before is None:
        return _("Looking back, you put your start at %(then)s.", then=then)
    values = {"before": language.number(own.before), "then": then}
    if abs(own.then - own.before) <= SAME:
        return _(
            "Looking back, you put your start at %(then)s, about the %(before)s you gave then.",
            **values,
        )
    both = _(
        "Looking back, you put your start at %(then)s. At the time you gave %(before)s.", **values
    )
    if own.then < own.before:
        return f"{both} " + _(
            "Your yardstick has become stricter. So you may have grown more than your scores show."
        )
    return f"{both} " + _(
        "Your yardstick has become milder. So you may have grown less than your scores show."
    )


def competence(changes: Mapping[str, Change], language: Language) -> str:
    """What became of one competence, over all groups; the keys are their names."""
    _ = language.gettext
    if not changes:
        return _("No group has figures in both waves. Only your own picture can be compared.")
    clear = {name: row for name, row in changes.items() if row.word == "clear"}
    higher = [name for name, row in clear.items() if row.after > row.before]
    lower = [name for name, row in clear.items() if row.after < row.before]
    parts = []
    if higher:
        parts.append(_("Clearly higher than before: %(groups)s.", groups=language.join(higher)))
    if lower:
        parts.append(_("Clearly lower than before: %(groups)s.", groups=language.join(lower)))
    return " ".join(parts) or _("No group shows a clear change.")


def growth(changes: Sequence[Change], language: Language) -> str:
    """The growth part in short, over all groups and competences."""
    if not changes:
        return language.gettext(
            "No group has figures in both waves. Only your own picture can be compared."
        )
    clear = [row for row in changes if row.word == "clear"]
    moved = [row for row in changes if not unchanged(row, language)]
    higher = sum(row.after > row.before for row in clear)
    return " ".join(
        (
            *_clear(higher, len(clear) - higher, len(changes), language),
            *_unclear(len(changes) - len(moved), moved, language),
        )
    )


def _clear(higher: int, lower: int, count: int, language: Language) -> list[str]:
    _n = language.ngettext
    if not higher and not lower:
        return [language.gettext("No score of a group has clearly changed.")]
    parts = {
        _n(
            "%(num)d of %(all)s scores of groups is clearly higher than before.",
            "%(num)d of %(all)s scores of groups are clearly higher than before.",
            higher,
            all=count,
        ): higher,
        _n(
            "%(num)d of %(all)s scores of groups is clearly lower than before.",
            "%(num)d of %(all)s scores of groups are clearly lower than before.",
            lower,
            all=count,
        ): lower,
    }
    return [text for text, number in parts.items() if number]


def _unclear(same: int, moved: Sequence[Change], language: Language) -> list[str]:
    _n = language.ngettext
    chance, unclear = (sum(row.word == word for row in moved) for word in ("chance", "cannot_tell"))
    parts = {
        _n("%(num)d is the same as before.", "%(num)d are the same as before.", same): same,
        _n(
            "%(num)d difference could be chance.",
            "%(num)d differences could be chance.",
            chance,
        ): chance,
        _n("For %(num)d we cannot tell.", "For %(num)d we cannot tell.", unclear): unclear,
    }
    return [text for text, number in parts.items() if number]


def meanings(
    changes: Sequence[Change], own: Sequence[SelfChange], language: Language
) -> tuple[str, ...]:
    """What the words in the tables mean, of groups and of herself; of those that are used."""
    _ = language.gettext
    known = {
        "clear": _("“Clearly”: more than chance easily brings about."),
        "chance": _("“Could be chance”: the difference is small for this number of raters."),
        "cannot_tell": _("“Cannot tell”: too few answers or statements, or too low a score."),
    }
    words = {one.word for one in changes if not unchanged(one, language)}
    both = [one for one in own if one.before is not None and one.after is not None]
    hers = {one.word for one in both if not _same(one, language)}
    told = [text for word, text in known.items() if word in words | (hers - {"cannot_tell"})]
    if "cannot_tell" in hers:
        told.append(
            _(
                "Your own score has “cannot tell”: nobody measured yet how much it goes up and "
                "down by itself."
            )
        )
    return tuple(told)

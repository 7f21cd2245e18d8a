"""What became of a priority, in plain sentences: what changed, and never why."""

from collections.abc import Sequence

from surveyapp.core.base import text_in
from surveyapp.core.effect_record import Deed, Figure, Gap, LeftOut, Line, PriorityEffect, Said
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import Change, WaveName
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.sentences import growth
from surveyapp.reporting.sentences.naming import isolated


def basis(language: Language) -> str:
    """What the figures are, and what they are not."""
    return language.gettext(
        "Each row is one group, over the same statements in every wave. The figures say what "
        "changed, not why. More happens in a school than what you did. So what you did stands "
        "beside them and explains nothing by itself."
    )


def last_said(line: Line, priority: PriorityEffect) -> Said | None:
    """What the report of the last wave says of a row."""
    last = priority.waves[-1].wave
    return next((said for said in line.said if said.wave == last), None)


def word(said: Said | None, line: Line, language: Language) -> str:
    """What the last report says of a row; over how many statements, where they are others."""
    if said is None:
        return ""
    change = said.change
    found = (
        growth.word_of(change, language)
        if isinstance(change, Change)
        else growth.own_word(change, language)
    )
    if not found or said.items == len(line.items):
        return found
    return language.ngettext(
        "%(word)s, over %(num)d statement",
        "%(word)s, over %(num)d statements",
        said.items,
        word=found,
    )


def lead(priority: PriorityEffect, language: Language) -> str:
    """What the others saw from the first wave to the last, and what the last report says of it."""
    _ = language.gettext
    if len(priority.waves) == 1:
        return _("There is no later wave to compare with yet.")
    if not priority.others:
        return _("No group has figures in all these waves. Only your own picture can be compared.")
    return " ".join((_seen(priority.others, language), *_certain(priority, language)))


def _seen(others: Sequence[Figure], language: Language) -> str:
    ends = others[0], others[-1]
    first, last = (
        figures.in_words(figures.mean(one.mean, language, at_most=one.floored), language)
        for one in ends
    )
    # Of an upper bound it is not known whether it stayed.
    if first == last and not any(one.floored for one in ends):
        return language.gettext("All others: %(after)s, as at the start.", after=last)
    return language.gettext("All others: from %(before)s to %(after)s.", before=first, after=last)


def _certain(priority: PriorityEffect, language: Language) -> list[str]:
    """The groups of which the last report says that they clearly changed."""
    _ = language.gettext
    changes = [
        (isolated(text_in(line.label, language.code)), said.change)
        for line in priority.lines
        if (said := last_said(line, priority)) and isinstance(said.change, Change)
    ]
    if not changes:
        return []
    clear = [(name, one) for name, one in changes if one.word == "clear"]
    higher = [name for name, one in clear if one.after > one.before]
    lower = [name for name, one in clear if one.after < one.before]
    parts = []
    if higher:
        names = language.join(higher)
        parts.append(_("The report calls this clearly higher for: %(groups)s.", groups=names))
    if lower:
        names = language.join(lower)
        parts.append(_("The report calls this clearly lower for: %(groups)s.", groups=names))
    return parts or [_("The report shows no clear change in any group.")]


def gap(one: Gap, language: Language) -> str:
    """Why a unit has no row."""
    _ = language.gettext
    names = {
        "group": isolated(text_in(one.label, language.code)),
        "wave": wave(one.wave, language),
    }
    if one.id == SELF and one.reason == "too_few":
        return _("You did not answer this yourself in “%(wave)s”.", **names)
    return {
        "too_few": _("%(group)s: too few answers in “%(wave)s”.", **names),
        "other_groups": _("%(group)s: put together differently in “%(wave)s”.", **names),
        "no_items": _("%(group)s: no statement was answered by enough people each time.", **names),
    }[one.reason]


def left_out(one: LeftOut, language: Language) -> str:
    """Why a wave is not compared."""
    _ = language.gettext
    name = wave(one.wave, language)
    return {
        "too_few": _("“%(wave)s” is not compared: too few answers.", wave=name),
        "other_groups": _(
            "“%(wave)s” is not compared: the groups were put together differently.", wave=name
        ),
        "no_items": _("“%(wave)s” is not compared: it did not ask these statements.", wave=name),
    }[one.reason]


def wave(one: WaveName, language: Language) -> str:
    """The name of a wave, in a sentence."""
    return isolated(text_in(one.label, language.code))


def which(priority: PriorityEffect, language: Language) -> str:
    """On which statements of the competence the figures rest."""
    numbers = [str(one.number) for one in priority.statements]
    if not numbers:
        return ""
    return language.ngettext(
        "The figures rest on statement %(numbers)s of this competence.",
        "The figures rest on statements %(numbers)s of this competence.",
        len(numbers),
        numbers=language.join(numbers),
    )


def fewer(line: Line, priority: PriorityEffect, language: Language) -> str:
    """On which statements a row rests, where not on all of them."""
    if len(line.items) == len(priority.statements):
        return ""
    numbers = [str(one.number) for one in priority.statements if one.id in line.items]
    return language.ngettext(
        "%(group)s: only statement %(numbers)s.",
        "%(group)s: only statements %(numbers)s.",
        len(numbers),
        group=isolated(text_in(line.label, language.code)),
        numbers=language.join(numbers),
    )


def done(deeds: Sequence[Deed], to_do: int, language: Language) -> str:
    """How much of her plan she has done."""
    _, _n = language.gettext, language.ngettext
    parts = []
    if not deeds:
        parts.append(_("No action of your plan is marked as done."))
    if to_do:
        parts.append(_n("%(num)d action is still open.", "%(num)d actions are still open.", to_do))
    return " ".join(parts)

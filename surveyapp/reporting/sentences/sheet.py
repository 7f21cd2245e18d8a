"""Language of a sheet: it speaks of the leader by her name, to somebody else."""

from surveyapp.core.base import text_in
from surveyapp.core.instrument import SELF
from surveyapp.core.share import Sheet
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.sentences.extremes import alike, extremes, not_told
from surveyapp.reporting.sentences.naming import NAMED, isolated, quoted


def recipient(sheet: Sheet, language: Language) -> str:
    """For whom it is, and until when."""
    return language.gettext(
        "For %(recipient)s, until %(date)s",
        recipient=isolated(sheet.recipient),
        date=language.date(sheet.until),
    )


def note(language: Language) -> str:
    """What it is for."""
    return language.gettext("For development, never for appraisal. Do not pass it on.")


def choice(sheet: Sheet, language: Language) -> str:
    """That it is not all there is."""
    return language.gettext(
        "%(leader)s chose what is in this sheet. It is only a part, and says nothing about the "
        "rest.",
        leader=isolated(sheet.leader),
    )


def scores(sheet: Sheet, language: Language) -> str:
    """What the scores in it show."""
    rated = {
        one.id: figures.others_score(one, language)
        for one in sheet.scores
        if one.others is not None
    }
    name = isolated(sheet.leader)
    if not rated:
        return language.gettext("There are too few answers of others to show a figure.")
    if len(rated) == 1:
        [(key, value)] = rated.items()
        return language.gettext(
            "The others give %(leader)s %(value)s on %(what)s, on a scale of five points.",
            leader=name,
            value=figures.in_words(value, language),
            what=_named(sheet, [key], language),
        )
    if alike(rated):
        return language.gettext(
            "The others give %(leader)s about the same score on all that is shown here.",
            leader=name,
        )
    return _highest_and_lowest(sheet, *extremes(rated), language)


def _highest_and_lowest(sheet: Sheet, high: list[str], low: list[str], language: Language) -> str:
    """Both ends, or the one that is sure and that the other is not."""
    _ = language.gettext
    name = isolated(sheet.leader)
    highest, lowest = (_named(sheet, keys, language) for keys in (high, low))
    if high and low:
        return _(
            "Of what is shown here, the others rate %(leader)s highest on %(high)s, and lowest on "
            "%(low)s.",
            leader=name,
            high=highest,
            low=lowest,
        )
    parts = [not_told(language, high=bool(high), low=bool(low))]
    if high:
        told = _(
            "Of what is shown here, the others rate %(leader)s highest on %(high)s.",
            leader=name,
            high=highest,
        )
        parts.insert(0, told)
    if low:
        told = _(
            "Of what is shown here, the others rate %(leader)s lowest on %(low)s.",
            leader=name,
            low=lowest,
        )
        parts.insert(0, told)
    return " ".join(parts)


def _named(sheet: Sheet, keys: list[str], language: Language) -> str:
    """Competences by name; of many, only how many these are."""
    if len(keys) > NAMED:
        return language.gettext("%(n)s competences", n=len(keys))
    names = (text_in(sheet.titles[key], language.code) for key in keys)
    return quoted(names, language)


def reading(sheet: Sheet, language: Language) -> tuple[str, ...]:
    """How to read the scores, and who is behind them."""
    _ = language.gettext
    assert sheet.frozen_on
    groups = [
        language.ngettext(
            "%(group)s (%(num)d rater)",
            "%(group)s (%(num)d raters)",
            unit.respondents,
            group=isolated(text_in(unit.label, language.code)),
        )
        for unit in sheet.units
        if unit.id != SELF
    ]
    told = [
        _(
            "Each mark is the mean of a group. “All others” is the mean of the groups, each "
            "counting the same."
        ),
        _("Fixed on %(date)s, and the same since.", date=language.date(sheet.frozen_on)),
    ]
    if groups:
        answered = _("Answered by %(groups)s.", groups=language.join(groups))
        told.insert(1, answered)
    return tuple(told)


def standing(sheet: Sheet, language: Language) -> str:
    """Of which day her own words are."""
    return language.gettext(
        "As it stood on %(date)s, in the words of %(leader)s.",
        date=language.date(sheet.read_on),
        leader=isolated(sheet.leader),
    )


def alone(sheet: Sheet, language: Language) -> str:
    """Whose view a reflection is."""
    return language.gettext(
        "How %(leader)s sees their own work beside a professional standard. Nobody else rated "
        "here.",
        leader=isolated(sheet.leader),
    )


def own_mean(mean: float | None, language: Language) -> str:
    """Her own mean on a practice."""
    if mean is None:
        return language.gettext("Not rated.")
    return language.gettext("%(mean)s of 5.", mean=language.number(mean))

"""Language that explains a group report: what the leaders of a wave show together."""

from surveyapp.core.base import text_in
from surveyapp.core.group_report import LEADERS, GroupSnapshot, LeadersMean, Section
from surveyapp.core.instrument import SELF
from surveyapp.core.scores import SAME
from surveyapp.languages import Language
from surveyapp.reporting.sentences.naming import NAMED, isolated, quoted


def reading(language: Language) -> tuple[str, ...]:
    """How to read it, in three sentences."""
    _ = language.gettext
    return (
        _("Each row is a competence. Each mark is the mean of one group over all these leaders."),
        _(
            "Look at the pattern together. What do you recognise, and what surprises you? What can "
            "you learn from one another?"
        ),
        _("Where it says “–” there are fewer than five school leaders with a figure."),
    )


def left_out(snapshot: GroupSnapshot, language: Language) -> str:
    """Which learning groups are too small for a page of their own; empty where none is."""
    names = [isolated(group.label) for group in snapshot.groups if not group.leaders]
    if not names:
        return ""
    return language.gettext(
        "No page of their own, as they have fewer than %(leaders)s school leaders: %(groups)s.",
        leaders=LEADERS,
        groups=language.join(names),
    )


def profile(section: Section, snapshot: GroupSnapshot, language: Language) -> str:
    """What others see most and least over these leaders."""
    rated = {row.id: row.others for row in section.competences if row.others is not None}
    if not rated:
        return language.gettext("Too few school leaders have figures of others.")
    most, least = max(rated.values()), min(rated.values())
    if most - least <= SAME:
        return language.gettext(
            "Others see all competences about equally. The figures lie between %(least)s and "
            "%(most)s.",
            least=language.number(least),
            most=language.number(most),
        )
    return language.gettext(
        "Others see most of %(high)s (%(most)s). They see least of %(low)s (%(least)s).",
        high=_titles([key for key in rated if rated[key] == most], snapshot, language),
        most=language.number(most),
        low=_titles([key for key in rated if rated[key] == least], snapshot, language),
        least=language.number(least),
    )


def _titles(keys: list[str], snapshot: GroupSnapshot, language: Language) -> str:
    """The names of competences; of many, only how many these are."""
    if len(keys) > NAMED:
        return language.ngettext("%(num)d competence", "%(num)d competences", len(keys))
    names = {one.id: text_in(one.title, language.code) for one in snapshot.instrument.competences}
    return quoted((names[key] for key in keys), language)


def standing(section: Section, language: Language) -> str:
    """How the leaders see themselves beside the others; empty where one of the two is missing."""
    gaps = []
    for row in section.competences:
        own = row.scores[SELF]
        if isinstance(own, LeadersMean) and row.others is not None:
            gaps.append(round(own.mean - row.others, 1))
    if not gaps:
        return ""
    higher = sum(gap > SAME for gap in gaps)
    lower = sum(gap < -SAME for gap in gaps)
    if not higher and not lower:
        return language.gettext("The leaders see themselves much as others see them.")
    _ = language.gettext
    values = {"all": len(gaps), "higher": higher, "lower": lower}
    if not lower:
        return _(
            "The leaders see themselves more favourably than others do in %(higher)s of %(all)s "
            "competences.",
            **values,
        )
    if not higher:
        return _(
            "The leaders see themselves less favourably than others do in %(lower)s of %(all)s "
            "competences.",
            **values,
        )
    return _(
        "The leaders see themselves more favourably than others do in %(higher)s of %(all)s "
        "competences. In %(lower)s they see themselves less favourably.",
        **values,
    )


def counts(section: Section, snapshot: GroupSnapshot, language: Language) -> tuple[str, ...]:
    """Per unit, where its figures stand for fewer leaders than the section has."""
    labels = {unit.id: text_in(unit.label, language.code) for unit in snapshot.units}
    notes = []
    for unit, label in labels.items():
        cells = [row.scores[unit] for row in section.competences]
        found = {cell.leaders for cell in cells if isinstance(cell, LeadersMean)}
        if found - {section.leaders}:
            numbers = language.join(str(number) for number in sorted(found))
            notes.append(
                language.gettext(
                    "%(group)s: figures of %(number)s school leaders.",
                    group=isolated(label),
                    number=numbers,
                )
            )
    return tuple(notes)

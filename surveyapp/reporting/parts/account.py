"""Account of the figures: how each is made, and from what."""

from dataclasses import dataclass

from surveyapp.core.anonymity import FROM_DISTRIBUTION, ITEMS_FOR_SPREAD
from surveyapp.core.base import text_in
from surveyapp.core.errors import NotFound
from surveyapp.core.instrument import Instrument
from surveyapp.core.library import load_standard
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.scores import HIGH
from surveyapp.core.snapshot import FLOORED_AT, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.sentences import opening
from surveyapp.reporting.sentences.naming import isolated


@dataclass(frozen=True)
class Entry:
    """A term and what is meant by it."""

    term: str
    text: str


@dataclass(frozen=True)
class AccountPart:
    """How figures are made, the questionnaire, and the fingerprint of the snapshot."""

    figures: tuple[Entry, ...]
    sources: tuple[Entry, ...]
    fingerprint: str


def account(snapshot: Snapshot, language: Language) -> AccountPart:
    """The last page."""
    return AccountPart(
        figures=(*_figures(snapshot, language), *_sureness(snapshot, language)),
        sources=_sources(snapshot, language),
        fingerprint=snapshot.fingerprint,
    )


def _figures(snapshot: Snapshot, language: Language) -> tuple[Entry, ...]:
    _ = language.gettext
    scale = snapshot.instrument.scale
    points = (f"{p.value} = {text_in(p.label, language.code)}" for p in scale.points)
    return (
        Entry(_("Scale"), "; ".join(points) + "."),
        Entry(_("Groups"), "; ".join(_group(one, language) for one in snapshot.rules.groups) + "."),
        Entry(
            _("“%(words)s”", words=text_in(scale.cannot_judge, language.code)),
            _("Counts in no average. Set in bold where more than 30 per cent say so."),
        ),
        Entry(_("Average of a statement"), _("The mean of the valid answers of one group.")),
        Entry(
            _("Score of a competence"), _("The mean of the averages of statements that are shown.")
        ),
        Entry(
            _("All others"),
            _("The mean of the scores of the groups. Each group counts the same, you do not."),
        ),
        Entry(_("About the same"), _("Half a point or less apart.")),
        Entry(
            _("Mirror"),
            _("A score is called strong from %(split)s on.", split=language.number(HIGH)),
        ),
        Entry(
            _("Below %(floor)s", floor=language.number(FLOORED_AT)),
            _(
                "Below %(floor)s we say no more than that, and count it as %(floor)s. A figure "
                "made from it is an upper bound: “≤”.",
                floor=language.number(FLOORED_AT),
            ),
        ),
    )


def _group(group: RaterGroup, language: Language) -> str:
    """A rater group, and from how many answers it is shown."""
    label = isolated(text_in(group.label, language.code))
    if group.identified:
        return language.gettext("%(group)s, not anonymous", group=label)
    return language.gettext(
        "%(group)s, from %(minimum)s answers on", group=label, minimum=group.minimum
    )


def _sureness(snapshot: Snapshot, language: Language) -> tuple[Entry, ...]:
    _ = language.gettext
    return (
        Entry(
            _("Anonymity"),
            _(
                "A group is shown from %(minimum)s valid answers on. Smaller groups are shown "
                "together, or not at all. Comments are shown from %(comments)s people on.",
                minimum=opening.minimum(snapshot, language),
                comments=snapshot.rules.minimum_comments,
            ),
        ),
        Entry(
            _("The thin line"),
            _(
                "The 95 per cent confidence interval of the mean over raters (t distribution), to "
                "one decimal. It takes %(items)s statements or more that the whole group was "
                "asked. Each of them has %(answers)s answers or more.",
                items=ITEMS_FOR_SPREAD,
                answers=FROM_DISTRIBUTION,
            ),
        ),
        Entry(
            _("Agreement"),
            _(
                "The index rwg(J) within a group, where there is a thin line. Up to .30 they "
                "hardly agree, up to .50 a little, up to .70 fairly well. Up to .90 they agree "
                "well, above that very well. It is about all statements together: at any "
                "single one raters may still differ.",
            ),
        ),
        Entry(
            _("Bars"),
            _(
                "How often each point was chosen, from %(from_bars)s answers on.",
                from_bars=FROM_DISTRIBUTION,
            ),
        ),
        Entry(
            _("Enough raters"),
            _("The number at which the mean of a group reaches a reliability of .70."),
        ),
        Entry(
            _("Clear change"),
            _(
                "For groups: zero lies outside the 95 per cent interval of the difference "
                "(Welch). For yourself: larger than the error of measurement (Jacobson and Truax)."
            ),
        ),
    )


def _sources(snapshot: Snapshot, language: Language) -> tuple[Entry, ...]:
    _ = language.gettext
    instrument = snapshot.instrument
    standards = sorted({c.standard.split("/")[0] for c in instrument.competences})
    title = text_in(instrument.title, language.code)
    return (
        Entry(_("Questionnaire"), f"{title}, {instrument.version}. {instrument.author}."),
        Entry(_("Validation"), text_in(instrument.validation, language.code)),
        *_measured(instrument, language),
        Entry(_("Professional standard"), ", ".join(_named(one, language) for one in standards)),
        Entry(_("Licence"), instrument.licence),
        Entry(_("Figures fixed on"), language.date(snapshot.frozen_on)),
    )


def _measured(instrument: Instrument, language: Language) -> list[Entry]:
    """Who measured how steady a score is, where a word of change rests on it."""
    sources = dict.fromkeys(one.source for one in instrument.reliability.values())
    text = "; ".join(sources)
    return [Entry(language.gettext("Error of measurement"), text)] if text else []


def _named(standard: str, language: Language) -> str:
    """A professional standard by its title, where it is one that is shipped."""
    try:
        return text_in(load_standard(standard).title, language.code)
    except NotFound:
        return standard

"""What the rule says of a competence, and what that rests on."""

from surveyapp.core.snapshot import Snapshot, Suggestion
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.sentences.naming import labels


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

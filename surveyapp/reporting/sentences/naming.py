"""Names in sentences: of groups, units and competences."""

import unicodedata
from collections.abc import Iterable

from surveyapp.core.base import text_in
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import Language
from surveyapp.reporting.charts.series import competence_title

NAMED = 3
"""So many competences are named in a sentence; of more, only the number is given."""


def labels(snapshot: Snapshot, keys: Iterable[str], language: Language) -> str:
    """The names of rater groups or units, as a list in a sentence."""
    names = {group.id: group.label for group in snapshot.rules.groups}
    names |= {unit.id: unit.label for unit in snapshot.units}
    return language.join(isolated(text_in(names[key], language.code)) for key in keys)


def titles(snapshot: Snapshot, keys: Iterable[str], language: Language) -> str:
    """The names of competences, as a list in a sentence."""
    return quoted((competence_title(snapshot, key, language) for key in keys), language)


def quoted(names: Iterable[str], language: Language) -> str:
    """Names as a list in a sentence, in the quotation marks of the language."""
    _ = language.gettext
    return language.join(_("“%(words)s”", words=isolated(name)) for name in names)


def isolated(name: str) -> str:
    """A name for use in a sentence: written from right to left, it must not turn the rest round."""
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in name):
        return f"\u2068{name}\u2069"
    return name

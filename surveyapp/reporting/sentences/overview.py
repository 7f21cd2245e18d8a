"""What all competences show together: at a glance, and in the mirror."""

from collections.abc import Sequence

from surveyapp.core.instrument import SELF
from surveyapp.core.scores import HIGH
from surveyapp.core.snapshot import MirrorField, Score, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.sentences.extremes import alike, extremes, not_told
from surveyapp.reporting.sentences.naming import NAMED, titles


def glance(snapshot: Snapshot, language: Language) -> str:
    """What the dot plot of all competences shows."""
    parts = [_extremes(snapshot, language), _standings(snapshot, language)]
    if parts[0] and not _rated_herself(snapshot):
        parts.append(language.gettext("You did not rate yourself."))
    text = " ".join(part for part in parts if part)
    return text or _one_picture(snapshot, language)


def _rated_herself(snapshot: Snapshot) -> bool:
    return any(isinstance(row.scores.get(SELF), Score) for row in snapshot.competences)


def _one_picture(snapshot: Snapshot, language: Language) -> str:
    _ = language.gettext
    rated = _rated_herself(snapshot)
    if any(row.others is not None for row in snapshot.competences):
        if rated:
            return _("You see here your own picture beside that of the others.")
        return _("You see here how others rate you. You did not rate yourself.")
    if rated:
        return _(
            "There are too few answers of others to show how they see you. What you see here is "
            "your own picture."
        )
    return _("There are too few answers to show a figure.")


def _extremes(snapshot: Snapshot, language: Language) -> str:
    rated = {
        row.id: figures.others_score(row, language)
        for row in snapshot.competences
        if row.others is not None
    }
    if len(rated) < 2:
        return ""
    if alike(rated):
        return language.gettext("The others give you about the same score everywhere.")
    return _highest_and_lowest(snapshot, *extremes(rated), language)


def _highest_and_lowest(
    snapshot: Snapshot, high: Sequence[str], low: Sequence[str], language: Language
) -> str:
    """Both ends, or the one that is sure and that the other is not."""
    _ = language.gettext
    names = {"high": _named(snapshot, high, language), "low": _named(snapshot, low, language)}
    if high and low:
        return _(
            "The others rate you highest on %(high)s. They rate you lowest on %(low)s.", **names
        )
    parts = [not_told(language, high=bool(high), low=bool(low))]
    if high:
        parts.insert(0, _("The others rate you highest on %(high)s.", high=names["high"]))
    if low:
        parts.insert(0, _("The others rate you lowest on %(low)s.", low=names["low"]))
    return " ".join(parts)


def _named(snapshot: Snapshot, keys: Sequence[str], language: Language) -> str:
    """Competences by name; more than a few names would make no sentence."""
    if len(keys) <= NAMED:
        return titles(snapshot, keys, language)
    return language.gettext("%(n)s competences", n=len(keys))


def _standings(snapshot: Snapshot, language: Language) -> str:
    """Where the leader's own picture is surely the higher one, and where theirs."""
    compared = [row for row in snapshot.competences if row.standing]
    words = {row.id: figures.standing(row, language) for row in compared}
    if not any(words.values()):
        return ""
    _ = language.gettext
    higher, lower, same = (
        [key for key, found in words.items() if found == word]
        for word in ("higher", "lower", "same")
    )
    if len(same) == len(words):
        return _("You see yourself much as they see you.")
    parts = []
    if higher:
        what = _named(snapshot, higher, language)
        parts.append(_("You are more favourable than the others about: %(what)s.", what=what))
    if lower:
        what = _named(snapshot, lower, language)
        parts.append(_("The others are more favourable than you about: %(what)s.", what=what))
    if same:
        parts.append(
            language.ngettext(
                "On one competence you see much the same.",
                "On %(num)d competences you see much the same.",
                len(same),
            )
        )
    return " ".join(parts)


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


def mirror_not_certain(language: Language) -> tuple[str, str]:
    """What stands beside the competences whose field is not certain."""
    return (
        language.gettext("Not certain"),
        language.gettext("A figure with “≤” may be lower, and then lie in another field."),
    )


def mirror(snapshot: Snapshot, language: Language) -> str:
    """What the mirror shows for this leader."""
    _ = language.gettext
    rows = [row for row in snapshot.competences if row.mirror]
    if not rows:
        return _("The mirror needs your own scores and those of others. One of them is missing.")
    fields = {row.id: figures.mirror_field(row, language) for row in rows}
    known = [field for field in fields.values() if field]
    same = sum(field not in APART for field in known)
    parts = []
    if len(known) == len(fields):
        parts.append(_same_side(same, len(fields), language))
    elif same:
        parts.append(_at_least(same, len(fields), language))
    for name in APART:
        keys = [key for key, field in fields.items() if field == name]
        parts += [_apart(name, _named(snapshot, keys, language), language)] if keys else []
    return " ".join(parts) or _no_field_certain(language)


def _no_field_certain(language: Language) -> str:
    return language.gettext(
        "Of no competence is the field certain: a figure with “≤” may be lower."
    )


def mirror_lines(language: Language) -> str:
    """Where the fields meet, and how little a field says there."""
    return language.gettext(
        "The lines lie at %(split)s. Close to a line the field says little: look at the figures.",
        split=language.number(HIGH),
    )


def _same_side(same: int, count: int, language: Language) -> str:
    _ = language.gettext
    if not same:
        return _("On no competence are you and the others on the same side.")
    if same == count:
        return _("On every competence you and the others are on the same side.")
    return _(
        "On %(same)s of %(all)s competences you and the others are on the same side.",
        same=same,
        all=count,
    )


def _at_least(same: int, count: int, language: Language) -> str:
    """The same where the field of some is not certain."""
    return language.gettext(
        "On at least %(same)s of %(all)s competences you and the others are on the same side.",
        same=same,
        all=count,
    )


def _apart(name: MirrorField, what: str, language: Language) -> str:
    """Where the two pictures part."""
    if name == "hidden_strength":
        return language.gettext("Others see more strength than you do in: %(what)s.", what=what)
    return language.gettext("You see more strength than others do in: %(what)s.", what=what)

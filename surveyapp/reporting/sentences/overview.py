"""What all competences show together: at a glance, and in the mirror."""

from collections.abc import Sequence

from surveyapp.core.scores import SAME
from surveyapp.core.snapshot import MirrorField, Snapshot, Standing
from surveyapp.languages import Language
from surveyapp.reporting.sentences.naming import NAMED, titles


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

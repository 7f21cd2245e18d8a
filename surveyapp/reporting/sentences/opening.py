"""Who answered, what became of it, and how sure that is."""

from surveyapp.core.base import text_in
from surveyapp.core.rater_group import POOL
from surveyapp.core.snapshot import Below, Participation, Score, Snapshot, Unit
from surveyapp.languages import Language
from surveyapp.reporting.sentences.naming import labels


def enough_raters(unit: Unit, language: Language) -> str:
    """Whether this many raters give a steady picture; empty where that cannot be said."""
    if unit.needed is None or unit.identified:
        return ""
    if unit.respondents >= unit.needed:
        return language.gettext("Enough raters for a steady picture.")
    return language.gettext(
        "A first impression: a steady picture takes about %(needed)s raters.",
        needed=unit.needed,
    )


def use(row: Participation, snapshot: Snapshot, language: Language) -> str:
    """What became of the answers of a group."""
    _ = language.gettext
    if row.used == "own":
        unit = snapshot.unit(row.group)
        words = enough_raters(unit, language) if unit else ""
        return words or _("Shown as a group of its own.")
    if row.used == "pooled":
        pool = snapshot.unit(POOL)
        return _(
            "Too few to stand alone; counted with “%(pool)s”.",
            pool=text_in(pool.label, language.code) if pool else "",
        )
    if row.used == "left_out":
        return _(
            "Left out of every figure: it takes %(minimum)s answers to keep raters anonymous.",
            minimum=snapshot.rules.group(row.group).minimum,
        )
    return _("Nobody answered.")


def minimum(snapshot: Snapshot, language: Language) -> str:
    """From how many answers groups are shown: one number, or "3 or 5" where they differ."""
    groups = snapshot.rules.groups
    anonymous = {group.minimum for group in groups if not group.identified}
    return language.either(map(str, sorted(anonymous or {1})))


def identified(snapshot: Snapshot, language: Language) -> str:
    """Which groups are not anonymous; empty where all are."""
    keys = [group.id for group in snapshot.rules.groups if group.identified]
    if not keys:
        return ""
    return language.gettext(
        "Not anonymous, as they were told beforehand: %(groups)s.",
        groups=labels(snapshot, keys, language),
    )


def hollow(snapshot: Snapshot, language: Language) -> str:
    """What a hollow mark means; empty where there is none."""
    scores = (score for row in snapshot.competences for score in row.scores.values())
    floored = any(isinstance(score, Score) and score.floored for score in scores)
    cells = (cell for row in snapshot.competences for cell in row.importance.values())
    if not floored and not any(isinstance(cell, Below) for cell in cells):
        return ""
    return language.gettext(
        "A hollow mark, with “<” or “≤”, stands for that figure or lower. A more exact one would "
        "tell what everybody answered."
    )

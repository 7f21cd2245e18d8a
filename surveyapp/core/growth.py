"""Growth between two waves, from what is published in both (rule P8)."""

from collections.abc import Sequence

import numpy as np

from surveyapp.core import agreement, scores
from surveyapp.core.anonymity import tells_spread
from surveyapp.core.change import Word, change_word, self_change_word
from surveyapp.core.instrument import SELF, Competence, Item, then_id
from surveyapp.core.response import Round
from surveyapp.core.scores import UnitAnswers
from surveyapp.core.snapshot import (
    Below,
    Change,
    CompetenceGrowth,
    Growth,
    SelfChange,
    Suppressed,
    WaveName,
)


def base(now: WaveName, earlier: Sequence[WaveName]) -> WaveName | None:
    """The wave from which growth is measured, of those that came before; never a pulse.

    For a whole wave it is the first one. A pulse asks about what was chosen in the last one.
    """
    whole = [wave for wave in earlier if not wave.pulse]
    return whole[-1 if now.pulse else 0] if whole else None


def growth(
    first: Round, units_then: Sequence[UnitAnswers], now: Round, units_now: Sequence[UnitAnswers]
) -> Growth:
    """Both rounds side by side, per competence and unit."""
    pairs = _pairs(units_then, units_now)
    return Growth(
        since=first.wave,
        since_frozen_on=first.frozen_on,
        competences=tuple(
            _competence(first, now, pairs, competence) for competence in now.instrument.competences
        ),
    )


def _pairs(
    then: Sequence[UnitAnswers], now: Sequence[UnitAnswers]
) -> list[tuple[UnitAnswers, UnitAnswers]]:
    """The units that are the same people's groups in both waves, under the same promise."""
    known = {(u.unit.id, u.unit.members, u.unit.identified): u for u in then}
    keys = [(u.unit.id, u.unit.members, u.unit.identified) for u in now]
    return [(known[key], u) for key, u in zip(keys, now, strict=True) if key in known]


def _competence(
    first: Round,
    now: Round,
    pairs: Sequence[tuple[UnitAnswers, UnitAnswers]],
    competence: Competence,
) -> CompetenceGrowth:
    items = _same_items(first, competence)
    changes = {}
    for before, after in pairs:
        if change := _change(first, before, now, after, items):
            changes[after.unit.id] = change
    others = {unit: change for unit, change in changes.items() if unit != SELF}
    return CompetenceGrowth(
        id=competence.id,
        units=others,
        others_before=scores.all_others({u: c.before for u, c in others.items()}),
        others_after=scores.all_others({u: c.after for u, c in others.items()}),
        own=_own(now, pairs, competence, changes.get(SELF)),
    )


def _same_items(first: Round, competence: Competence) -> list[Item]:
    """The items that were asked in the same words, and counted the same way, in both waves."""
    asked = {item.id: (item.text, item.reverse) for item in first.instrument.items()}
    return [item for item in competence.items if asked.get(item.id) == (item.text, item.reverse)]


def _change(
    first: Round, before: UnitAnswers, now: Round, after: UnitAnswers, items: Sequence[Item]
) -> Change | None:
    """The change of one unit over the items published in both waves; ``None`` if there is none."""
    then = {item.id: before.item_cell(first.instrument, item) for item in items}
    today = {item.id: after.item_cell(now.instrument, item) for item in items}
    both = [key for key in then if not {type(then[key]), type(today[key])} & {Suppressed}]
    if not both:
        return None
    word: Word = "cannot_tell"
    floored = [any(isinstance(cells[key], Below) for key in both) for cells in (then, today)]
    if _tells_spread(first, before, both) and _tells_spread(now, after, both):
        word = change_word(
            agreement.rater_means(before.rater_matrix(first.instrument, both)),
            agreement.rater_means(after.rater_matrix(now.instrument, both)),
        )
    return Change(
        before=float(np.mean([scores.published(then)[key] for key in both])),
        after=float(np.mean([scores.published(today)[key] for key in both])),
        before_floored=floored[0],
        after_floored=floored[1],
        items=len(both),
        respondents_before=before.unit.respondents,
        respondents_after=after.unit.respondents,
        word=word,
    )


def _tells_spread(one: Round, unit: UnitAnswers, columns: Sequence[str]) -> bool:
    """Whether this wave lets the word rest on the spread of the unit's answers."""
    items = [item for item in one.instrument.items() if item.id in columns]
    shown = [(item, unit.item_cell(one.instrument, item)) for item in items]
    return tells_spread(unit.unit, shown)


def _own(
    now: Round,
    pairs: Sequence[tuple[UnitAnswers, UnitAnswers]],
    competence: Competence,
    change: Change | None,
) -> SelfChange:
    before = change.before if change else None
    after = change.after if change else None
    return SelfChange(
        before=before,
        after=after,
        then=_then(now, pairs, competence),
        word=self_change_word(before, after, now.instrument.reliability.get(competence.id)),
    )


def _then(
    now: Round, pairs: Sequence[tuple[UnitAnswers, UnitAnswers]], competence: Competence
) -> float | None:
    """The leader's then-test in this wave: one answer for the whole competence."""
    own = next((after for _, after in pairs if after.unit.id == SELF), None)
    if own is None or not now.instrument.then:
        return None
    return scores.published({SELF: own.cell(now.instrument, then_id(competence.id))}).get(SELF)

"""Wall 2: from the answers of one assessment to the figures that may be read.

``build`` is the only way from answers to figures. It is pure: the same rounds give the same
snapshot, in whatever order the responses lie.
"""

from collections.abc import Sequence

from surveyapp.core import comments as comment_rules
from surveyapp.core import scores
from surveyapp.core.anonymity import Division, divide, unit_minimum
from surveyapp.core.growth import base, growth
from surveyapp.core.instrument import SELF, Competence, importance_id
from surveyapp.core.priorities import Evidence, suggest
from surveyapp.core.rater_group import POOL, RaterGroup
from surveyapp.core.reliability import raters_needed
from surveyapp.core.response import Round
from surveyapp.core.scores import UnitAnswers
from surveyapp.core.snapshot import (
    CompetenceResult,
    ItemResult,
    Participation,
    Score,
    Snapshot,
    Suggestion,
    Unit,
)

SELF_LABEL = {"nl": "Uzelf", "en": "Yourself"}
POOL_LABEL = {"nl": "Andere beoordelaars", "en": "Other raters"}


def build(now: Round, earlier: Sequence[Round] = ()) -> Snapshot:
    """Everything that is published about this round; with ``earlier`` rounds, also growth.

    Which of the earlier rounds, from the first to the last, growth is measured from, tells
    ``growth.base``.
    """
    division = divide(now.rules, _respondents(now))
    units = unit_answers(now, division)
    competences = tuple(_competence(now, units, c) for c in now.instrument.competences)
    policies = comment_rules.policy(now.rules, division, _respondents(now))
    since = base(now.wave, [one.wave for one in earlier])
    first = next((one for one in earlier if one.wave == since), None)
    return Snapshot(
        programme=now.programme,
        leader=now.leader,
        school=now.school,
        wave=now.wave,
        frozen_on=now.frozen_on,
        rules=now.rules,
        instrument=now.instrument,
        participation=_participation(now, division),
        units=tuple(unit.unit for unit in units),
        competences=competences,
        comment_policy=policies,
        comments=comment_rules.publish(
            [question.id for question in now.instrument.open_questions],
            now.comments,
            policies,
            now.names,
        ),
        growth=growth(first, _units_of(first), now, units) if first else None,
        suggestions=_suggestions(competences),
    )


def _respondents(one: Round) -> dict[str, int]:
    return {group.id: one.answered(group.id) for group in one.rules.groups}


def _units_of(one: Round) -> list[UnitAnswers]:
    return unit_answers(one, divide(one.rules, _respondents(one)))


def unit_answers(one: Round, division: Division) -> list[UnitAnswers]:
    """The units of a round with their answers: self, the groups that stand alone, the pool."""
    own = [_unit(one, division, SELF, SELF_LABEL, ())] if one.answered(SELF) else []
    groups = [_unit(one, division, g.id, g.label, (g,)) for g in division.own]
    pool = [_unit(one, division, POOL, POOL_LABEL, division.pooled)] if division.pooled else []
    return own + groups + pool


def _unit(
    one: Round, division: Division, key: str, label: dict[str, str], groups: Sequence[RaterGroup]
) -> UnitAnswers:
    members = tuple(group.id for group in groups) or (SELF,)
    answers = one.matrix(members)
    single = groups[0].single_rater_reliability if len(groups) == 1 else None
    unit = Unit(
        id=key,
        label=label,
        members=members,
        identified=key == SELF or (len(groups) == 1 and groups[0].identified),
        respondents=len(answers),
        needed=raters_needed(single),
    )
    return UnitAnswers(unit, answers, unit_minimum(key, division))


def _participation(now: Round, division: Division) -> tuple[Participation, ...]:
    return tuple(
        Participation(
            group=group.id,
            label=group.label,
            identified=group.identified,
            invited=now.invited.get(group.id),
            answered=now.answered(group.id),
            used=division.use(group),
        )
        for group in now.rules.groups
    )


def _competence(
    now: Round, units: Sequence[UnitAnswers], competence: Competence
) -> CompetenceResult:
    per_unit = {
        unit.unit.id: scores.competence_score(unit, now.instrument, competence) for unit in units
    }
    means = scores.scores_of(per_unit)
    others = scores.all_others(means)
    own = means.get(SELF)
    gap = own - others if own is not None and others is not None else None
    importance = {}
    if now.instrument.importance:
        column = importance_id(competence.id)
        importance = {unit.unit.id: unit.cell(now.instrument, column) for unit in units}
    return CompetenceResult(
        id=competence.id,
        scores=per_unit,
        others=others,
        gap=gap,
        standing=scores.standing(gap) if gap is not None else None,
        mirror=scores.mirror(own, others) if own is not None and others is not None else None,
        importance=importance,
        importance_others=scores.others_of(importance.items()),
        items=_items(now, units, competence),
    )


def _items(
    now: Round, units: Sequence[UnitAnswers], competence: Competence
) -> tuple[ItemResult, ...]:
    rows = []
    for item in competence.items:
        cells = {unit.unit.id: unit.item_cell(now.instrument, item) for unit in units}
        rows.append(ItemResult(id=item.id, cells=cells, others=scores.others_of(cells.items())))
    return tuple(rows)


def _suggestions(competences: Sequence[CompetenceResult]) -> tuple[Suggestion, ...]:
    return suggest([_evidence(row) for row in competences])


def _evidence(row: CompetenceResult) -> Evidence:
    """Importance is that of the others; the leader's own where theirs is not published."""
    own = scores.published(row.importance).get(SELF)
    return Evidence(
        competence=row.id,
        others=row.others,
        units={
            unit: score.mean
            for unit, score in row.scores.items()
            if unit != SELF and isinstance(score, Score)
        },
        importance=row.importance_others if row.importance_others is not None else own,
    )

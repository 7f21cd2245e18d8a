"""Self against all others, in four fields."""

from collections.abc import Mapping
from dataclasses import dataclass

from surveyapp.core.instrument import SELF
from surveyapp.core.scores import HIGH
from surveyapp.core.snapshot import CompetenceResult, MirrorField, Snapshot
from surveyapp.languages import Language
from surveyapp.reporting import figures
from surveyapp.reporting.charts.series import competence_title, spoken
from surveyapp.reporting.figures import Value


@dataclass(frozen=True)
class MirrorPoint:
    """One competence in the mirror, both values on 1–5; without a field where that is not sure."""

    id: str
    number: int
    label: str
    own: Value
    others: Value
    field: MirrorField | None
    text: str


@dataclass(frozen=True)
class Mirror:
    """Self against others, in four fields that meet at ``split``."""

    id: str
    title: str
    description: str
    own_label: str
    others_label: str
    fields: Mapping[MirrorField, str]
    points: tuple[MirrorPoint, ...]
    split: float = HIGH


def mirror(
    snapshot: Snapshot, language: Language, description: str, names: Mapping[MirrorField, str]
) -> Mirror:
    """Self against all others, a point per competence that has both."""
    points = [
        _mirror_point(number, result, snapshot, language, names)
        for number, result in enumerate(snapshot.competences, start=1)
        if result.mirror is not None
    ]
    return Mirror(
        id="mirror",
        title=language.gettext("Mirror"),
        description=description,
        own_label=language.gettext("How you see it"),
        others_label=language.gettext("How others see it"),
        fields=names,
        points=tuple(points),
    )


def _mirror_point(
    number: int,
    result: CompetenceResult,
    snapshot: Snapshot,
    language: Language,
    names: Mapping[MirrorField, str],
) -> MirrorPoint:
    label = competence_title(snapshot, result.id, language)
    own = figures.score(result.scores.get(SELF), language)
    others = figures.others_score(result, language)
    pairs = [
        (language.gettext("yourself"), own.text),
        (language.gettext("all others"), others.text),
    ]
    if field := figures.mirror_field(result, language):
        pairs.append((names[field], ""))
    text = spoken(label, pairs).strip()
    return MirrorPoint(result.id, number, label, own, others, field, text)

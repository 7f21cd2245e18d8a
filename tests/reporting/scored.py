"""Results of competences and profiles as a report is written about, made of a few scores."""

from collections.abc import Sequence

from surveyapp.core import scores
from surveyapp.core.scores import standing
from surveyapp.core.snapshot import (
    CompetenceResult,
    Score,
    Snapshot,
    Suppressed,
)
from surveyapp.languages import language
from tests.reporting import cases

NL, EN = language("nl"), language("en")


def result(own: float | None, teacher: float | None, *, floored: bool = False) -> CompetenceResult:
    gap = own - teacher if own is not None and teacher is not None else None
    given = {
        "self": Score(mean=own, items=1) if own else Suppressed(reason="too_few"),
        "teacher": Score(mean=teacher, items=1, floored=floored)
        if teacher
        else Suppressed(reason="too_few"),
    }
    stands = standing(gap) if gap is not None else None
    return CompetenceResult(
        id="c1", scores=given, others=teacher, gap=gap, standing=stands, items=()
    )


def profile(*rows: tuple[float | None, float | None], floored: Sequence[int] = ()) -> Snapshot:
    """A report with these scores of self and of the others, a pair per competence.

    Of those that are ``floored``, counted from 1, the others' is an upper bound.
    """
    snapshot = cases.first()
    competences = tuple(
        result(*pair, floored=int(row.id.removeprefix("c")) in floored).model_copy(
            update={"id": row.id, "mirror": None if None in pair else scores.mirror(*pair)}  # type: ignore[arg-type]
        )
        for pair, row in zip(rows, snapshot.competences, strict=False)
    )
    return snapshot.model_copy(update={"competences": competences})


ONE, TWO, THREE = (f"‘Competentie {number} (nl)’" for number in (1, 2, 3))

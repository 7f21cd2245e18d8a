"""(f) Freezing one assessment, with the independent check, against its PDF."""

from collections.abc import Iterator
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from sqlalchemy import insert

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.core.response import Round
from surveyapp.extensions import db
from surveyapp.models.response import Comment, Response
from surveyapp.reporting import pdf
from surveyapp.services import database, reports, results, waves
from tests import cast as people
from tests.bench.measure import ROUNDS, Result, processor_times
from tests.bench.report import rounds

LEADERS = ROUNDS + 1
"""One per turn: an assessment is frozen once."""


def filled(name: str, cast: people.Cast, one: Round) -> list[UUID]:
    """A closed wave in which every leader got these answers and comments."""
    wave = people.open_wave(cast, name)
    keys = list(waves.assessments(wave).values())
    for key in keys:
        vectors = [
            {"id": uuid4(), "assessment_id": key, "group": group, "answers": row.tobytes()}
            for group, matrix in one.answers.items()
            for row in matrix
        ]
        texts = [
            {"id": uuid4(), "assessment_id": key}
            | {"group": comment.group, "question": comment.question, "text": comment.text}
            for comment in one.comments
        ]
        db.session.execute(insert(Response), vectors)
        db.session.execute(insert(Comment), texts)
    db.session.commit()
    waves.close_wave(wave)
    return keys


def freezing() -> Iterator[Result]:
    """The second of two waves, so that growth is in it and the earlier report is compared."""
    first, later = rounds()
    with TemporaryDirectory() as folder:
        settings = {"secret": "x" * 32, "database": f"sqlite:///{folder}/freezing.sqlite"}
        app = create_app(Settings.model_validate(settings))
        with app.app_context():
            database.upgrade()
            cast = people.gather([f"Leader{number} Bos" for number in range(LEADERS)])
            for key in filled("pre", cast, first):
                results.freeze(key)
            waiting = filled("post", cast, later)
            frozen: list[UUID] = []

            def freeze() -> None:
                frozen.append(waiting.pop())
                results.freeze(frozen[-1])

            def print_it() -> None:
                pdf.render_pdf(reports.stored(frozen[-1]))

            taken, whole = processor_times(freeze, print_it)
            db.engine.dispose()
    yield Result(
        "(f) freezing and checking 25 raters × 40 items, from the database, against the PDF",
        f"1/{whole / taken:.0f} ({taken * 1000:.0f} ms)",
        "under 1/5",
        taken < whole / 5,
    )

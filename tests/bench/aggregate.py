"""(e) 10,000 responses × 50 items, read from the database and aggregated."""

from collections.abc import Iterator
from tempfile import TemporaryDirectory
from uuid import UUID, uuid4

from sqlalchemy import insert

from surveyapp import create_app
from surveyapp.config import Settings
from surveyapp.core import report
from surveyapp.core.instrument import SELF
from surveyapp.extensions import db
from surveyapp.models.response import Response
from surveyapp.models.wave import Assessment, FrozenInstrument, Wave
from surveyapp.reporting import pdf
from surveyapp.services import database, results
from tests import cast as people
from tests.bench.measure import Result, processor_times
from tests.bench.report import snapshot
from tests.builders import instrument, plausible

RESPONSES = 10_000


def filled() -> UUID:
    """An assessment with that many responses to an instrument of 5 × 10 items."""
    database.upgrade()
    wave = people.open_wave(people.gather(("Alice de Vries",)))
    large = instrument(competences=5, items=10)
    db.session.add(
        FrozenInstrument(fingerprint=large.fingerprint, content=large.model_dump(mode="json"))
    )
    db.session.flush()
    db.session.get_one(Wave, wave).fingerprint = large.fingerprint
    key = people.assessment(wave)
    share = RESPONSES // 3
    counts = {SELF: 1, "teacher": RESPONSES - 2 * share - 1, "peer": share, "board": share}
    rows = [
        {"id": uuid4(), "assessment_id": key, "group": name, "answers": row.tobytes()}
        for name, count in counts.items()
        for row in plausible(large, count, seed=len(name))
    ]
    db.session.execute(insert(Response), rows)
    db.session.commit()
    return key


def many_responses() -> Iterator[Result]:
    """Against the time of one PDF, in the same run."""
    with TemporaryDirectory() as folder:
        settings = {"secret": "x" * 32, "database": f"sqlite:///{folder}/many.sqlite"}
        app = create_app(Settings.model_validate(settings))
        with app.app_context():
            key = filled()
            made = snapshot()

            def figures() -> None:
                row = db.session.get_one(Assessment, key)
                report.build(results.round_of(db.session(), row))
                db.session.rollback()

            taken, whole = processor_times(figures, lambda: pdf.render_pdf(made))
            db.engine.dispose()
    yield Result(
        f"(e) figures of {RESPONSES:,} responses × 50 items, from the database, against one PDF",
        f"1/{whole / taken:.0f} ({taken * 1000:.0f} ms)",
        "at most 1/10",
        taken <= whole / 10,
    )

"""The PDFs of the demo: printed on all processors, the first wave while the story goes on."""

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

from surveyapp.core.choices import Choices
from surveyapp.core.effect_record import Effect
from surveyapp.core.snapshot import Snapshot
from surveyapp.demo.people import LEADERS
from surveyapp.demo.story import WAVES, Say
from surveyapp.reporting.pdf import render_pdf
from surveyapp.reporting.presses import processors
from surveyapp.services import effects, reports, waves

Job = tuple[str, tuple[Choices, Effect | None], Path]
"""A snapshot, what its leader chose and what became of it, and where the report goes."""


def processes() -> ProcessPoolExecutor:
    """One for each processor."""
    return ProcessPoolExecutor(processors(), mp_context=get_context("spawn"))


def begun(pool: ProcessPoolExecutor, wave: UUID, number: int, folder: Path) -> list[Future[Path]]:
    """The reports of a wave, as they stand now: each is a file once its turn has come."""
    name, _label, _frozen_on = WAVES[number - 1]
    assessments = waves.assessments(wave)
    pending = []
    for leader in LEADERS:
        stem = f"{leader.email.split('@')[0].replace('.', '-')}-{name}"
        key = assessments[leader.email]
        snapshot = reports.stored(key).to_json()
        (folder / f"{stem}.json").write_text(snapshot, encoding="utf-8")
        job = snapshot, effects.beside(key), folder / f"{stem}.pdf"
        pending.append(pool.submit(_printed, job))
    return pending


def _printed(job: Job) -> Path:
    """One report, in a process of its own."""
    snapshot, (choices, effect), path = job
    pdf = render_pdf(Snapshot.from_json(snapshot), "nl", choices=choices, effect=effect)
    path.write_bytes(pdf)
    return path


def finished(pending: Sequence[Future[Path]], say: Say) -> list[Path]:
    """Wait for them all; their files, in their order."""
    paths = []
    for number, one in enumerate(pending, start=1):
        paths.append(one.result())
        say(f"Report {number} of {len(pending)}: {paths[-1].name}")
    return paths

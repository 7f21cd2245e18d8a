"""A wave of which the reports are printed into one file, and a press that prints nothing."""

from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from flask import Flask

from surveyapp.reporting.press import Press, Wish
from surveyapp.services import (
    printing,
    reports,
    work,
    worker,
)
from surveyapp.services.context import settings
from tests import cast as people
from tests.cast import Cast

SHAM = b"%PDF sham"


@pytest.fixture
def wave(context: Flask, cast: Cast) -> UUID:
    """A wave of which the reports were handed out."""
    key = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(key)
    reports.release_wave(key)
    return key


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A press that prints nothing to speak of; the languages that it was asked for."""
    asked: list[str] = []

    def print_(_self: Press, wish: Wish) -> bytes:
        asked.append(wish.language)
        return SHAM

    monkeypatch.setattr(Press, "print", print_)
    return asked


def printed(wave: UUID) -> ZipFile:
    """What is in the file after the worker has made it."""
    work.ask(wave, "pdfs", "nl")
    worker.do_all()
    return ZipFile(printing.take(wave))


def folder() -> list[Path]:
    made = Path(settings().files)
    return sorted(made.iterdir()) if made.is_dir() else []

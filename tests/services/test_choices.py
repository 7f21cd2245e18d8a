"""What a leader chose and planned is read as she left it, and printed for nobody but her."""

from uuid import UUID

import pytest
from flask import Flask

from surveyapp.core.choices import Choices
from surveyapp.extensions import db
from surveyapp.models.wave import Assessment
from surveyapp.reporting.press import Press, Wish
from surveyapp.services import choices, paths, printing, reports, work, worker
from tests import cast as people
from tests import chosen
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("context")


@pytest.fixture
def hers(context: Flask, cast: Cast) -> UUID:
    """The assessment of Alice, whose report was handed out."""
    wave = people.answered_wave(cast, teachers=3, peers=0, board=0)
    people.freeze(wave)
    reports.release_wave(wave)
    return people.assessment(wave)


@pytest.fixture
def wishes(monkeypatch: pytest.MonkeyPatch) -> list[Wish]:
    """What is to be printed, by a press that prints nothing."""
    asked: list[Wish] = []

    def print_(_self: Press, wish: Wish) -> bytes:
        asked.append(wish)
        return b"%PDF sham"

    monkeypatch.setattr(Press, "print", print_)
    return asked


def test_everything_is_read_in_her_order_and_that_of_the_levels(hers: UUID) -> None:
    assert choices.of_assessment(hers) == Choices()
    chosen.store(hers)
    assert choices.of_assessment(hers) == chosen.TWO


def test_she_alone_has_what_she_chose_in_her_report(
    cast: Cast, hers: UUID, wishes: list[Wish]
) -> None:
    chosen.store(hers)
    assert reports.pdf(hers, "nl")
    [own] = wishes
    assert Choices.from_json(own.choices) == chosen.TWO
    wishes.clear()
    wave = db.session.get_one(Assessment, hers).wave_id
    work.ask(wave, "pdfs", "nl")
    worker.do_all()
    printing.take(wave)
    assert [one.choices for one in wishes] == ["", ""]


def test_the_path_knows_how_many_were_chosen_and_planned(cast: Cast, hers: UUID) -> None:
    chosen.store(hers)
    [path] = paths.of_leader(cast.account("Alice"))
    assert (path.chapters[0].stand.chosen, path.chapters[0].stand.planned) == (2, 1)
    [other] = paths.of_leader(cast.account("Nora"))
    assert (other.chapters[0].stand.chosen, other.chapters[0].stand.planned) == (0, 0)

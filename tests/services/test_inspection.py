"""Every stored report can be checked once more, beside all that it was made from or with."""

import hashlib
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from surveyapp.extensions import db
from surveyapp.models.report import GroupReport, Report
from surveyapp.services import group_reports, inspection, persons
from surveyapp.services.inspection import Finding
from tests import cast as people
from tests.cast import LABELS, Cast

ALICE = "Alice de Vries"
FIVE = (ALICE, "Nora Bakker", "Bea Mol", "Cato Vos", "Dirk Kok")


def _frozen(cast: Cast, name: str = "pre") -> UUID:
    wave = people.answered_wave(cast, name, teachers=3, peers=0, board=0)
    people.freeze(wave)
    return wave


def changed(row: Report | GroupReport, change: Callable[[Any], None]) -> None:
    """Change what is stored, by somebody who makes it a fingerprint of its own."""
    data = json.loads(row.snapshot)
    data.pop("fingerprint")
    change(data)
    spelling = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    mark = hashlib.sha256(spelling.encode()).hexdigest()
    row.snapshot = json.dumps({"fingerprint": mark} | data, ensure_ascii=False)
    db.session.commit()


def _broken() -> list[tuple[str, tuple[str, ...]]]:
    found = list(inspection.inspect())
    return [(one.leader, one.broken) for one in found if one.broken]


@pytest.mark.rule("P9")
@pytest.mark.usefixtures("context")
def test_what_was_stored_holds(cast: Cast) -> None:
    assert list(inspection.inspect()) == []
    _frozen(cast)
    assert list(inspection.inspect()) == [
        Finding("Leren leiden", LABELS["pre"], leader, ()) for leader in (ALICE, "Nora Bakker")
    ]


@pytest.mark.rule("P9")
@pytest.mark.usefixtures("context")
def test_a_report_that_was_exchanged_for_a_good_one_is_told(cast: Cast) -> None:
    key = people.assessment(_frozen(cast))
    changed(db.session.get_one(Report, key), lambda data: data.update(school="De Boog"))
    assert _broken() == [(ALICE, ("P9 fingerprint",))]


@pytest.mark.rule("P9")
@pytest.mark.usefixtures("context")
def test_a_figure_that_was_changed_is_told_by_its_place(cast: Cast) -> None:
    key = people.assessment(_frozen(cast))

    def change(data: Any) -> None:
        data["competences"][0]["others"] = 1.0

    changed(db.session.get_one(Report, key), change)
    assert _broken() == [(ALICE, ("P3 competences[0].others", "P3 suggestions[0].others"))]


@pytest.mark.rule("P8", "P9")
@pytest.mark.usefixtures("context")
def test_a_change_is_compared_with_the_stored_report_of_the_earlier_wave(cast: Cast) -> None:
    first = people.assessment(_frozen(cast))
    _frozen(cast, "post")
    assert _broken() == []

    def change(data: Any) -> None:
        cell = data["competences"][0]["items"][0]["cells"]["self"]
        cell["mean"] = 5.0 if cell["mean"] != 5.0 else 4.0

    changed(db.session.get_one(Report, first), change)
    later = [one for one in inspection.inspect() if one.wave == LABELS["post"] and one.broken]
    assert [(one.leader, {text.split()[0] for text in one.broken}) for one in later] == [
        (ALICE, {"P8"})
    ]


@pytest.mark.rule("P9")
@pytest.mark.usefixtures("context")
def test_what_cannot_be_read_is_told_and_stops_nothing(cast: Cast) -> None:
    first = people.assessment(_frozen(cast))
    _frozen(cast, "post")
    db.session.get_one(Report, first).snapshot = "{"
    db.session.commit()
    assert _broken() == [(ALICE, ("P9",)), (ALICE, ("P9 earlier reports",))]


@pytest.fixture
def grouped(context: Flask) -> UUID:
    """A wave of five leaders with a group report."""
    wave = _frozen(people.gather(FIVE, instrument="quick-reflection"))
    group_reports.freeze(wave)
    return wave


@pytest.mark.rule("P8", "P9")
def test_the_figures_of_a_group_report_are_made_again(grouped: UUID) -> None:
    assert [(one.leader, one.broken) for one in inspection.inspect()][-1] == ("", ())

    def change(data: Any) -> None:
        for section in (data["whole"], *data["groups"]):
            scores = section["competences"][0]["scores"]
            for unit in ("self", "teacher"):
                scores[unit]["mean"] = 1.0
            section["competences"][0]["others"] = 1.0

    row = db.session.get_one(GroupReport, grouped)
    changed(row, change)
    ((leader, broken),) = _broken()
    assert leader == ""
    assert "P8 whole.competences[0].scores.self.mean" in broken


@pytest.mark.rule("P8", "P9")
def test_a_group_report_without_one_of_its_leaders_is_checked_alone(grouped: UUID) -> None:
    persons.erase(people.address(ALICE), dry_run=False)
    assert [(one.broken, one.alone) for one in inspection.inspect()][-1] == ((), True)
    row = db.session.get_one(GroupReport, grouped)
    row.snapshot = "{"
    db.session.commit()
    assert _broken() == [("", ("P9",))]

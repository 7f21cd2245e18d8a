"""Which pages a rater answers."""

import pytest

from surveyapp.core.instrument import Instrument
from surveyapp.core.pulse import restricted
from surveyapp.web.rater import plan
from tests.builders import instrument


def pages(monkeypatch: pytest.MonkeyPatch, of: Instrument) -> list[tuple[str, ...]]:
    """The questions of each page of a teacher."""
    monkeypatch.setattr(plan, "frozen", lambda _fingerprint: of)
    return [page.questions for page in plan.plan(of.fingerprint, "teacher", later_wave=False)]


def test_a_pulse_stands_on_one_page_though_a_group_is_asked_one_thing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pulse = restricted(instrument(competences=3, items=2), ["c1-1", "c1-2", "c2-1"])
    six = restricted(instrument(competences=3, items=2), instrument(3, 2).columns)
    assert pages(monkeypatch, pulse) == [("c1-1", "c1-2", "c2-1")]
    assert [len(page) for page in pages(monkeypatch, six)] == [6]


def test_a_competence_of_which_nothing_is_asked_has_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = instrument(competences=3, items=4).model_dump(mode="json")
    for item in data["competences"][1]["items"]:
        item["not_asked"] = ["teacher"]
    some = restricted(Instrument.model_validate(data), instrument(3, 4).columns)
    found = pages(monkeypatch, some)
    assert [page[0] for page in found] == ["c1-1", "c3-1"]

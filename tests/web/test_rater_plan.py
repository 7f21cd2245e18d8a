"""Which pages a rater answers."""

import pytest

from surveyapp.core.instrument import Instrument
from surveyapp.core.pulse import restricted
from surveyapp.web.rater import plan
from tests.builders import instrument


def pages(
    monkeypatch: pytest.MonkeyPatch, of: Instrument, *, pulse: bool = False
) -> list[tuple[str, ...]]:
    """The questions of each page of a teacher."""
    monkeypatch.setattr(plan, "frozen", lambda _fingerprint: of)
    whose = plan.Whose(of.fingerprint, "teacher", later_wave=False, pulse=pulse)
    return [page.questions for page in plan.plan(whose)]


def plain(competences: int, items: int) -> Instrument:
    """A questionnaire that asks about its items and nothing else."""
    return instrument(competences, items, questions=0, importance=None, then=None)


def test_a_pulse_stands_on_one_page_though_a_group_is_asked_one_thing_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pulse = restricted(instrument(competences=3, items=2), ["c1-1", "c1-2", "c2-1"])
    six = restricted(plain(3, 2), plain(3, 2).columns)
    assert pages(monkeypatch, pulse, pulse=True) == [("c1-1", "c1-2", "c2-1")]
    assert [len(page) for page in pages(monkeypatch, six, pulse=True)] == [6]


def test_any_other_questionnaire_has_a_page_for_each_competence_however_short_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert [len(page) for page in pages(monkeypatch, plain(3, 1))] == [1, 1, 1]
    assert [len(page) for page in pages(monkeypatch, plain(3, 3))] == [3, 3, 3]
    named = plain(3, 3).model_copy(update={"id": "x-pulse"})
    assert [len(page) for page in pages(monkeypatch, named)] == [3, 3, 3]


def test_a_competence_of_which_nothing_is_asked_has_no_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = plain(competences=3, items=4).model_dump(mode="json")
    for item in data["competences"][1]["items"]:
        item["not_asked"] = ["teacher"]
    found = pages(monkeypatch, Instrument.model_validate(data))
    assert [page[0] for page in found] == ["c1-1", "c3-1"]

"""How somebody rated herself over time, as a drawing and a sentence."""

from datetime import date

from surveyapp.core.reflection import Moment
from surveyapp.languages import language
from surveyapp.reporting.chart_svg import lines
from surveyapp.reporting.charts.over_time import OverTime, over_time

DAYS = [date(2026, month, 1) for month in (1, 2, 3, 4)]


def _chart(*means: float | None) -> OverTime:
    moments = [Moment(day, mean) for day, mean in zip(DAYS, means, strict=False)]
    return over_time("vision", "Visie", moments, language("nl"))


def _drawn(chart: OverTime) -> tuple[int, int]:
    """How many marks, and lines beside those of the scale."""
    drawing = lines(chart)
    return drawing.count("<circle"), drawing.count("<line") - 5


def test_the_sentence_tells_the_first_and_the_last_time() -> None:
    told = _chart(2.0, None, 3.25, None).description
    assert told == "2,0 op 1 januari 2026, 3,3 op 1 maart 2026."


def test_one_time_and_none_are_told_as_such() -> None:
    assert "de enige keer" in _chart(None, 2.0).description
    assert _chart(None, None).description == "U hebt dit nog niet gescoord."


def test_nothing_is_drawn_over_what_was_not_rated() -> None:
    assert _drawn(_chart(2.0, 3.0, 4.0, 5.0)) == (4, 3)
    assert _drawn(_chart(2.0, None, 4.0, 5.0)) == (3, 1)
    assert _drawn(_chart(2.0)) == (1, 0)
    assert _drawn(_chart(None)) == (0, 0)


def test_the_drawing_says_in_words_what_it_shows() -> None:
    assert "<title>Visie: 2,0 op" in lines(_chart(2.0, 3.0))

"""Charts: one description, drawn with the same numbers on paper and on screen."""

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations, pairwise
from math import dist
from urllib.parse import unquote
from xml.etree import ElementTree

import plotly.graph_objects as go
import pytest

from surveyapp.core.instrument import SELF
from surveyapp.core.rater_group import POOL
from surveyapp.core.report import build
from surveyapp.core.snapshot import Published, Score, Suppressed
from surveyapp.languages import language
from surveyapp.reporting import chart_svg
from surveyapp.reporting.chart_plotly import figure, table
from surveyapp.reporting.chart_svg.apart import apart
from surveyapp.reporting.chart_svg.drawing import INK
from surveyapp.reporting.charts import Chart, dots
from surveyapp.reporting.charts.bars import Bars
from surveyapp.reporting.charts.dots import DotPlot
from surveyapp.reporting.charts.growth import GrowthPlot
from surveyapp.reporting.charts.mirror import Mirror
from surveyapp.reporting.charts.series import series
from surveyapp.reporting.content import ReportContent, content
from tests.reporting import cases, paper

NL = language("nl")
WIDTH = 60.0
CASES = [cases.first, cases.post, cases.pooled, cases.only_self, cases.floored, cases.identified]
PLACE = 0.005 / (WIDTH / 5) + 1e-9
"""Scale points that a mark may stand off, as lengths have two decimals."""


def charts(report: ReportContent) -> Iterable[Chart]:
    yield report.glance.chart
    yield report.mirror.chart
    for part in report.competences:
        yield part.scores
        yield part.chart
        yield from part.spreads
    for growth in report.growth.competences if report.growth else ():
        yield growth.chart


FIELD = "#f1f4f7"
"""The ground of two fields of the mirror, which is no mark."""


def content_of(case: cases.Case) -> ReportContent:
    return content(case(), NL)


def shapes(svg: str) -> list[ElementTree.Element]:
    """The marks of a picture: everything but thin lines."""
    marks = [e for e in paper.drawing(svg) if paper.tag(e) in ("circle", "polygon", "rect")]
    return [mark for mark in marks if mark.get("fill") != FIELD]


def value_at(x: float, width: float = WIDTH) -> float:
    return (x / width - 0.1) / 0.2 + 1


def bar_heights(svg: str) -> list[float]:
    """The heights of the five bars of a picture 20 wide; 0 where none is drawn."""
    heights = [0.0] * 5
    for x, height in re.findall(r"M(\S+) 10.5v-([\d.]+)h", unquote(svg)):
        heights[round(float(x) / 4 - 0.1)] = float(height)
    return heights


def lines(svg: str) -> list[tuple[float, float]]:
    """The ends of the horizontal lines, as values."""
    found = [e for e in paper.drawing(svg) if paper.tag(e) == "line"]
    flat = [e for e in found if e.attrib["y1"] == e.attrib["y2"]]
    return [(value_at(float(e.attrib["x1"])), value_at(float(e.attrib["x2"]))) for e in flat]


@pytest.mark.parametrize("case", CASES)
def test_paper_and_screen_draw_the_same_dots(case: cases.Case) -> None:
    for one in charts(content_of(case)):
        if isinstance(one, DotPlot):
            drawn = [
                value_at(paper.middle(mark)[0])
                for row in one.rows
                for mark in shapes(chart_svg.strip(one, row, WIDTH))
            ]
            shown = [x for trace in figure(one)["data"] for x in trace["x"]]
            assert sorted(drawn) == pytest.approx(sorted(shown), abs=PLACE)


@pytest.mark.parametrize("case", CASES)
def test_paper_and_screen_draw_the_same_intervals(case: cases.Case) -> None:
    for one in charts(content_of(case)):
        if isinstance(one, DotPlot):
            drawn = [end for row in one.rows for end in lines(chart_svg.strip(one, row, WIDTH))]
            shown = [
                (x - low, x + high)
                for trace in figure(one)["data"]
                for x, low, high in zip(
                    trace["x"],
                    trace["error_x"]["arrayminus"],
                    trace["error_x"]["array"],
                    strict=True,
                )
                if low or high
            ]
            flat = [value for pair in sorted(shown) for value in pair]
            assert [v for pair in sorted(drawn) for v in pair] == pytest.approx(flat, abs=PLACE)


@pytest.mark.parametrize("case", CASES)
def test_paper_and_screen_draw_the_same_bars(case: cases.Case) -> None:
    for one in charts(content_of(case)):
        if isinstance(one, Bars):
            tallest = max(count for row in one.rows for count in row.counts)
            for place, row in enumerate(one.rows):
                heights = bar_heights(chart_svg.bars(one, row, 20, 10.5))
                shown = [trace["x"][place] for trace in figure(one)["data"]]
                assert [height * tallest / 10 for height in heights] == pytest.approx(
                    shown, abs=0.02
                )


def pins(svg: str) -> dict[tuple[float, float], tuple[float, float]]:
    """Where the marks of a mirror belong that had to stand elsewhere."""
    found = {}
    for one in paper.drawing(svg):
        if paper.tag(one) == "line" and one.get("stroke") == INK:
            x1, y1, x2, y2 = (float(one.attrib[key]) for key in ("x1", "y1", "x2", "y2"))
            found[x2, y2] = x1, y1
    return found


@pytest.mark.parametrize("case", CASES)
def test_paper_and_screen_draw_the_same_mirror(case: cases.Case) -> None:
    mirror = content_of(case).mirror.chart
    side = chart_svg.MIRROR_SIDE
    svg = chart_svg.mirror(mirror, "Test")
    belongs = pins(svg)
    marks = [paper.middle(mark) for mark in shapes(svg)]
    points = [belongs.get(place, place) for place in marks]
    drawn = sorted((value_at(x, side), value_at(side - y, side)) for x, y in points)
    trace = figure(mirror)["data"][0]
    shown = sorted(zip(trace["x"], trace["y"], strict=True))
    assert [v for p in drawn for v in p] == pytest.approx([v for p in shown for v in p], abs=PLACE)


def test_paper_and_screen_draw_the_same_growth() -> None:
    for one in charts(content_of(cases.post)):
        if isinstance(one, GrowthPlot):
            marks = [paper.middle(m) for m in shapes(chart_svg.growth_strip(one, WIDTH, 4))]
            lanes = sorted({round(y, 1) for _, y in marks})
            assert len(lanes) == len(one.rows)
            for place, lane in enumerate(lanes):
                drawn = [value_at(x) for x, y in marks if round(y, 1) == lane]
                shown = [
                    x
                    for trace in figure(one)["data"]
                    if trace["y"][0] == place and trace["mode"] != "markers"
                    for x in trace["x"]
                ]
                assert drawn == pytest.approx(shown, abs=PLACE)


@pytest.mark.parametrize("case", CASES)
def test_every_figure_is_valid_for_plotly_and_json(case: cases.Case) -> None:
    for one in charts(content_of(case)):
        shown = figure(one)
        go.Figure(json.loads(json.dumps(shown, allow_nan=False)))
        assert shown["layout"]["meta"]["description"] == one.description


@pytest.mark.parametrize("case", CASES)
def test_every_figure_has_a_table_with_a_cell_for_each_column(case: cases.Case) -> None:
    for one in charts(content_of(case)):
        found = table(one)
        assert {len(row) for row in found.rows} <= {len(found.header)}
        assert len(found.rows) == len(one.points if isinstance(one, Mirror) else one.rows)


@pytest.mark.parametrize("case", CASES)
def test_every_picture_says_in_words_what_it_shows(case: cases.Case) -> None:
    for picture in paper.pictures(case):
        assert picture.attrib["alt"]


def test_a_dot_stands_at_the_published_mean() -> None:
    snapshot = cases.first()
    plot = content(snapshot, NL).glance.chart
    for row, result in zip(plot.rows, snapshot.competences, strict=True):
        for mark in row.marks:
            score = result.scores[mark.series]
            assert mark.value.number == (score.mean if isinstance(score, Score) else None)


def test_a_suppressed_cell_has_no_number_anywhere() -> None:
    snapshot = cases.first()
    result = snapshot.competences[0]
    hidden = result.items[0].model_copy(
        update={"cells": dict.fromkeys(result.items[0].cells, Suppressed(reason="too_few"))}
    )
    row = result.model_copy(update={"items": (hidden,)})
    plot = dots.items(snapshot, row, NL, "")
    assert not shapes(chart_svg.strip(plot, plot.rows[0], WIDTH))
    assert not any(trace["x"] for trace in figure(plot)["data"])
    assert set(table(plot).rows[0][1:]) == {"–"}
    assert "te weinig antwoorden" in plot.rows[0].text
    assert not re.search(r"\d,\d", plot.rows[0].text)


def test_a_floored_cell_is_hollow_and_says_below() -> None:
    plot = content_of(cases.floored).competences[0].chart
    mark = next(mark for mark in plot.rows[0].marks if mark.series == "teacher")
    assert mark.value.text == "< 1,5"
    assert 'fill="#ffffff"' in unquote(chart_svg.strip(plot, plot.rows[0], WIDTH))


def test_every_series_has_its_own_shape_and_colour() -> None:
    shown = series(cases.stress(), NL)
    assert len({one.shape for one in shown}) == len(shown)
    assert len({one.colour for one in shown}) == len(shown)


def test_a_group_keeps_its_mark_when_another_is_missing() -> None:
    peers = {one.id: one for one in series(cases.first(), NL)}
    alone = build(cases.one_round(counts={SELF: 1, "peer": 6}))
    assert {one.id: one for one in series(alone, NL)}["peer"] == peers["peer"]


def test_the_pool_has_a_mark_of_its_own() -> None:
    assert {one.id: one.shape for one in series(cases.pooled(), NL)}[POOL] == "cross"


def test_bars_exist_only_where_the_distribution_is_published() -> None:
    snapshot = cases.first()
    for part, result in zip(content(snapshot, NL).competences, snapshot.competences, strict=True):
        published = {
            (unit, item.id)
            for item in result.items
            for unit, cell in item.cells.items()
            if isinstance(cell, Published) and cell.distribution and unit != SELF
        }
        assert {(b.series.id, row.id) for b in part.spreads for row in b.rows} == published


def test_marks_at_one_place_are_set_apart_and_keep_their_field() -> None:
    side, split, radius = 96.0, 48.0, 2.4
    crowd = [(46.0, 47.0)] * 9 + [(60.0, 48.0), (60.0, 48.0), (1.0, 95.0)]
    places = apart(crowd, radius, side, split)
    assert places[0] == crowd[0]
    assert all(dist(*pair) >= 2 * radius - 1e-9 for pair in combinations(places, 2))
    assert all(x <= 46 and y <= 47 for x, y in places[1:9])
    assert all(y <= 48 for _, y in places[9:11]), "what is upon a line belongs above"
    assert all(radius <= value <= side - radius for place in places[:11] for value in place)


def test_a_word_too_long_for_its_label_takes_the_lines_it_needs() -> None:
    mirror = content_of(cases.first).mirror.chart
    long = replace(mirror.points[0], label="Schoolontwikkeling" * 5)
    labels = chart_svg.mirror_labels(replace(mirror, points=(long, *mirror.points[1:])))
    plain = chart_svg.mirror_labels(mirror)
    assert max(one.height for one in labels) > max(one.height for one in plain) + 7


def test_labels_of_the_mirror_do_not_collide() -> None:
    labels = chart_svg.mirror_labels(content_of(cases.stress).mirror.chart)
    for above, below in pairwise(labels):
        assert above.top + above.height <= below.top + 1e-9
    assert labels[-1].top + labels[-1].height <= 200

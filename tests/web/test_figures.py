"""The figures of reports on screen: what draws them, and that they say no more than the paper."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from plotly.offline import get_plotlyjs_version

import surveyapp.web
from surveyapp.reporting.chart_plotly import Table
from surveyapp.reporting.figures import Value
from surveyapp.services import reports
from surveyapp.web.figures import PLOTLY, SCRIPT, beside
from tests import cast as people
from tests.cast import Cast
from tests.web.visitor import sign_in

DECIMAL = re.compile(r"\d,\d")
WEB = Path(surveyapp.web.__file__).parent
SOURCE = (WEB / "static" / SCRIPT).read_text(encoding="utf-8")


def test_the_bundle_is_of_the_version_whose_figures_we_make() -> None:
    assert get_plotlyjs_version() == PLOTLY
    assert f"plotly.js (basic - minified) v{PLOTLY}" in SOURCE[:200]
    files = [file.name for file in (WEB / "static" / SCRIPT).parent.iterdir()]
    assert sorted(files) == ["LICENSE.md", f"plotly-basic-{PLOTLY}.min.js"]


def test_the_bundle_writes_no_styles_where_the_page_has_these_ids() -> None:
    """Otherwise our policy would forbid them, and axes and labels would lie on each other."""
    page = (WEB / "templates" / "figures.html").read_text(encoding="utf-8")
    own = re.findall(r'id="([0-9a-f]{64})"', page)
    assert [f'if(!document.getElementById("{one}")){{' in SOURCE for one in own] == [True]
    assert 'id="plotly.js-style-global" class="no-inline-styles"' in page
    assert '"plotly.js-style-"+' in SOURCE
    assert '.matches(".no-inline-styles")' in SOURCE


def test_the_bundle_is_fetched_once_in_a_year_and_sent_compressed(
    client: FlaskClient, screen: tuple[str, Any]
) -> None:
    found = re.search(r'data-plotly="([^"]+)"', screen[0])
    assert found
    with client.get(found[1], headers={"Accept-Encoding": "gzip"}) as answer:
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < 400_000
    assert f'src="{found[1]}"' not in screen[0], "it comes when a figure comes near"


def test_more_columns_stand_beside_a_table() -> None:
    shown = Table(("Rij", "Een"), (("a", "1"), ("b", "2")))
    wider = beside(shown, ("Twee", (Value("3,0", 3.0), Value("–"))), ("Drie", ()))
    assert wider == Table(("Rij", "Een", "Twee"), (("a", "1", "3,0"), ("b", "2", "–")))


@pytest.fixture
def screen(app: Flask, client: FlaskClient, cast: Cast) -> tuple[str, Any]:
    """Alice's second report as a page, and the content that both designs print."""
    with app.app_context():
        people.released_wave(cast)
        key = people.assessment(people.released_wave(cast, "post"))
        content = reports.read(key, "nl")
    sign_in(client, "Alice")
    return client.get(f"/leader/assessments/{key}/report").text, content


def test_the_page_shows_no_figure_that_the_paper_does_not(screen: tuple[str, Any]) -> None:
    page, content = screen
    known = {text for value in _values(content) for text in DECIMAL.findall(value)}
    known |= {f"{end:.1f}".replace(".", ",") for end in _numbers(content.reading.example)}
    shown = {text for said in _texts(page) for text in DECIMAL.findall(said)}
    assert len(shown) > 10
    assert shown <= known
    numbers = {round(number, 9) for number in _numbers(content)}
    for figure in _figures(page):
        for trace in figure["data"]:
            assert {round(x, 9) for x in trace["x"]} <= numbers


def test_the_page_says_all_that_the_paper_says(screen: tuple[str, Any]) -> None:
    page, content = screen
    said = " ".join(" ".join(_texts(page)).split())
    left_out = (content.plan.lead, content.cover.frozen_on)
    for sentence in _sentences(content):
        if sentence not in left_out:
            assert " ".join(sentence.split()) in said, sentence


def _sentences(content: Any) -> Iterator[str]:
    """Everything that ends as a sentence does, apart from what a design needs to draw."""
    yield from (text for text in _values(content.reading) if text.endswith("."))
    yield from (content.glance.chart.description, content.mirror.chart.description)
    for competence in content.competences:
        yield from (competence.lead, competence.behaviour, *competence.notes)
        yield from (competence.importance, competence.look_at)
        yield from (spread.description for spread in competence.spreads)
    for part in (content.growth.meanings, content.priorities.rule, content.priorities.lead):
        yield from _values(part)
    yield from (row.evidence for row in content.priorities.suggestions)
    yield from (entry.text for entry in content.account.figures + content.account.sources)
    yield content.account.fingerprint


def _values(thing: Any) -> Iterator[str]:
    """Every text within the content."""
    if isinstance(thing, str):
        yield thing
    for part in _parts(thing):
        yield from _values(part)


def _numbers(thing: Any) -> Iterator[float]:
    """Every number within the content."""
    if isinstance(thing, int | float) and not isinstance(thing, bool):
        yield float(thing)
    for part in _parts(thing):
        yield from _numbers(part)


def _parts(thing: Any) -> Iterator[Any]:
    if is_dataclass(thing):
        yield from (getattr(thing, field.name) for field in fields(thing))
    elif isinstance(thing, dict):
        yield from thing.values()
    elif isinstance(thing, tuple | list):
        yield from thing


def _figures(page: str) -> list[dict[str, Any]]:
    found = re.findall(r'class="figure">(.*?)</script>', page, re.DOTALL)
    assert len(found) > 10
    return [json.loads(text) for text in found]


def _texts(page: str) -> Iterator[str]:
    """What stands on the page, and in its figures."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    for script in list(tree.iter("script")):
        script.text = ""
    yield from tree.itertext()
    for figure in _figures(page):
        for trace in figure["data"]:
            yield from (str(text) for text in trace.get("text", ()))

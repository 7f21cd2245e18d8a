"""What became of priorities, on paper, on screen and in sentences: the same figures, honestly."""

import json
import re
from datetime import date
from functools import cache

import plotly.graph_objects as go
import pytest

from surveyapp.core.choices import Choices, Priority
from surveyapp.core.effect import effect
from surveyapp.core.effect_record import (
    Effect,
    Figure,
    Gap,
    LeftOut,
    Line,
    Moment,
    PriorityEffect,
    Said,
)
from surveyapp.core.instrument import SELF
from surveyapp.core.snapshot import Change, SelfChange
from surveyapp.languages import language
from surveyapp.reporting import chart_svg
from surveyapp.reporting.chart_plotly import figure, table
from surveyapp.reporting.content import content
from surveyapp.reporting.parts.effect import EffectPart
from surveyapp.reporting.parts.effect import effect as part_of
from surveyapp.reporting.pdf import render_html, render_pdf
from surveyapp.reporting.sentences import effect as sentences
from tests.builders import POST, PRE, PULSE, both
from tests.reporting import cases, paper
from tests.reporting.printed import DECIMAL, printed

NL, EN = language("nl"), language("en")
CLEAR = Change(
    before=3.0, after=4.0, items=8, respondents_before=9, respondents_after=9, word="clear"
)


def part(code: str = "nl") -> EffectPart:
    found = part_of(cases.became(), language(code))
    assert found is not None
    return found


def line(unit: str, *means: float, said: Change | SelfChange | None = None) -> Line:
    """A line over one statement; what its report says rests on eight."""
    return Line(
        id=unit.lower(),
        label={"nl": unit, "en": unit},
        items=("c1-1",),
        figures=tuple(Figure(mean=mean) for mean in means),
        respondents=(9,) * len(means),
        said=(Said(wave=POST, change=said, items=8),) if said else (),
    )


def priority(*lines: Line, others: tuple[Figure, ...] = ()) -> PriorityEffect:
    return PriorityEffect(
        competence="c1",
        title=both("Eén"),
        aim="strength",
        waves=tuple(Moment(wave=wave, frozen_on=date(2026, 11, 2)) for wave in (PRE, POST)),
        lines=lines,
        others=others,
    )


def two(
    before: float, after: float, *, floored: bool = False, later: bool = False
) -> tuple[Figure, ...]:
    return Figure(mean=before, floored=floored), Figure(mean=after, floored=later)


def test_every_figure_on_the_page_is_one_of_the_effect() -> None:
    for shown, made in zip(part().priorities, cases.became().priorities, strict=True):
        rows = {row.id: [value.text for value in row.values] for row in shown.chart.rows}
        wanted = {one.id: [printed(f.mean) for f in one.figures] for one in made.lines}
        if made.others:
            wanted["others"] = [printed(one.mean) for one in made.others]
        assert rows == wanted
        assert [cells[1:] for cells in table(shown.chart).rows] == [
            tuple(values) for values in rows.values()
        ]


@cache
def document(name: str) -> bytes:
    return render_pdf(cases.post(), "nl", name, effect=cases.became())


@pytest.mark.parametrize("name", ["classic", "compact"])
def test_the_printed_part_says_these_figures_and_no_others(name: str) -> None:
    text = " ".join(paper.text_of(document(name)))
    printed_part = text[text.index("Na ‘Beginmeting’ koos u") :]
    rows = [row for one in part().priorities for row in one.chart.rows]
    for row in rows:
        assert " ".join(value.text for value in row.values) in printed_part
    end = printed_part.index("In hun eigen woorden" if name == "compact" else "Prioriteiten")
    known = {value.text for row in rows for value in row.values}
    known |= {n for one in part().priorities for n in DECIMAL.findall(one.looking_back)}
    assert set(DECIMAL.findall(printed_part[:end])) <= known


def test_the_same_effect_is_printed_to_the_same_bytes_and_only_where_it_is_given() -> None:
    again = render_pdf(cases.post(), "nl", "compact", effect=cases.became())
    assert again == document("compact")
    assert content(cases.post(), NL).effect is None
    assert "Wat u deed" not in render_html(cases.post())


def test_paper_and_screen_draw_the_same_marks() -> None:
    for one in part().priorities:
        drawn_on_screen = figure(one.chart)
        go.Figure(json.loads(json.dumps(drawn_on_screen, allow_nan=False)))
        for row, trace in zip(one.chart.rows, drawn_on_screen["data"], strict=True):
            drawing = paper.drawing(chart_svg.waves_strip(row, 100, "Test"))
            kinds = ("circle", "polygon", "rect")
            marks = [each for each in drawing if paper.tag(each) in kinds]
            if marks:
                drawn = [(paper.middle(mark)[0] / 100 - 0.1) / 0.2 + 1 for mark in marks]
                assert drawn == pytest.approx(trace["x"], abs=0.01)
            letters = [each.text for each in drawing if paper.tag(each) == "text"]
            assert letters == list(row.letters)


def test_what_she_did_stands_beside_it_and_explains_nothing() -> None:
    first, second = part().priorities
    assert [(deed.day, deed.text, deed.level) for deed in first.deeds] == [
        ("1 december 2026", "Lesbezoek", "Mijn eigen functioneren")
    ]
    assert (first.done, second.done) == (
        "Er staat nog 1 actie open.",
        "In uw plan is geen actie als gedaan aangemerkt.",
    )
    claims = re.compile(r"\b(because|thanks to|due to|caused|therefore|omdat|dankzij|doordat)\b")
    for code in ("nl", "en"):
        assert not claims.search(str(part(code)))


def test_what_is_missing_is_said() -> None:
    first, second = part().priorities
    assert first.which == "De cijfers gaan over de stellingen 1, 3 en 6 van deze competentie."
    assert first.notes[0] == "Uzelf: alleen de stellingen 1 en 6."
    assert first.notes[-1] == "Collega-schoolleiders: anders samengesteld in ‘Tussenmeting’."
    assert second.notes[-1].startswith("‘Tussenmeting’ telt hier niet mee: deze stellingen")


@pytest.mark.parametrize(
    ("found", "dutch", "english"),
    [
        (
            priority(line("Leraren", 3.0, 4.0, said=CLEAR), others=two(3.0, 4.0)),
            "Alle anderen: van 3,0 naar 4,0. Het rapport noemt dit duidelijk hoger bij: Leraren.",
            "All others: from 3.0 to 4.0. The report calls this clearly higher for: Leraren.",
        ),
        (
            priority(
                line("Leraren", 3.0, 2.0, said=CLEAR.model_copy(update={"after": 2.0})),
                others=two(3.0, 2.0, floored=True),
            ),
            "Alle anderen: van hoogstens 3,0 naar 2,0. Het rapport noemt dit duidelijk lager bij: "
            "Leraren.",
            "All others: from at most 3.0 to 2.0. The report calls this clearly lower for: "
            "Leraren.",
        ),
        (
            priority(line("Leraren", 2.0, 2.0), others=two(2.0, 2.0, floored=True, later=True)),
            "Alle anderen: van hoogstens 2,0 naar hoogstens 2,0.",
            "All others: from at most 2.0 to at most 2.0.",
        ),
        (
            priority(
                line("Leraren", 3.0, 3.0, said=CLEAR.model_copy(update={"word": "chance"})),
                others=two(3.0, 3.04),
            ),
            "Alle anderen: 3,0, net als aan het begin. Het rapport laat bij geen enkele groep een "
            "duidelijke verandering zien.",
            "All others: 3.0, as at the start. The report shows no clear change in any group.",
        ),
        (
            priority(line("Leraren", 3.0, 4.0), others=two(3.0, 4.0)),
            "Alle anderen: van 3,0 naar 4,0.",
            "All others: from 3.0 to 4.0.",
        ),
        (
            priority(line(SELF, 3.0, 4.0)),
            "Geen enkele groep heeft cijfers in al deze metingen. Alleen uw eigen beeld is te "
            "vergelijken.",
            "No group has figures in all these waves. Only your own picture can be compared.",
        ),
    ],
)
def test_the_sentence_above_the_chart(found: PriorityEffect, dutch: str, english: str) -> None:
    assert (sentences.lead(found, NL), sentences.lead(found, EN)) == (dutch, english)


def test_the_word_of_a_row_says_over_how_many_statements_it_was_given() -> None:
    row = line("Leraren", 3.0, 4.0, said=CLEAR)
    found = priority(row)
    word = sentences.word(sentences.last_said(row, found), row, NL)
    assert word == "duidelijk hoger, over 8 stellingen"
    same = row.model_copy(update={"items": tuple(f"c1-{n}" for n in range(1, 9))})
    assert sentences.word(sentences.last_said(same, found), same, EN) == "clearly higher"
    own = SelfChange(before=3.0, after=4.0, then=None, word="cannot_tell")
    mine = line(SELF, 3.0, 4.0, said=own)
    said = sentences.last_said(mine, found)
    assert sentences.word(said, mine, EN) == "cannot tell, over 8 statements"
    assert sentences.word(None, row, NL) == ""


@pytest.mark.parametrize(
    ("gap", "dutch"),
    [
        (
            Gap(id="board", label=both("Bestuur"), wave=PULSE, reason="too_few"),
            "Bestuur (nl): te weinig antwoorden in ‘Tussenmeting’.",
        ),
        (
            Gap(id="board", label=both("Bestuur"), wave=PULSE, reason="other_groups"),
            "Bestuur (nl): anders samengesteld in ‘Tussenmeting’.",
        ),
        (
            Gap(id="board", label=both("Bestuur"), wave=PULSE, reason="no_items"),
            "Bestuur (nl): geen enkele stelling kreeg elke keer genoeg antwoorden.",
        ),
        (
            Gap(id=SELF, label=both("Uzelf"), wave=PULSE, reason="too_few"),
            "U vulde dit zelf niet in bij ‘Tussenmeting’.",
        ),
    ],
)
def test_why_a_group_has_no_row(gap: Gap, dutch: str) -> None:
    assert sentences.gap(gap, NL) == dutch


@pytest.mark.parametrize(
    ("reason", "dutch"),
    [
        ("too_few", "te weinig antwoorden."),
        ("other_groups", "de groepen waren anders samengesteld."),
        ("no_items", "deze stellingen zijn toen niet gevraagd."),
    ],
)
def test_why_a_wave_is_not_compared(reason: str, dutch: str) -> None:
    one = LeftOut.model_validate({"wave": PULSE, "reason": reason})
    assert sentences.left_out(one, NL) == f"‘Tussenmeting’ telt hier niet mee: {dutch}"


def test_before_a_later_wave_the_page_says_so_and_shows_what_was_done() -> None:
    found = part_of(_at_the_start(), EN)
    assert found is not None
    [one] = found.priorities
    assert (one.lead, one.chart.rows) == ("There is no later wave to compare with yet.", ())
    assert part_of(None, EN) is None
    assert part_of(_at_the_start().model_copy(update={"priorities": ()}), EN) is None


def _at_the_start() -> Effect:
    return effect(
        Choices(priorities=(Priority(competence="c1", aim="strength"),)), cases.first(), []
    )

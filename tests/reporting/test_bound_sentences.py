"""What the report says beside "≤": only what holds wherever the true figure lies (rule P6)."""

from datetime import date

import pytest

from surveyapp.core.base import NOISE
from surveyapp.core.share import Sheet
from surveyapp.core.snapshot import (
    Below,
    CompetenceResult,
    Published,
    Score,
)
from surveyapp.reporting import chart_plotly, chart_svg, figures
from surveyapp.reporting.chart_svg.drawing import PAPER
from surveyapp.reporting.figures import Value
from surveyapp.reporting.parts import overview as parts
from surveyapp.reporting.sentences import (
    choosing,
    competence,
    opening,
    overview,
)
from surveyapp.reporting.sentences import sheet as sheets
from surveyapp.reporting.sentences.extremes import extremes
from tests.reporting import cases, paper
from tests.reporting.scored import EN, NL, ONE, THREE, TWO, profile, result


def test_a_floored_score_is_said_to_be_an_upper_bound() -> None:
    row = result(3.0, 1.5, floored=True)
    assert "de anderen geven u hoogstens 1,5" in competence.self_and_others(row, NL)
    assert "the others give you at most 1.5" in competence.self_and_others(row, EN)


@pytest.mark.parametrize(
    ("own", "bound", "dutch", "english"),
    [
        (4.2, 3.1, "Uw eigen beeld is duidelijk positiever.", "clearly more favourable."),
        (4.0, 3.1, "", ""),  # 0.9 to 1.4: a little, or clearly
        (3.0, 3.1, "U kijkt er ongeveer hetzelfde naar.", "in much the same way."),
        (3.3, 3.1, "", ""),  # 0.2 to 0.7: the same, or higher
        (2.4, 3.1, "", ""),  # -0.7 to -0.2: lower, or the same
        (1.5, 3.1, "Zij zijn duidelijk positiever dan u.", "clearly more favourable than you are."),
    ],
)
def test_beside_a_bound_only_is_said_what_holds_wherever_the_figure_lies(
    own: float, bound: float, dutch: str, english: str
) -> None:
    row = result(own, bound, floored=True)
    for words, told in ((NL, dutch), (EN, english)):
        _, _, said = competence.self_and_others(row, words).partition(f"{words.number(bound)}.")
        assert said.endswith(told)
        assert bool(said) == bool(told)


NOT_CERTAIN = (
    "Welke het hoogst en welke het laagst is, is niet zeker: een cijfer met ‘≤’ kan lager zijn."
)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            # 2.9 may be 2.4, above the third; the first is 1.1 to 1.6 above.
            [(4.0, 2.9), (4.2, 4.2), (2.2, 2.2)],
            f"De anderen beoordelen u het hoogst op {TWO}. Zij beoordelen u het laagst op {THREE}. "
            f"U bent positiever dan de anderen over: {ONE}. Over 2 competenties denkt u ongeveer "
            "hetzelfde.",
        ),
        (
            # 2.6 may be 2.1, below the third; her own 2.8 may be the same, or higher.
            [(2.8, 2.6), (4.2, 4.2), (2.2, 2.2)],
            f"De anderen beoordelen u het hoogst op {TWO}. Welke het laagst is, is niet zeker: een "
            "cijfer met ‘≤’ kan lager zijn. Over 2 competenties denkt u ongeveer hetzelfde.",
        ),
        (
            # 3.3 may be 2.8, more than half a point below the second, but never above it.
            [(3.5, 3.3), (None, 3.4)],
            f"De anderen beoordelen u het hoogst op {TWO}. Zij beoordelen u het laagst op {ONE}.",
        ),
        (
            # 3.9 may be 3.4, below the second; both are above the third.
            [(None, 3.9), (None, 3.6), (None, 2.2)],
            f"De anderen beoordelen u het laagst op {THREE}. Welke het hoogst is, is niet zeker: "
            "een cijfer met ‘≤’ kan lager zijn. U hebt uzelf niet beoordeeld.",
        ),
        ([(3.5, 3.3)], "U ziet hier uw eigen beeld naast dat van de anderen."),
    ],
)
def test_at_a_glance_nothing_is_said_that_a_bound_may_make_false(
    rows: list[tuple[float | None, float | None]], said: str
) -> None:
    assert overview.glance(profile(*rows, floored=[1]), NL) == said


def test_what_a_bound_may_make_false_in_english() -> None:
    end = "is not certain: a figure with “≤” may be lower. You did not rate yourself."
    rows = (None, 3.9), (None, 3.8), (None, 3.6)
    neither = profile(*rows, floored=[1, 3])  # 3.9 may be 3.4, and 3.6 may be 3.1
    assert overview.glance(neither, EN) == f"Which is highest and which is lowest {end}"
    assert overview.glance(neither, NL) == f"{NOT_CERTAIN} U hebt uzelf niet beoordeeld."
    assert overview.glance(profile(*rows[:2], (None, 2.2), floored=[1]), EN) == (
        f"The others rate you lowest on “Competentie 3 (en)”. Which is highest {end}"
    )
    rows = (None, 2.6), (None, 4.2), (None, 2.2)
    assert overview.glance(profile(*rows, floored=[1]), EN) == (
        f"The others rate you highest on “Competentie 2 (en)”. Which is lowest {end}"
    )
    one = overview.glance(profile((3.5, 3.3), floored=[1]), EN)
    assert one == "You see here your own picture beside that of the others."


@pytest.mark.parametrize(
    ("rows", "dutch", "english"),
    [
        (
            # 2.6 may be 2.1, below the third.
            (2.6, 4.2, 2.2),
            "Van wat hier staat, scoort Alice de Vries bij de anderen het hoogst op ‘Titel 2’. "
            "Welke het laagst is, is niet zeker: een cijfer met ‘≤’ kan lager zijn.",
            "Of what is shown here, the others rate Alice de Vries highest on “Title 2”. Which is "
            "lowest is not certain: a figure with “≤” may be lower.",
        ),
        (
            # 3.9 may be 3.4, below the second.
            (3.9, 3.6, 2.2),
            "Van wat hier staat, scoort Alice de Vries bij de anderen het laagst op ‘Titel 3’. "
            "Welke het hoogst is, is niet zeker: een cijfer met ‘≤’ kan lager zijn.",
            "Of what is shown here, the others rate Alice de Vries lowest on “Title 3”. Which is "
            "highest is not certain: a figure with “≤” may be lower.",
        ),
    ],
)
def test_a_sheet_names_the_end_that_is_certain(
    rows: tuple[float, ...], dutch: str, english: str
) -> None:
    shown = profile(*((None, mean) for mean in rows), floored=[1]).competences
    sheet = Sheet(
        leader="Alice de Vries",
        school="De Brug",
        programme="Leren leiden",
        recipient="Bestuur",
        until=date(2027, 1, 1),
        read_on=date(2026, 11, 22),
        titles={f"c{n}": {"nl": f"Titel {n}", "en": f"Title {n}"} for n in (1, 2, 3)},
        scores=shown,
    )
    assert sheets.scores(sheet, NL) == dutch
    assert sheets.scores(sheet, EN) == english


def test_where_others_may_differ_more_than_the_bound_shows_that_is_not_ruled_out() -> None:
    for words, said in (
        (NL, "Nergens met zekerheid meer dan een half punt."),
        (EN, "Nowhere more than half a point for sure."),
    ):
        _, _, gaps, _ = parts.glance(
            profile((3.5, 3.3), (2.0, 2.7), floored=[1, 2]), words
        ).highlights
        assert (gaps.lines, gaps.empty) == ((), said)


def test_the_mirror_leaves_out_whose_field_is_not_certain() -> None:
    """3.6 may be 3.1, on the other side of the line."""
    rows = (3.0, 3.6), (3.0, 3.9)
    assert overview.mirror(profile(*rows, floored=[1]), NL) == (
        f"Anderen zien meer kracht dan u bij: {TWO}."
    )
    fields = parts.mirror(profile(*rows, floored=[1]), NL).fields
    assert [len(field.competences) for field in fields] == [0, 1, 0, 0, 1]
    told = fields[-1]
    assert (told.name, told.competences) == ("Niet zeker", ("1. Competentie 1 (nl)",))
    assert told.meaning == "Een cijfer met ‘≤’ kan lager zijn, en dan in een ander vak liggen."
    told = parts.mirror(profile(*rows, floored=[1]), EN).fields[-1]
    assert told.name == "Not certain"
    assert told.meaning == "A figure with “≤” may be lower, and then lie in another field."
    assert len(parts.mirror(profile(*rows), EN).fields) == len(overview.FIELDS)


def test_neither_the_words_nor_the_table_of_the_mirror_name_a_field_that_is_not_certain() -> None:
    rows = (3.0, 3.6), (3.0, 3.9)
    for words, open_ended, name in (
        (NL, "uzelf 3,0; alle anderen ≤ 3,6", "Verborgen kracht"),
        (EN, "yourself 3.0; all others ≤ 3.6", "Hidden strength"),
    ):
        chart = parts.mirror(profile(*rows, floored=[1]), words).chart
        first, second = chart.points
        assert first.text.endswith(open_ended)
        assert second.text.endswith(f"; {name}")
        assert [row[-1] for row in chart_plotly.table(chart).rows] == ["", name]
        marker = chart_plotly.figure(chart)["data"][0]["marker"]
        assert marker["symbol"] == ["circle-open", "circle"]
        for svg in (chart_svg.mirror(chart, "Test"), chart_svg.mirror_alone(chart, 64, "Test")):
            marks = [mark for mark in paper.drawing(svg) if paper.tag(mark) == "circle"]
            assert sorted(mark.get("fill") == PAPER for mark in marks) == [False, True]


def test_where_no_field_is_certain_the_mirror_says_so_once() -> None:
    for words, said in (
        (NL, "Van geen enkele competentie is het vak zeker: een cijfer met ‘≤’ kan lager zijn."),
        (EN, "Of no competence is the field certain: a figure with “≤” may be lower."),
    ):
        part = parts.mirror(profile((3.0, 3.6), floored=[1]), words)
        assert (part.chart.description, part.lines) == (said, overview.mirror_lines(words))


def test_one_field_that_is_not_certain_leaves_the_count_of_the_others() -> None:
    """3.6 may be 3.1; two of the others are on the same side for certain."""
    rows = (3.0, 3.6), (4.0, 4.2), (3.0, 3.1), (3.0, 3.9)
    assert overview.mirror(profile(*rows, floored=[1]), NL) == (
        "Bij minstens 2 van de 4 competenties staan u en de anderen aan dezelfde kant. Anderen "
        "zien meer kracht dan u bij: ‘Competentie 4 (nl)’."
    )
    assert overview.mirror(profile(*rows, floored=[1]), EN) == (
        "On at least 2 of 4 competences you and the others are on the same side. Others see more "
        "strength than you do in: “Competentie 4 (en)”."
    )


def test_a_hollow_mark_is_explained_where_there_is_one() -> None:
    assert opening.hollow(cases.first(), NL) == ""
    assert opening.hollow(cases.floored(), NL) == (
        "Een open teken, met ‘<’ of ‘≤’, staat voor dat cijfer of lager. Preciezer zou laten zien "
        "wat ieder heeft geantwoord."
    )


@pytest.mark.parametrize(
    ("teacher", "peer", "board", "said"),
    [
        # 4.2 may be 3.7, below the peers.
        (4.2, 4.0, 2.0, "Laagste score: Bestuur (2,0)."),
        # 2.4 may be 1.9, below the board.
        (2.4, 4.0, 2.0, "Hoogste score: Collega-schoolleiders (4,0)."),
        # 2.4 may be 1.9: more than half a point below the others, but never above them.
        (
            2.4,
            2.6,
            2.6,
            "Hoogste score: Collega-schoolleiders en Bestuur (2,6). Laagste score: Leraren "
            "(hoogstens 2,4).",
        ),
        (
            3.0,
            4.0,
            2.0,
            "Hoogste score: Collega-schoolleiders (4,0). Laagste score: Bestuur (2,0).",
        ),
        (
            2.0,
            4.0,
            2.0,
            "Hoogste score: Collega-schoolleiders (4,0). Laagste score: Leraren (hoogstens 2,0).",
        ),
    ],
)
def test_the_group_with_a_bound_is_placed_only_where_that_is_certain(
    teacher: float, peer: float, board: float, said: str
) -> None:
    scores = {
        "teacher": Score(mean=teacher, items=2, floored=True),
        "peer": Score(mean=peer, items=2),
        "board": Score(mean=board, items=2),
    }
    row = result(3.0, 3.0).model_copy(update={"scores": scores})
    assert competence.highest_and_lowest(cases.first(), row, NL) == said


def test_where_neither_end_is_certain_no_group_is_named() -> None:
    """4.2 may be 3.7, and 3.8 may be 3.3."""
    scores = {
        "teacher": Score(mean=4.2, items=2, floored=True),
        "peer": Score(mean=4.0, items=2),
        "board": Score(mean=3.8, items=2, floored=True),
    }
    row = result(3.0, 3.0).model_copy(update={"scores": scores})
    assert competence.highest_and_lowest(cases.first(), row, NL) == ""


def test_an_order_does_not_depend_on_how_a_figure_was_added_up() -> None:
    """The bound may be 2.5 at the least, as the other one is."""
    bound = Value("≤ 3.0", 3.0, bound="at most", slack=0.5)
    assert extremes({1: bound, 2: Value("2.5", 2.5 + NOISE / 2)}) == ([1], [2])


def test_a_group_is_called_high_only_where_that_is_certain() -> None:
    snapshot = cases.first()
    row = snapshot.suggestions[0].model_copy(update={"high_units": ("teacher", "peer")})
    scores = {"teacher": Score(mean=4.2, items=2, floored=True), "peer": Score(mean=4.0, items=2)}
    first = snapshot.competences[0].model_copy(update={"scores": scores})
    changed = snapshot.model_copy(update={"competences": (first, *snapshot.competences[1:])})
    said = "Hoog bij: Collega-schoolleiders. Misschien hoog bij: Leraren (hoogstens 4,2)."
    assert said in choosing.evidence(row, changed, NL)
    said = "Rated high by: Fellow leaders. Perhaps rated high by: Teachers (at most 4.2)."
    assert said in choosing.evidence(row, changed, EN)


def test_how_important_it_is_is_a_bound_where_a_cell_is() -> None:
    """Teachers below 1.5, which counts as 1.5, and 3 of the fellow school leaders: 2.25."""
    snapshot = cases.first()
    given = {"teacher": Below(n=9, cannot_judge=0), "peer": Published(mean=3, n=4, cannot_judge=0)}
    update = {"importance": given, "importance_others": 2.25}
    first = snapshot.competences[0].model_copy(update=update)
    changed = snapshot.model_copy(update={"competences": (first, *snapshot.competences[1:])})
    row = snapshot.suggestions[0].model_copy(update={"importance": 2.25})
    told = choosing.evidence(row, changed, NL)
    assert told.endswith("Belang voor de school: hoogstens 2,3.")
    told = choosing.evidence(row, changed, EN)
    assert told.endswith("Importance for the school: at most 2.3.")


def test_where_the_pictures_differ_most_goes_by_what_is_certain() -> None:
    """The others' 3.5 may be 3.0, so it is 1.0 to 1.5 from her own; the second 1.2."""
    for words in (NL, EN):
        snapshot = profile((2.0, 3.5), (3.0, 4.2), floored=[1])
        _, _, gaps, _ = parts.glance(snapshot, words).highlights
        assert [line.label[:13] for line in gaps.lines] == ["Competentie 2", "Competentie 1"]


def lowest_of_others(row: CompetenceResult) -> float:
    """All others on a competence if each cell "below 1.5" were unanimous."""
    means = []
    for unit, score in row.scores.items():
        cells = [item.cells[unit] for item in row.items if unit in item.cells]
        if unit != "self" and isinstance(score, Score):
            values = [cell.mean for cell in cells if isinstance(cell, Published)]
            means.append(
                sum(values + [1.0] * sum(isinstance(cell, Below) for cell in cells)) / score.items
            )
    return sum(means) / len(means)


@pytest.mark.rule("P6")
def test_how_low_a_figure_may_be_is_worked_out_from_what_is_published() -> None:
    values = {row.id: (row, figures.others_score(row, NL)) for row in cases.floored().competences}
    assert any(value.slack for _, value in values.values())
    for row, value in values.values():
        assert value.least == pytest.approx(lowest_of_others(row))

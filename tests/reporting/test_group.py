"""The group report on paper: every figure is the snapshot's, and nobody is in it."""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from surveyapp.core.group_report import GroupSnapshot, LeadersMean, Section, build
from surveyapp.core.snapshot import Suppressed
from surveyapp.languages import language
from surveyapp.reporting import pdf
from surveyapp.reporting.group_content import group_content
from surveyapp.reporting.sentences import group as sentences
from tests.reporting import cases, paper
from tests.reporting.printed import DECIMAL, printed

NL, EN = language("nl"), language("en")


def pages(snapshot: GroupSnapshot) -> list[str]:
    """The text of each page."""
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    found = subprocess.run(
        command, input=pdf.render_group_pdf(snapshot), stdout=subprocess.PIPE, check=True
    )
    return [" ".join(page.split()) for page in found.stdout.decode().split("\f")[:-1]]


def test_every_number_of_a_group_is_that_of_the_snapshot() -> None:
    snapshot = cases.together()
    found = pages(snapshot)
    assert len(found) == 3
    east = found[1]
    assert "Oost" in east
    assert Counter(DECIMAL.findall(east)) == _expected(snapshot.groups[0])


def _expected(section: Section) -> Counter[str]:
    found: list[str] = []
    for row in section.competences:
        found += [printed(c.mean) for c in row.scores.values() if isinstance(c, LeadersMean)]
        if row.others is not None:
            found.append(printed(row.others))
    others = [row.others for row in section.competences if row.others is not None]
    found += [printed(max(others)), printed(min(others))]
    needed = sorted((row.importance_others or 0 for row in section.competences), reverse=True)
    return Counter(found + [printed(value) for value in needed[:3]])


def test_a_group_of_fewer_than_five_is_named_and_has_no_figure() -> None:
    content = group_content(cases.together(), NL)
    assert [part.title for part in content.sections] == ["Alle schoolleiders", "Oost", "West"]
    assert content.left_out == (
        "Zonder eigen pagina, omdat zij minder dan 5 schoolleiders hebben: Zuid."
    )


def test_every_report_says_that_a_figure_may_be_lower_and_no_figure_says_so() -> None:
    account = {one.term: one.text for one in group_content(cases.together(), NL).account}
    assert account["Lager dan 1,5"].endswith("Een cijfer kan in werkelijkheid dus iets lager zijn.")
    assert not any("≤" in page for page in pages(cases.together()))


def test_where_one_group_is_all_there_is_it_is_said_once() -> None:
    content = group_content(cases.one_group(), EN)
    assert [part.title for part in content.sections] == ["Oost"]
    assert content.sections[0].about == "5 school leaders"
    assert content.left_out == ""


def _section(*rows: tuple[float | None, float | None]) -> Section:
    """A section with these means of the leaders themselves and of all others."""
    plain = cases.one_group().whole
    competences = tuple(
        plain.competences[place].model_copy(
            update={
                "scores": {
                    "self": LeadersMean(mean=own, leaders=5)
                    if own is not None
                    else Suppressed(reason="too_few")
                },
                "others": others,
            }
        )
        for place, (own, others) in enumerate(rows)
    )
    return plain.model_copy(update={"competences": competences})


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [(3.0, 4.2), (3.0, 3.1)],
            "Others see most of “Competentie 1 (en)” (4.2). They see least of "
            "“Competentie 2 (en)” (3.1).",
        ),
        (
            [(3.0, 3.5), (3.0, 3.2)],
            "Others see all competences about equally. The figures lie between 3.2 and 3.5.",
        ),
        ([(3.0, None)], "Too few school leaders have figures of others."),
    ],
)
def test_the_sentence_about_the_profile(
    rows: list[tuple[float | None, float | None]], said: str
) -> None:
    assert sentences.profile(_section(*rows), cases.one_group(), EN) == said


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(3.0, 3.4), (3.5, 3.0)], "The leaders see themselves much as others see them."),
        (
            [(4.0, 3.4), (3.5, 3.0)],
            "The leaders see themselves more favourably than others do in 1 of 2 competences.",
        ),
        (
            [(3.0, 4.0), (3.5, 3.0)],
            "The leaders see themselves less favourably than others do in 1 of 2 competences.",
        ),
        (
            [(3.0, 4.0), (4.0, 3.0)],
            "The leaders see themselves more favourably than others do in 1 of 2 competences. In 1 "
            "they see themselves less favourably.",
        ),
        ([(None, 4.0), (3.0, None)], ""),
    ],
)
def test_the_sentence_about_self_and_others(
    rows: list[tuple[float | None, float | None]], said: str
) -> None:
    assert sentences.standing(_section(*rows), EN) == said


def test_figures_of_fewer_leaders_say_so() -> None:
    section = _section((3.0, 4.0), (3.0, 4.0)).model_copy(update={"leaders": 7})
    units = tuple(unit for unit in cases.one_group().units if unit.id == "self")
    snapshot = cases.one_group().model_copy(update={"units": units})
    assert sentences.counts(section, snapshot, EN) == (
        "The leaders themselves: figures of 5 school leaders.",
    )


def test_it_is_tagged_the_same_every_time_and_names_no_leader() -> None:
    first, second = (pdf.render_group_pdf(cases.together()) for _ in range(2))
    assert first == second
    with pikepdf.open(BytesIO(first)) as opened:
        found = [tag for tag in paper.tags(opened) if tag.S == "/Figure"]
        assert found
        assert all(str(tag.Alt) for tag in found)
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
    assert not re.search("Alice|De Brug", " ".join(pages(cases.together())))


def test_long_names_stay_on_the_page(caplog: pytest.LogCaptureFixture) -> None:
    groups = [
        replace(group, label=f"{cases.LONG_TITLE} {cases.LONG_WORD}")
        for group in [cases._learning_group("Oost", 5, 0)]
    ]
    snapshot = build(groups, cases.together().frozen_on)
    long = snapshot.model_copy(update={"programme": cases.LONG_TITLE})
    assert pdf.render_group_pdf(long)
    assert not caplog.records

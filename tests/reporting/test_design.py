"""Designs: found by their folder, closed in by it, complete in every language."""

import shutil
from pathlib import Path

import pytest

from surveyapp.core.errors import SurveyError
from surveyapp.languages import language, languages
from surveyapp.reporting import pdf
from surveyapp.reporting.design import DesignError, design, designs, folder, read
from tests.catalogues import check_catalogue
from tests.reporting import cases


def test_every_message_is_translated_and_none_is_left_over() -> None:
    check_catalogue("report.po", "surveyapp/reporting/**/*.py", "reports/**/*.html")


@pytest.mark.parametrize("name", designs())
@pytest.mark.parametrize("code", languages())
def test_every_design_is_set_in_every_language(name: str, code: str) -> None:
    assert pdf.render_pdf(cases.only_self(), code, name).startswith(b"%PDF-1.7")
    assert design(name).title(language(code))


@pytest.mark.parametrize("name", designs("group"))
@pytest.mark.parametrize("code", languages())
def test_every_design_of_a_group_report_is_set_in_every_language(name: str, code: str) -> None:
    assert pdf.render_group_pdf(cases.together(), code, name).startswith(b"%PDF-1.7")
    assert design(name, "group").title(language(code))


def test_a_design_draws_one_kind_of_document() -> None:
    assert not set(designs()) & set(designs("group"))
    with pytest.raises(SurveyError, match="Choose one of: classic, compact"):
        design("group")


@pytest.mark.parametrize("name", [*designs(), *designs("group"), *designs("sheet")])
def test_the_numbers_of_a_scale_without_room_for_words_stand_on_one_line(name: str) -> None:
    """As blocks they would stand on one another, beside the columns that they name."""
    assert '<b class="point">' in (folder() / name / "macros.html").read_text(encoding="utf-8")
    sheet = (folder() / name / "css" / "style.css").read_text(encoding="utf-8")
    assert ".scale b.point { display: inline-block; width: 20%;" in sheet


def test_an_unknown_design_names_those_there_are() -> None:
    with pytest.raises(SurveyError, match="Choose one of: classic"):
        design("gothic")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the classic design without its fonts, to spoil."""
    target = tmp_path / "mine"
    shutil.copytree(folder() / "classic", target)
    return target


def test_a_missing_picture_stops_the_document(copy: Path) -> None:
    (copy / "img" / "grid.svg").unlink()
    with pytest.raises(DesignError, match=r"grid\.svg"):
        pdf.lay_out(cases.only_self(), "nl", read(copy))


def test_a_missing_font_stops_the_document(copy: Path) -> None:
    (copy / "fonts" / "SourceSans3-It.otf").unlink()
    with pytest.raises(DesignError, match="SourceSans3-It"):
        pdf.lay_out(cases.only_self(), "nl", read(copy))


def test_a_missing_section_stops_the_document(copy: Path) -> None:
    (copy / "sections" / "plan.html").unlink()
    with pytest.raises(DesignError, match=r"no file sections/plan\.html"):
        pdf.lay_out(cases.only_self(), "nl", read(copy))


def test_a_misspelt_name_in_a_section_stops_the_document(copy: Path) -> None:
    (copy / "sections" / "plan.html").write_text("{{ report.plna }}", encoding="utf-8")
    with pytest.raises(DesignError, match="plna"):
        pdf.lay_out(cases.only_self(), "nl", read(copy))


def test_a_design_file_with_a_mistake_is_refused(copy: Path) -> None:
    (copy / "design.yaml").write_text("name: {nl: Mijn}\n", encoding="utf-8")
    with pytest.raises(DesignError, match="mine"):
        read(copy)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "https://example.org/a.png",
        "http://localhost/a.png",
        "data:image/png;base64,AAAA",
        "file://elsewhere/etc/passwd",
    ],
)
def test_the_fetcher_reads_nothing_outside_the_design(url: str) -> None:
    fetcher = pdf.DesignFetcher(folder() / "classic")
    with pytest.raises(ValueError, match="outside"):
        fetcher.fetch(url)


def test_the_fetcher_does_not_climb_out_of_the_folder() -> None:
    inside = folder() / "classic"
    fetcher = pdf.DesignFetcher(inside)
    for way in ("../README.md", "%2e%2e/README.md", "css/../../README.md"):
        with pytest.raises(ValueError, match="outside"):
            fetcher.fetch(f"{inside.as_uri()}/{way}")


def test_the_fetcher_does_not_follow_a_link_out_of_the_folder(copy: Path) -> None:
    (copy / "img" / "way-out.svg").symlink_to("/etc/passwd")
    with pytest.raises(ValueError, match="outside"):
        pdf.DesignFetcher(copy).fetch((copy / "img" / "way-out.svg").as_uri())


def test_a_comment_with_markup_is_printed_as_it_was_written() -> None:
    snapshot = cases.first().model_copy(
        update={"leader": "<img src='file:///etc/passwd'> & <b>Alice</b>"}
    )
    html = pdf.render_html(snapshot, "nl")
    assert "&lt;b&gt;Alice" in html
    assert "<img src" not in html

"""The form of a page is made of the questions, whose ids may not hide its own parts."""

import re
from pathlib import Path

import pytest
from wtforms import Form

import surveyapp.web
from surveyapp.core.instrument_file import RESERVED

NAME = re.compile(r"[a-z][a-z0-9-]*")
PAGES = Path(surveyapp.web.__file__).parent


def test_every_part_of_a_form_is_reserved() -> None:
    parts = {*dir(Form), *vars(Form())}
    assert {name for name in parts if NAME.fullmatch(name)} <= RESERVED


@pytest.mark.parametrize("attribute", ["id", "name"])
def test_every_part_and_button_of_the_pages_of_raters_is_reserved(attribute: str) -> None:
    templates = [PAGES / "templates" / "base.html", *(PAGES / "templates/rater").glob("*.html")]
    names = {
        name
        for file in templates
        for name in re.findall(rf'\b{attribute}="([a-z-]+)"', file.read_text(encoding="utf-8"))
    }
    assert names - {"viewport", "color-scheme", "robots"} <= RESERVED


def test_everything_that_is_read_from_a_form_beside_the_answers_is_reserved() -> None:
    files = (PAGES / "rater").glob("*.py")
    code = "".join(file.read_text(encoding="utf-8") for file in files)
    asked = re.findall(r'"([a-z]+)" (?:not )?in request.form|request.form.get\("([a-z]+)"', code)
    names = {one or other for one, other in asked}
    assert names >= {"language", "autosave", "back", "anyway", "send", "spoken"}
    assert names <= RESERVED

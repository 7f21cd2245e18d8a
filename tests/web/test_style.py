"""The design language: its page is drawn from the real sheet, and the sheets keep to tokens."""

import re
from pathlib import Path

from flask.testing import FlaskClient

from surveyapp import web
from surveyapp.web.public.style import tokens
from tests.cast import Cast
from tests.web.visitor import sign_in

STATIC = Path(web.__file__).parent / "static"
OWN = ["style.css", "staff.css"]
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|rgba?\(", re.IGNORECASE)
LETTER = ".letter {"
"""Mail as it arrives has colours of its own, also in the dark: they stand in one rule."""


def rules(name: str) -> list[str]:
    """The lines of a sheet behind its tokens."""
    sheet = (STATIC / name).read_text(encoding="utf-8")
    return (sheet.partition("/* Layout */")[2] or sheet).splitlines()


def test_the_page_shows_every_token_and_every_part_in_light_and_dark(
    client: FlaskClient, cast: Cast
) -> None:
    sign_in(client, "Cora")
    page = client.get("/style").text
    measures, colours = tokens(str(STATIC))
    for name in (*measures, *(one.name for one in colours)):
        assert f"--{name}</code>" in page
    assert page.count('data-theme="light"') == page.count('data-theme="dark"') >= 12
    assert page.count("<pre") == page.count('data-theme="dark"')


def test_every_colour_has_a_value_in_light_and_one_in_the_dark_wherever_that_is_asked() -> None:
    _, colours = tokens(str(STATIC))
    assert len(colours) >= 15
    sheet = (STATIC / "style.css").read_text(encoding="utf-8")
    for one in colours:
        assert sheet.count(f"  --{one.name}: {one.dark};") >= 2, one.name


def test_no_rule_has_a_colour_or_a_size_of_letters_of_its_own() -> None:
    found = [line for name in OWN for line in rules(name)]
    own = [line for line in found if COLOUR.search(line) and not line.startswith(LETTER)]
    assert not own
    sizes = re.compile(r"font-size: (?!var\(--text)")
    assert not [line for line in found if sizes.search(line)]


def test_every_token_that_a_rule_names_is_there() -> None:
    known = set(re.findall(r"(--[\w-]+):", "".join((STATIC / name).read_text() for name in OWN)))
    for name in (*OWN, "report.css"):
        named = set(re.findall(r"var\((--[\w-]+)", (STATIC / name).read_text()))
        assert not (named - known), name

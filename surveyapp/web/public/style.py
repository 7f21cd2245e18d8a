"""How everything looks: the tokens as the style sheet has them, and each component with its markup.

For whoever builds pages. The components are drawn by the templates that the pages use, and the
tokens are read from the sheet, so that this page cannot say what is no longer so.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from flask import Blueprint, current_app, render_template

from surveyapp.services.paging import Paging
from surveyapp.web.permissions import for_makers

pages = Blueprint("style", __name__)

TOKEN = re.compile(r"^ +--((?!pico-)[\w-]+): (.+);$", re.MULTILINE)
COLOURS = re.compile(r'^(?::root, )?\[data-theme="(\w+)"\] \{\n(.*?)^\}', re.MULTILINE | re.DOTALL)


DAY = date(2026, 11, 2)
"""A day to write out."""


@dataclass(frozen=True)
class Colour:
    """A colour by its name, in light and in the dark."""

    name: str
    light: str
    dark: str


@pages.get("/style")
@for_makers
def overview() -> str:
    """The design language: tokens and components, in light and dark."""
    measures, colours = tokens(current_app.static_folder or "")
    paging = Paging(2, 60)
    return render_template("style.html", measures=measures, colours=colours, paging=paging, day=DAY)


@cache
def tokens(folder: str) -> tuple[dict[str, str], list[Colour]]:
    """The measures, and the colours, as ``style.css`` has them."""
    sheet = (Path(folder) / "style.css").read_text(encoding="utf-8")
    measures = dict(TOKEN.findall(sheet.partition("/* Tokens: colour */")[0]))
    themes = {name: dict(TOKEN.findall(body)) for name, body in COLOURS.findall(sheet)}
    light, dark = themes["light"], themes["dark"]
    return measures, [Colour(name, light[name], dark[name]) for name in light]

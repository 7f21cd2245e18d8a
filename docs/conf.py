"""The site of the documentation: ``make docs`` builds it with Sphinx from these same chapters."""

import re
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

HERE = Path(__file__).parent
CONTENTS = {
    "Per person": (
        "rating", "leading", "coordinating", "coaching", "researching", "signing-in",
        "authoring", "translating", "organising", "operating",
    ),
    "Per persoon (Nederlands)": (
        "nl/index", "nl/rating", "nl/leading", "nl/coordinating", "nl/coaching",
        "nl/researching", "nl/signing-in", "nl/organising",
    ),
    "What is promised": ("anonymity", "privacy", "permissions", "glossary"),
    "Figures and files": (
        "headless", "snapshot", "plain-language", "design", "benchmarks", "lighthouse",
        "mutation",
    ),
}  # fmt: skip

project = "360° feedback"
author = "The surveyapp project"
extensions = ["myst_parser"]
# The names of sections, as the product's own help pages and GitHub make them.
myst_heading_anchors = 4
# A sample of CSV has no colours.
suppress_warnings = ["misc.highlighting_failure"]

html_theme = "furo"
html_title = project
html_copy_source = False
html_show_copyright = False
html_static_path = ["_static"]
html_css_files = ["pictures.css"]


def setup(app: Sphinx) -> None:
    """Add what Markdown does not say: the order of the chapters, and their language."""
    app.connect("source-read", _ordered)
    app.connect("html-page-context", _spoken)


def _ordered(_app: Sphinx, name: str, source: list[str]) -> None:
    # Of a link to a file of the source, beside this folder, the words remain.
    outside = "../" * (name.count("/") + 1)
    source[0] = re.sub(rf"\[([^\]]*)\]\({re.escape(outside)}[^)]*\)", r"\1", source[0])
    if name == "index":
        known = {chapter for chapters in CONTENTS.values() for chapter in chapters}
        more = sorted({path.stem for path in HERE.glob("*.md")} - known - {"index"})
        for caption, chapters in (CONTENTS | {"More": tuple(more)}).items():
            listed = "\n".join(chapters)
            source[0] += f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{listed}\n```\n"


def _spoken(_app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: Any) -> None:
    if name.startswith("nl/"):
        context["language"] = "nl"

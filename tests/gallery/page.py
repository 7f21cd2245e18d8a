"""A page to look through the gallery with."""

from collections.abc import Sequence
from html import escape
from itertools import groupby
from pathlib import Path

from tests.gallery.made import Document

STYLE = """
body { font: 16px/1.4 sans-serif; margin: 2rem; color: #1b1f24; background: #eceff2; }
.pages { display: flex; flex-wrap: wrap; gap: .5rem; }
.pages img { width: 15rem; height: auto; background: white; }
.faults { color: #8c1d18; }
"""

Result = tuple[Document, int, Sequence[str]]


def write(results: Sequence[Result], folder: Path) -> None:
    """``index.html``: every document by its case, with its pages and its faults."""
    cases = groupby(results, key=lambda result: result[0].case)
    body = "\n".join(_case(name, list(found)) for name, found in cases)
    links = " · ".join(f'<a href="#{n}">{n}</a>' for n in dict.fromkeys(r[0].case for r in results))
    html = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Gallery of reports'
        f"</title><style>{STYLE}</style></head><body><h1>Gallery of reports</h1><p>{links}</p>"
        f"{body}</body></html>\n"
    )
    (folder / "index.html").write_text(html, encoding="utf-8")


def _case(name: str, results: Sequence[Result]) -> str:
    about = escape(results[0][0].about)
    documents = "\n".join(_document(*result) for result in results)
    return f'<h2 id="{name}">{name}: {about}</h2>\n{documents}'


def _document(document: Document, pages: int, faults: Sequence[str]) -> str:
    name = document.name
    listed = "".join(f"<li>{escape(fault)}</li>" for fault in faults)
    images = "".join(
        f'<a href="{name}.pdf#page={n}"><img src="{name}.{n:02}.png" loading="lazy" '
        f'alt="{document.case}, {document.design}, {document.language}, page {n}"></a>'
        for n in range(1, pages + 1)
    )
    return (
        f'<h3><a href="{name}.pdf">{document.design}, {document.language}</a></h3>'
        f'<ul class="faults">{listed}</ul><div class="pages">{images}</div>'
    )

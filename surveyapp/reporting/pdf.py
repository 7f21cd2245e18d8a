"""The report as a document: HTML of a design, set by WeasyPrint as tagged PDF.

The same snapshot, choices, language and design give the same bytes, at any time and wherever
WeasyPrint, Pango and HarfBuzz have the same versions.
"""

import gc
import logging
import mimetypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit
from urllib.request import url2pathname

from weasyprint import HTML, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from surveyapp.core.choices import Choices
from surveyapp.core.effect_record import Effect
from surveyapp.core.group_report import GroupSnapshot
from surveyapp.core.share import Sheet
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import Language
from surveyapp.languages import language as language_of
from surveyapp.reporting.content import content
from surveyapp.reporting.design import DEFAULT, GROUP, PICTURE, SHEET, Design, DesignError
from surveyapp.reporting.design import design as design_of
from surveyapp.reporting.group_content import GroupContent, group_content
from surveyapp.reporting.identity import identifier
from surveyapp.reporting.sheet_content import SheetContent, sheet_content
from surveyapp.reporting.tagging import finish

Printable = Snapshot | GroupSnapshot | Sheet
"""What is laid out in pages, and carries a fingerprint."""

OPTIONS = {"pdf_variant": "pdf/ua-1", "pdf_forms": True}


def _tells_no_letters(record: logging.LogRecord) -> bool:
    """WeasyPrint logs each letter that no font has; those of a comment belong in no log."""
    return ".notdef glyph" not in str(record.msg)


logging.getLogger("weasyprint").addFilter(_tells_no_letters)


class _Calm:
    """Holds the garbage collector while documents are set, in however many threads.

    WeasyPrint makes so many objects that live until the end that looking for dead ones costs more
    than a third of the time and finds none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running = 0

    @contextmanager
    def __call__(self) -> Iterator[None]:
        with self._lock:
            self._running += 1
            gc.disable()
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                if not self._running:
                    gc.enable()


calm = _Calm()


class DesignFetcher(URLFetcher):  # type: ignore[misc]
    """Reads files inside the folder of a design, and pictures in the page itself; nothing else.

    A missing file stops it all.
    """

    def __init__(self, folder: Path) -> None:
        super().__init__(allowed_protocols=["file", "data"], fail_on_errors=True)
        self.folder = folder.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file behind a ``file:`` address; ``ValueError`` for any other or one outside."""
        if url.startswith(PICTURE):
            drawing = unquote_to_bytes(url.removeprefix(PICTURE))
            return URLFetcherResponse(url, drawing, {"Content-Type": "image/svg+xml"})
        parts = urlsplit(url)
        path = Path(url2pathname(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not path.is_relative_to(self.folder):
            raise ValueError(f"{url} lies outside the folder of the design")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": kind})


def render_html(
    snapshot: Snapshot,
    language: str = "nl",
    design: str = DEFAULT,
    choices: Choices | None = None,
    effect: Effect | None = None,
) -> str:
    """The document before it is set, for looking at it: its files are relative to the design."""
    return _html(snapshot, language, design_of(design), choices, effect)


def render_pdf(
    snapshot: Snapshot,
    language: str = "nl",
    design: str = DEFAULT,
    choices: Choices | None = None,
    effect: Effect | None = None,
) -> bytes:
    """The report as PDF/UA-1; ``DesignError`` where a file of the design is missing.

    With what the leader chose and planned, and what became of what she chose before, where they
    are given: for her own eyes.
    """
    with calm():
        return write(lay_out(snapshot, language, design_of(design), choices, effect), snapshot)


def render_group_pdf(snapshot: GroupSnapshot, language: str = "nl", design: str = GROUP) -> bytes:
    """The group report as PDF/UA-1; ``DesignError`` where a file of the design is missing."""
    with calm():
        return write(lay_out(snapshot, language, design_of(design, "group")), snapshot)


def render_sheet(sheet: Sheet, language: str = "nl", design: str = SHEET) -> bytes:
    """What a leader shares as PDF/UA-1; ``DesignError`` where a file of the design is missing."""
    with calm():
        return write(lay_out(sheet, language, design_of(design, "sheet")), sheet)


def write(document: Document, snapshot: Printable) -> bytes:
    """The pages as a file that carries the fingerprint of its snapshot."""
    known_by = identifier(snapshot.fingerprint)
    pdf: bytes = document.write_pdf(pdf_identifier=known_by, finisher=finish, **OPTIONS)
    return pdf


def lay_out(
    snapshot: Printable,
    language: str,
    design: Design,
    choices: Choices | None = None,
    effect: Effect | None = None,
) -> Document:
    """The pages, laid out but not yet written."""
    return pages(_html(snapshot, language, design, choices, effect), design)


def pages(html: str, design: Design) -> Document:
    """A document of a design, laid out; ``DesignError`` where a file of it is missing."""
    fetcher = DesignFetcher(design.folder)
    options: dict[str, Any] = dict(OPTIONS)
    try:
        source = HTML(string=html, base_url=f"{design.folder.as_uri()}/", url_fetcher=fetcher)
        return source.render(**options)
    except FatalURLFetchingError as error:
        # WeasyPrint's error is no Exception, so that nothing else would catch it.
        raise DesignError(f"The design “{design.id}”: {error} ({error.__cause__})") from error


def _html(
    snapshot: Printable,
    language: str,
    design: Design,
    choices: Choices | None = None,
    effect: Effect | None = None,
) -> str:
    words = language_of(language)
    report = (
        _other(snapshot, words)
        if isinstance(snapshot, GroupSnapshot | Sheet)
        else content(snapshot, words, choices, effect)
    )
    return design.render(words, {"report": report, "design": design, "language": words})


def _other(document: GroupSnapshot | Sheet, words: Language) -> GroupContent | SheetContent:
    if isinstance(document, GroupSnapshot):
        return group_content(document, words)
    return sheet_content(document, words)

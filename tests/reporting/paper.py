"""Read documents back: their text and where everything stands on the page.

Needs ``pdftotext`` (Debian: poppler-utils).
"""

import re
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from html import unescape
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pikepdf
from weasyprint import Document
from weasyprint.formatting_structure.boxes import MarginBox

from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting import design, pdf

PICTURE = re.compile(r"<svg.*?</svg>|<img [^>]*>", re.DOTALL)
IN_ADDRESS = re.compile(r'<img alt="([^"]*)" src="data:image/svg\+xml,([^"]*)">')
Case = Callable[[], Snapshot]


@cache
def document(case: Case, language: str = "nl", name: str = design.DEFAULT) -> bytes:
    """The report of a case in a design, made once for all tests."""
    pages = laid_out(case, language, name)
    with pdf.calm():
        return pdf.write(pages, case())


@cache
def pages(case: Case, language: str = "nl", name: str = design.DEFAULT) -> list[str]:
    """The text of each page, as a search or a copy in a reader would find it."""
    return text_of(document(case, language, name))


def text_of(content: bytes) -> list[str]:
    """The text of each page of a document."""
    command = ["pdftotext", "-layout", "-enc", "UTF-8", "-", "-"]
    done = subprocess.run(command, input=content, stdout=subprocess.PIPE, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f")[:-1]]


@cache
def laid_out(case: Case, language: str = "nl", name: str = design.DEFAULT) -> Document:
    """The pages with their boxes."""
    with pdf.calm():
        return pdf.lay_out(case(), language, design.design(name))


def pictures(case: Case, name: str = design.DEFAULT) -> list[ElementTree.Element]:
    """Every picture in the report."""
    return [drawing(found) for found in PICTURE.findall(pdf.render_html(case(), "nl", name))]


def drawing(markup: str) -> ElementTree.Element:
    """A picture as it is drawn, whether it stands in the page or in the address of an image.

    What it says in words is its attribute ``alt``.
    """
    if found := IN_ADDRESS.fullmatch(markup):
        root = ElementTree.fromstring(unquote(found[2]))
        root.attrib["alt"] = unescape(found[1])
        return root
    root = ElementTree.fromstring(markup)
    assert root.attrib["role"] == "img"
    title = root.find("title")
    assert title is not None
    root.attrib["alt"] = title.text or ""
    return root


def tags(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Every element of the structure tree, in reading order."""
    root: Any = opened.Root
    todo = [root.StructTreeRoot.K]
    while todo:
        item = todo.pop()
        if isinstance(item, pikepdf.Array):
            todo += reversed(list(item))
        elif isinstance(item, pikepdf.Dictionary) and "/S" in item:
            yield item
            todo.append(item.get("/K", pikepdf.Array()))


def tag(element: ElementTree.Element) -> str:
    """The name of an element without its namespace."""
    return element.tag.rsplit("}", 1)[-1]


def middle(element: ElementTree.Element) -> tuple[float, float]:
    """The middle of a mark."""
    if tag(element) == "circle":
        return float(element.attrib["cx"]), float(element.attrib["cy"])
    points = corners(element)
    return sum(x for x, _ in points) / len(points), sum(y for _, y in points) / len(points)


def corners(element: ElementTree.Element) -> list[tuple[float, float]]:
    """The points that a shape reaches."""
    get = {key: float(value) for key, value in element.attrib.items() if _is_number(value)}
    if tag(element) == "circle":
        x, y, r = get["cx"], get["cy"], get["r"]
        return [(x - r, y - r), (x + r, y + r)]
    if tag(element) == "line":
        return [(get["x1"], get["y1"]), (get["x2"], get["y2"])]
    if tag(element) == "rect":
        x, y = get["x"], get["y"]
        return [(x, y), (x + get["width"], y + get["height"])]
    if tag(element) == "text":
        return [(get["x"], get["y"])]
    if tag(element) == "path":
        return _starts_and_rises(element.attrib["d"])
    pairs = element.attrib.get("points", "").split()
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in pairs)]


def _starts_and_rises(path: str) -> list[tuple[float, float]]:
    """Where the parts of a path begin and how far they go from there."""
    found = []
    for x, y, rest in re.findall(r"M(\S+) ([\d.]+)([^M]*)", path):
        rise = [float(v) for v in re.findall(r"v(-?[\d.]+)", rest)]
        run = [float(v) for v in re.findall(r"h([\d.]+)", rest)]
        found += [(float(x), float(y)), (float(x) + max(run), float(y) + min(rise))]
    return found


def _is_number(value: str) -> bool:
    return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None


def boxes(page: Any) -> Iterator[Any]:
    """Every box of the content of a laid out page, without what stands in its margins."""
    for child in page._page_box.children:
        if not isinstance(child, MarginBox):
            yield from child.descendants()

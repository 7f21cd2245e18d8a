"""From Markdown to the HTML of a help page.

No HTML of its own is taken from a chapter, and every link stays in the product: one to another
chapter leads there in the reader's language; of one to a file of the source, or to another site,
the words remain.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from urllib.parse import urlencode

from markdown_it import MarkdownIt
from markdown_it.token import Token

from surveyapp.languages import SOURCE, languages
from surveyapp.web.help.shelf import files, size_of


@dataclass(frozen=True)
class Heading:
    """A heading below the title: how deep it stands, its words, and its name in an address."""

    level: int
    text: str
    anchor: str


@dataclass(frozen=True)
class Drawn:
    """What a Markdown text looks like, and what it consists of."""

    title: str
    body: str
    sections: tuple[Heading, ...]


def drawn(text: str, language: str, anchors: Sequence[str] = ()) -> Drawn:
    """The text as HTML; its headings have these names, or else their own words as one.

    It begins with its title. Links to other chapters lead to them in ``language``.
    """
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse(text)
    title, below = _words(tokens[1]), tokens[3:]
    sections = tuple(_named(below, anchors))
    for token in below:
        token.attrs.pop("style", None)
        token.info = ""
        if token.children:
            token.children = list(_inner(token.children, language))
    body = markdown.renderer.render(below, markdown.options, {})
    return Drawn(title, _framed(body), sections)


def slug(words: str) -> str:
    """A heading as a part of an address, as the site and the pages of GitHub make it."""
    return re.sub(r"\s", "-", re.sub(r"[^\w\s-]", "", words.lower()).strip())


def _words(inline: Token) -> str:
    return "".join(one.content for one in inline.children or () if one.type != "image")


def _named(tokens: Sequence[Token], anchors: Sequence[str]) -> Iterator[Heading]:
    """The headings, each of which gets its name."""
    known = iter(anchors)
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            words = _words(inline)
            anchor = next(known, slug(words))
            token.attrs["id"] = anchor
            yield Heading(int(token.tag[1:]), words, anchor)


def _inner(tokens: Iterable[Token], language: str) -> Iterator[Token]:
    """The parts of a paragraph, with links that stay in the product, and pictures."""
    leads = True
    for token in tokens:
        if token.type == "link_open":
            token.attrs["href"] = place = place_of(str(token.attrs["href"]), language)
            leads = bool(place)
        if token.type == "image":
            _measure(token)
        if leads or token.type not in {"link_open", "link_close"}:
            yield token


def place_of(href: str, language: str) -> str:
    """Where a link leads from the address of any chapter; empty if out of the product."""
    path, hash_, anchor = href.partition("#")
    file = PurePosixPath(path)
    if not path:
        return href
    if file.suffix != ".md" or file.stem not in files(SOURCE):
        return ""
    if file.parent.name not in {"", "..", *languages()}:
        return ""
    spoken = file.parent.name if file.parent.name in languages() else language
    return f"{file.stem}?{urlencode({'lang': spoken})}{hash_}{anchor}"


def _measure(token: Token) -> None:
    """A picture comes when it is scrolled to, into the room that is kept for it."""
    inside = str(token.attrs["src"]).rpartition("pictures/")[2]
    width, height = size_of(inside)
    token.attrs = {"src": f"pictures/{inside}", "alt": "", "loading": "lazy"}
    token.attrs |= {"width": str(width), "height": str(height)}
    if height > width:
        token.attrs["class"] = "tall"


def _framed(body: str) -> str:
    """Tables and code scroll by themselves on a narrow screen, also by the keyboard."""
    framed = body.replace("<pre>", '<pre tabindex="0">')
    framed = framed.replace("<table>", '<div class="scrolled" tabindex="0">\n<table>')
    return framed.replace("</table>", "</table>\n</div>")

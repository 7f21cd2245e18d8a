"""A chapter of ``docs/`` as it is read in the product: drawn once, in the reader's language."""

from dataclasses import dataclass
from functools import cache

from surveyapp.core.errors import NotFound
from surveyapp.languages import SOURCE
from surveyapp.web.help.drawing import Heading, drawn
from surveyapp.web.help.shelf import files

CONTENTS = "index"
"""The chapter that leads to all others."""


@dataclass(frozen=True)
class Chapter:
    """What is read: the language it is in, its title, the HTML below that, and its sections."""

    name: str
    language: str
    title: str
    body: str
    sections: tuple[Heading, ...]


@cache
def chapter(name: str, language: str) -> Chapter:
    """The chapter in that language, else in English; ``NotFound`` if there is none.

    A translation has the sections of its original in the same order and takes over their names,
    so that the address of a section is right in every language.
    """
    if name not in files(SOURCE):
        raise NotFound
    text = files(SOURCE)[name].read_text(encoding="utf-8")
    original = drawn(text, language)
    if language == SOURCE or name not in files(language):
        return Chapter(name, SOURCE, original.title, original.body, original.sections)
    anchors = [heading.anchor for heading in original.sections]
    own = drawn(files(language)[name].read_text(encoding="utf-8"), language, anchors)
    return Chapter(name, language, own.title, own.body, own.sections)

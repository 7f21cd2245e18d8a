"""Which documents there are, and each of them made once."""

import hashlib
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from surveyapp.core.choices import Choices
from surveyapp.core.effect_record import Effect
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import languages
from surveyapp.reporting import pdf
from surveyapp.reporting.design import Kind, design, designs
from tests.gallery import cases, group_cases, sheet_cases


@dataclass(frozen=True)
class Document:
    """A case in a design and a language."""

    case: str
    design: str
    language: str

    @property
    def name(self) -> str:
        return f"{self.case}.{self.design}.{self.language}"

    @property
    def kind(self) -> Kind:
        if self.case in group_cases.GROUP_CASES:
            return "group"
        return "sheet" if self.case in sheet_cases.SHEET_CASES else "report"

    @property
    def about(self) -> str:
        others = {**group_cases.GROUP_CASES, **sheet_cases.SHEET_CASES}
        return others[self.case][0] if self.case in others else cases.CASES[self.case].about

    @property
    def borrowed(self) -> bool:
        """Whether letters of it come from fonts of the machine."""
        return self.kind == "report" and cases.CASES[self.case].borrowed

    @property
    def snapshot(self) -> pdf.Printable:
        if self.kind == "group":
            return group_cases.group_snapshot(self.case)
        return sheet_cases.sheet_of(self.case) if self.kind == "sheet" else self.leaders

    @property
    def leaders(self) -> Snapshot:
        """The snapshot of one leader."""
        assert self.kind == "report"
        return cases.snapshot(self.case)

    @property
    def effect(self) -> Effect | None:
        """What became of earlier priorities, in the report of one leader."""
        return cases.effect(self.case) if self.kind == "report" else None

    @property
    def choices(self) -> Choices | None:
        """What the leader chose and planned, in her own copy of a report."""
        return cases.CASES[self.case].choices if self.kind == "report" else None


def _kinds() -> list[tuple[str, tuple[str, ...]]]:
    """The cases, and the designs that each can be drawn in."""
    reports = [(name, designs()) for name in cases.CASES]
    groups = [(name, designs("group")) for name in group_cases.GROUP_CASES]
    return [*reports, *groups, *((name, designs("sheet")) for name in sheet_cases.SHEET_CASES)]


def everything() -> list[Document]:
    """Every case in every design and every language."""
    return [Document(c, d, code) for c, names in _kinds() for d in names for code in languages()]


def selection() -> list[Document]:
    """Every case once in every design, in languages that its name decides: more cases move none."""
    codes = languages()
    return [
        Document(case, name, codes[(crc32(case.encode()) + rank) % len(codes)])
        for case, names in _kinds()
        for rank, name in enumerate(names)
    ]


def make(document: Document) -> bytes:
    """The document, made now."""
    with pdf.calm():
        drawn = design(document.design, document.kind)
        beside = document.choices, document.effect
        pages = pdf.lay_out(document.snapshot, document.language, drawn, *beside)
        return pdf.write(pages, document.snapshot)


@cache
def made(document: Document) -> bytes:
    """The document, made once for all who ask."""
    return make(document)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

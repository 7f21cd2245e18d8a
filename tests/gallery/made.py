"""Which documents there are, and each of them made once."""

import hashlib
from dataclasses import dataclass
from functools import cache
from zlib import crc32

from surveyapp.core.effect_record import Effect
from surveyapp.core.group_report import GroupSnapshot
from surveyapp.core.snapshot import Snapshot
from surveyapp.languages import languages
from surveyapp.reporting import pdf
from surveyapp.reporting.design import design, designs
from tests.gallery import cases, group_cases


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
    def is_group(self) -> bool:
        return self.case in group_cases.GROUP_CASES

    @property
    def about(self) -> str:
        if self.is_group:
            return group_cases.GROUP_CASES[self.case][0]
        return cases.CASES[self.case].about

    @property
    def borrowed(self) -> bool:
        """Whether letters of it come from fonts of the machine."""
        return not self.is_group and cases.CASES[self.case].borrowed

    @property
    def snapshot(self) -> Snapshot | GroupSnapshot:
        if self.is_group:
            return group_cases.group_snapshot(self.case)
        return cases.snapshot(self.case)

    @property
    def leaders(self) -> Snapshot:
        """The snapshot of one leader."""
        assert not self.is_group
        return cases.snapshot(self.case)

    @property
    def effect(self) -> Effect | None:
        """What became of earlier priorities, in the report of one leader."""
        return None if self.is_group else cases.effect(self.case)


def _kinds() -> list[tuple[str, tuple[str, ...]]]:
    """The cases, and the designs that each can be drawn in."""
    reports = [(name, designs()) for name in cases.CASES]
    return reports + [(name, designs("group")) for name in group_cases.GROUP_CASES]


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
        kind = design(document.design, "group" if document.is_group else "report")
        pages = pdf.lay_out(document.snapshot, document.language, kind, effect=document.effect)
        return pdf.write(pages, document.snapshot)


@cache
def made(document: Document) -> bytes:
    """The document, made once for all who ask."""
    return make(document)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

"""Long lists in pages."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True)
class Paging:
    """Page ``number`` of a list of ``found`` rows; the first page is 1."""

    SIZE: ClassVar[int] = 25

    number: int
    found: int

    @classmethod
    def at(cls, number: int, found: int) -> "Paging":
        """That page; the last one where the list ends before it."""
        return cls(min(number, cls(number, found).last), found)

    @staticmethod
    def offset(number: int) -> int:
        """How many rows come before a page."""
        return (number - 1) * Paging.SIZE

    @property
    def last(self) -> int:
        """The last page; a list without rows has one."""
        return max(1, -(-self.found // self.SIZE))

    @property
    def beyond(self) -> bool:
        """Whether the list ends before this page: it has become shorter."""
        return self.number > self.last

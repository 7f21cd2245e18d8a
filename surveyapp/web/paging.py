"""Long lists in pages: which page is asked for, and the address of another one."""

from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import urlencode

from flask import Flask, request

from surveyapp.services.paging import Paging

Row = TypeVar("Row")

FARTHEST = 1_000_000
"""No list has more pages, and no database counts past the largest number."""


def register(app: Flask) -> None:
    """Let templates lead to other pages of a list."""
    app.jinja_env.globals |= {"page_at": page_at, "in_pages": in_pages}


def asked() -> int:
    """The page that the address asks for, the first one where it asks for none that can be."""
    number = request.args.get("page", 1, type=int)
    return number if 1 <= number <= FARTHEST else 1


def in_pages(rows: Sequence[Row]) -> tuple[Paging, Sequence[Row]]:
    """The page of a list that the address asks for, and where it stands in it."""
    paging = Paging.at(asked(), len(rows))
    first = Paging.offset(paging.number)
    return paging, rows[first : first + Paging.SIZE]


def page_at(number: int) -> str:
    """The address of this same list on another page."""
    return "?" + urlencode({**request.args, "page": number})

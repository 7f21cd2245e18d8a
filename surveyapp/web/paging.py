"""Long lists in pages: which page is asked for, and the address of another one."""

from urllib.parse import urlencode

from flask import Flask, request

FARTHEST = 1_000_000
"""No list has more pages, and no database counts past the largest number."""


def register(app: Flask) -> None:
    """Let templates lead to other pages of a list."""
    app.jinja_env.globals["page_at"] = page_at


def asked() -> int:
    """The page that the address asks for, the first one where it asks for none that can be."""
    number = request.args.get("page", 1, type=int)
    return number if 1 <= number <= FARTHEST else 1


def page_at(number: int) -> str:
    """The address of this same list on another page."""
    return "?" + urlencode({**request.args, "page": number})

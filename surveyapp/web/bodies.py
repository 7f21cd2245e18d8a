"""What may be sent to a page: a form of text, and not too much of it; to some pages a file."""

from collections.abc import Callable
from io import BytesIO
from typing import IO, Any, TypeVar

from flask import Flask, Request, abort, current_app, request

FORM, WITH_FILE = "application/x-www-form-urlencoded", "multipart/form-data"
MOST_FIELDS = 10_000
"""Our largest form has some hundreds; reading a megabyte of nothing but fields takes long."""

View = TypeVar("View", bound=Callable[..., Any])
MARK = "takes a file"


class InMemory(Request):
    """A request whose files stay in memory: people's names in them reach no disk."""

    def _get_file_stream(self, *_: Any, **__: Any) -> IO[bytes]:
        return BytesIO()


def register(app: Flask) -> None:
    """Look at what is sent before anything else does."""
    app.request_class = InMemory
    app.before_request(_only_forms)


def takes_file(most: int) -> Callable[[View], View]:
    """For a page whose form holds a file: of so many bytes at most, with all that is around it."""

    def decorate(view: View) -> View:
        setattr(view, MARK, most)
        return view

    return decorate


def _only_forms() -> None:
    """Refuse what no form of ours sends: 413 where it is too much, 415 where it is another kind.

    The one place for it. What is in a file is looked at by the page that takes it.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    most = getattr(view, MARK, 0) if request.mimetype == WITH_FILE else 0
    if most:
        request.max_content_length = most
    # Reading refuses what is announced as longer, and cuts off what is longer unannounced.
    if not (body := request.get_data()):
        return
    if len(body) == request.max_content_length:
        abort(413)
    if not most and body.count(b"&") >= MOST_FIELDS:
        abort(413)
    if not most and request.mimetype != FORM:
        abort(415)

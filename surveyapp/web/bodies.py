"""What may be sent to a page: a form of text, and not too much of it."""

from flask import Flask, abort, request

FORM = "application/x-www-form-urlencoded"
MOST_FIELDS = 10_000
"""Our largest form has some hundreds; reading a megabyte of nothing but fields takes long."""


def register(app: Flask) -> None:
    """Look at what is sent before anything else does."""
    app.before_request(_only_forms)


def _only_forms() -> None:
    """Refuse what no form of ours sends: 413 where it is too much, 415 where it is another kind.

    The one place for it: a page that takes a file has to be let through here, by a mark on its
    view as in ``permissions.py``, with a size and kinds of its own.
    """
    # Reading refuses what is announced as longer, and cuts off what is longer unannounced.
    if not (body := request.get_data()):
        return
    if len(body) == request.max_content_length or body.count(b"&") >= MOST_FIELDS:
        abort(413)
    if request.mimetype != FORM:
        abort(415)

"""What goes over the line is light: text is compressed, and files are fetched once in a year.

A file's address carries a mark of its content. So a browser may keep it for good, and asks for the
next release's under another address.

Compressed pages tell something of what they hold by their length, to whoever can have a page asked
for again and again with words of her choice in it, and sees the line. Nobody can have ours asked
for: the cookie is strict, and a rater's address is her key.
"""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from posixpath import normpath
from typing import Any

from flask import Flask, Response, current_app, request

YEAR = 365 * 24 * 3600
LEAST = 500
"""Bytes below which compressing gains nothing: it all fits one packet."""

FILES = 128
"""More than there are: what is kept of them stays small, whatever is asked for."""

TEXT = {"application/json", "application/javascript", "image/svg+xml"}


def register(app: Flask) -> None:
    """Mark the addresses of files, and make answers light."""
    app.url_defaults(_mark)
    app.after_request(lighten)
    app.after_request(_keep)


def _mark(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        values.setdefault("v", mark(_folder(), values["filename"]))


def _folder() -> str:
    return current_app.static_folder or ""


@lru_cache(FILES)
def mark(folder: str, filename: str) -> str:
    """What changes when the file does; nothing where there is none."""
    path = Path(folder) / filename
    return sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""


def _keep(response: Response) -> Response:
    """A file asked for by the mark of its content may be kept for a year."""
    name, asked = _file(response), request.args.get("v")
    if name and asked and asked == mark(_folder(), name):
        response.headers["Cache-Control"] = f"public, max-age={YEAR}, immutable"
    return response


def _file(response: Response) -> str:
    """Which file this is, as our pages name it; empty for anything else that was asked for."""
    if request.endpoint != "static" or response.status_code not in {200, 304}:
        return ""
    name: str = (request.view_args or {})["filename"]
    return name if normpath(name) == name else ""


def lighten(response: Response) -> Response:
    """The answer, compressed where that helps and the browser takes it."""
    if not _text(response):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") <= 0:
        return response
    response.direct_passthrough = False
    body = response.get_data()
    if len(body) >= LEAST:
        known = _file(response)
        response.set_data(_packed_once(body) if known else gzip.compress(body, 5, mtime=0))
        response.headers["Content-Encoding"] = "gzip"
        tag, _ = response.get_etag()
        if tag:
            response.set_etag(tag, weak=True)
    return response


def _text(response: Response) -> bool:
    kind = response.mimetype or ""
    text = kind.startswith("text/") or kind in TEXT
    return text and response.status_code != 206 and "Content-Encoding" not in response.headers


@lru_cache(FILES)
def _packed_once(body: bytes) -> bytes:
    """A file of ours: there are few, and they do not change while the product runs."""
    return gzip.compress(body, 9, mtime=0)

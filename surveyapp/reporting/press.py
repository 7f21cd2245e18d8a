"""A press: reports are printed in a process of its own, one after another, in bounded memory.

Setting a document takes much memory, of which some is kept: the process is replaced now and then.
It ends when its input does, so that it never outlives whoever started it. Two presses print twice
as fast on two processors.
"""

import json
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from threading import Timer
from typing import IO

from surveyapp.languages import language as language_of

REPLACED_AFTER = 25
"""Documents that one process prints."""

PATIENCE = 300
"""Seconds that one document may take; the largest takes some ten."""

NUMBER = struct.Struct(">I")


class Jammed(Exception):
    """A document could not be printed."""


class Press:
    """Prints until it is closed."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._printed = 0

    def print(self, snapshot: str, language: str) -> bytes:
        """A report as PDF; ``Jammed`` where that fails, after which the next one is tried anew."""
        if self._process is None or self._printed >= REPLACED_AFTER:
            self.close()
            self._process, self._printed = _started(), 0
        self._printed += 1
        late = Timer(PATIENCE, self._process.kill)
        late.start()
        try:
            return _asked(self._process, {"snapshot": snapshot, "language": language})
        except (OSError, EOFError) as error:
            self.close()
            raise Jammed from error
        finally:
            late.cancel()

    def close(self) -> None:
        """Stop printing; what is asked for afterwards begins anew."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
        self._process = None


def not_printed(leaders: Sequence[str], language: str) -> tuple[str, bytes]:
    """A file that names whose report is missing: its name and its text, as Windows wants it."""
    _ = language_of(language).gettext
    lines = [_("These reports could not be printed:"), "", *leaders, ""]
    return _("Not printed") + ".txt", "\r\n".join(lines).encode("utf-8-sig")


def _started() -> subprocess.Popen[bytes]:
    # What it has to say may hold letters of a comment.
    command = [sys.executable, "-m", "surveyapp.reporting.press"]
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet)  # noqa: S603


def _asked(process: subprocess.Popen[bytes], wish: dict[str, str]) -> bytes:
    assert process.stdin
    assert process.stdout
    _write(process.stdin, json.dumps(wish).encode())
    pdf = _read(process.stdout)
    if not pdf:
        raise Jammed
    return pdf


def _write(stream: IO[bytes], content: bytes) -> None:
    stream.write(NUMBER.pack(len(content)) + content)
    stream.flush()


def _read(stream: IO[bytes]) -> bytes:
    [length] = NUMBER.unpack(_exactly(stream, NUMBER.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content: bytes = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content


def main() -> None:
    """Print what comes in, until nothing comes any more; nothing at all stands for a failure."""
    from surveyapp.core.snapshot import Snapshot  # noqa: PLC0415
    from surveyapp.reporting.pdf import render_pdf  # noqa: PLC0415

    with os.fdopen(os.dup(1), "wb") as out:
        # Nothing but documents goes where they are expected.
        os.dup2(2, 1)
        while True:
            try:
                wish = json.loads(_read(sys.stdin.buffer))
            except EOFError:
                return
            try:
                pdf = render_pdf(Snapshot.from_json(wish["snapshot"]), wish["language"])
            except Exception:
                pdf = b""
            _write(out, pdf)


if __name__ == "__main__":
    main()

"""A press: reports are printed in a process of its own, one after another, in bounded memory.

Setting a document takes much memory, of which some is kept: the process is replaced now and then.
It ends when its input does, so that it never outlives whoever started it. Two presses print twice
as fast on two processors: ``presses`` puts them to work together.
"""

import faulthandler
import json
import os
import struct
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from threading import Timer
from typing import IO
from zipfile import ZipFile

from surveyapp import config
from surveyapp.languages import language as language_of
from surveyapp.reporting.design import DEFAULT, Kind

REPLACED_AFTER = 25
"""Documents that one process prints."""

PATIENCE = 300
"""Seconds that one document may take; the largest takes some ten."""

TEXT = ".txt"
"""What the name of the text ends with that tells whose report is missing."""

COMMAND = [sys.executable, "-m", "surveyapp.reporting.press"]
"""What a process of a press runs."""

NUMBER = struct.Struct(">I")


class Jammed(Exception):
    """A document could not be printed."""


@dataclass(frozen=True)
class Wish:
    """What is to be printed, in a language and a design of its kind.

    A report comes as its snapshot, a questionnaire or a sheet as its content; all are JSON. So are
    the ``choices`` of a leader and the ``effect`` of earlier ones, which stand in a report that she
    prints herself, and in no other.
    """

    snapshot: str
    language: str
    design: str = DEFAULT
    kind: Kind = "report"
    choices: str = ""
    effect: str = ""


class Press:
    """Prints until it is closed; for one thread at a time, but for ``stop``.

    A document that takes more seconds than its ``patience`` is given up.
    """

    def __init__(self, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._process: subprocess.Popen[bytes] | None = None
        self._printed = 0

    @property
    def process(self) -> int | None:
        """The number of the process that prints, while there is one."""
        return self._process.pid if self._process else None

    def print(self, wish: Wish) -> bytes:
        """A report as PDF; ``Jammed`` where that fails, after which the next one is tried anew."""
        if self._process is None or self._printed >= REPLACED_AFTER:
            self.close()
            self._process, self._printed = _started(), 0
        self._printed += 1
        late = Timer(self._patience, self._process.kill)
        late.start()
        try:
            return _asked(self._process, wish)
        except (OSError, EOFError) as error:
            self.close()
            raise Jammed from error
        finally:
            late.cancel()

    def stop(self) -> None:
        """End what is being printed, from another thread: it is ``Jammed``."""
        if process := self._process:
            process.kill()

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
    return _("Not printed") + TEXT, "\r\n".join(lines).encode("utf-8-sig")


def missing_in(archive: ZipFile) -> list[str]:
    """Whom the text in a file of reports names."""
    texts = [name for name in archive.namelist() if name.endswith(TEXT)]
    lines = [archive.read(name).decode("utf-8-sig").splitlines() for name in texts]
    return [leader for one in lines for leader in one[2:]]


def _started() -> subprocess.Popen[bytes]:
    # What it has to say may hold letters of a comment, and it needs to know no secret of ours.
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE
    environment = config.without_settings()
    return subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=quiet, env=environment)  # noqa: S603


def _asked(process: subprocess.Popen[bytes], wish: Wish) -> bytes:
    assert process.stdin
    assert process.stdout
    _write(process.stdin, json.dumps(asdict(wish)).encode())
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
    with os.fdopen(os.dup(1), "wb") as out:
        # Nothing but documents goes where they are expected.
        os.dup2(2, 1)
        while True:
            try:
                wish = Wish(**json.loads(_read(sys.stdin.buffer)))
            except EOFError:
                return
            # Whoever asked may have died: nobody else ends a document that hangs.
            faulthandler.dump_traceback_later(PATIENCE, exit=True)
            try:
                pdf = _printed(wish)
            except Exception:
                pdf = b""
            finally:
                faulthandler.cancel_dump_traceback_later()
            _write(out, pdf)


def _printed(wish: Wish) -> bytes:
    # Whoever only asks for documents need not load what sets them.
    from surveyapp.core.choices import Choices  # noqa: PLC0415
    from surveyapp.core.effect_record import Effect  # noqa: PLC0415
    from surveyapp.core.group_report import GroupSnapshot  # noqa: PLC0415
    from surveyapp.core.share import Sheet  # noqa: PLC0415
    from surveyapp.core.snapshot import Snapshot  # noqa: PLC0415
    from surveyapp.reporting.paper import Paper  # noqa: PLC0415
    from surveyapp.reporting.pdf import (  # noqa: PLC0415
        render_group_pdf,
        render_pdf,
        render_sheet,
    )
    from surveyapp.reporting.questionnaire import render_paper  # noqa: PLC0415

    if wish.kind == "questionnaire":
        return render_paper(Paper.from_json(wish.snapshot))
    if wish.kind == "sheet":
        return render_sheet(Sheet.from_json(wish.snapshot), wish.language, wish.design)
    if wish.kind == "group":
        return render_group_pdf(GroupSnapshot.from_json(wish.snapshot), wish.language, wish.design)
    choices = Choices.from_json(wish.choices) if wish.choices else None
    effect = Effect.from_json(wish.effect) if wish.effect else None
    snapshot = Snapshot.from_json(wish.snapshot)
    return render_pdf(snapshot, wish.language, wish.design, choices, effect)


if __name__ == "__main__":
    main()

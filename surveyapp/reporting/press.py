"""A press: reports are printed in a process of its own, one after another, in bounded memory.

Setting a document takes much memory, of which some is kept: the process is replaced now and then.
It ends when its input does, so that it never outlives whoever started it. Two presses print twice
as fast on two processors: ``presses`` puts them to work together.
"""

import json
import struct
import subprocess
import sys
from dataclasses import asdict, dataclass
from threading import Timer
from time import monotonic
from typing import IO

from surveyapp import config
from surveyapp.reporting.design import DEFAULT, Kind
from surveyapp.reporting.unprinted import Why

REPLACED_AFTER = 25
"""Documents that one process prints."""

PATIENCE = 300
"""Seconds that one document may take; the largest takes some ten."""

COMMAND = [sys.executable, "-m", "surveyapp.reporting.printer"]
"""What a process of a press runs."""

NUMBER = struct.Struct(">I")
"""How the length of what is sent through a pipe is written."""


class Jammed(Exception):
    """A document could not be printed, and why."""

    def __init__(self, why: Why) -> None:
        self.why = why
        super().__init__(why)


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
        begun = monotonic()
        late.start()
        try:
            return _asked(self._process, wish)
        except (OSError, EOFError) as error:
            self.close()
            raise Jammed("late" if monotonic() - begun >= self._patience else "ended") from error
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


def _started() -> subprocess.Popen[bytes]:
    # What it has to say may hold letters of a comment, and it needs to know no secret of ours.
    quiet = subprocess.DEVNULL
    pipe = subprocess.PIPE
    environment = config.without_settings()
    return subprocess.Popen(COMMAND, stdin=pipe, stdout=pipe, stderr=quiet, env=environment)  # noqa: S603


def _asked(process: subprocess.Popen[bytes], wish: Wish) -> bytes:
    assert process.stdin
    assert process.stdout
    write(process.stdin, json.dumps(asdict(wish)).encode())
    pdf = read(process.stdout)
    if not pdf:
        raise Jammed("failed")
    return pdf


def write(stream: IO[bytes], content: bytes) -> None:
    """Send this, with its length before it."""
    stream.write(NUMBER.pack(len(content)) + content)
    stream.flush()


def read(stream: IO[bytes]) -> bytes:
    """What was sent; ``EOFError`` where nothing comes any more."""
    [length] = NUMBER.unpack(_exactly(stream, NUMBER.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content: bytes = stream.read(length)
    if len(content) < length:
        raise EOFError
    return content

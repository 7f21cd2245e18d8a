"""Reports that are printed together, on all processors, wherever they go.

What is there already is told by the fingerprint in the document, so that the same call, made again
after a failure, prints only what is missing; a report that was exchanged is printed anew.
"""

import re
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from unicodedata import normalize

from surveyapp.core.base import text_in
from surveyapp.core.errors import SurveyError
from surveyapp.core.snapshot import Snapshot
from surveyapp.reporting.identity import carries
from surveyapp.reporting.press import Wish
from surveyapp.reporting.presses import Presses
from surveyapp.reporting.unprinted import Unprinted
from surveyapp.services import on_disk

LONGEST = 120
"""Bytes of a file name; systems take 255, and Windows 255 letters with all folders around it."""

NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
"""What Windows lets no file name hold."""

Put = Callable[[str, bytes], None]
"""Keep a document under its name."""

Tell = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Wanted:
    """A report that is wanted: whose, under which name, in which language and design.

    ``load`` gives its snapshot, when its turn comes.
    """

    whose: str
    file: str
    language: str
    design: str
    load: Callable[[], Snapshot]

    def is_in(self, document: bytes) -> bool:
        """Whether a document is this very report."""
        with suppress(SurveyError):
            return carries(document, self.load().fingerprint)
        return False

    def wish(self) -> Wish | None:
        """What is to be printed; nothing for a report that was exchanged.

        Without what a leader chose and planned: others hold these files first.
        """
        with suppress(SurveyError):
            return Wish(self.load().to_json(), self.language, self.design)
        return None


class Halted(SurveyError):
    """What was printed could not be kept: no more is printed. ``missing`` failed before that."""

    def __init__(self, why: SurveyError, missing: Sequence[Unprinted]) -> None:
        super().__init__(str(why))
        self.missing = missing


def print_all(due: Sequence[Wanted], presses: int, put: Put, tell: Tell) -> list[Unprinted]:
    """Print these with so many presses, or one per processor; what could not be printed.

    Each is put where it belongs as soon as it is there; one that fails harms no other. ``Halted``
    where one cannot be put there.
    """
    missing: list[Unprinted] = []
    with closing(Presses(presses)) as all_presses:
        printed = all_presses.print(one.wish() for one in due)
        for number, (one, document) in enumerate(zip(due, printed, strict=True), start=1):
            if isinstance(document, bytes):
                _keep(one, document, put, missing)
                tell(number, len(due), one.file)
            else:
                missing.append(Unprinted(one.whose, document.why if document else "changed"))
    return missing


def _keep(one: Wanted, document: bytes, put: Put, missing: Sequence[Unprinted]) -> None:
    try:
        put(one.file, document)
    except SurveyError as error:
        raise Halted(error, missing) from error


def print_into(folder: Path, due: Sequence[Wanted], presses: int, tell: Tell) -> list[Unprinted]:
    """The same into a folder, each whole or not at all."""
    return print_all(due, presses, lambda file, pdf: on_disk.write(folder / file, pdf), tell)


class Names:
    """Names of files that every system takes, none of them twice."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of_report(self, leader: str, label: dict[str, str], design: str, language: str) -> str:
        """The name of a report: whose, of which wave, and how it is printed."""
        title = f"360 {leader} {text_in(label, language)}"
        return self.free(title, f" {design} {language}")

    def free(self, title: str, tail: str = "", again: str = " ({})") -> str:
        """The name of a PDF: like this title, and not taken whatever the case of its letters.

        A long title is cut, its tail never: it tells one document about the same from another.
        """
        stem = (_cut(_visible(title), LONGEST - len(tail.encode())) + tail).strip(" .")
        name = stem
        numbers = count(2)
        while name.casefold() in self._taken:
            name = stem + again.format(next(numbers))
        self._taken.add(name.casefold())
        return f"{name}.pdf"


def _visible(title: str) -> str:
    plain = " ".join(NOT_IN_NAMES.sub(" ", normalize("NFC", title)).split())
    return "".join(sign for sign in plain if sign.isprintable())


def _cut(text: str, most: int) -> str:
    """As much of a text as so many bytes hold; whole where it fits."""
    fits = text.encode()[:most].decode(errors="ignore")
    return text if fits == text else fits.rstrip(" -")

"""Reports that could not be printed: whose, and why, in a text that lies beside the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from zipfile import ZipFile

from surveyapp.languages import Language
from surveyapp.languages import language as language_of

Why = Literal["late", "ended", "failed", "changed"]
"""It took too long, its process ended, it could not be set, or is not what was frozen."""

TEXT = ".txt"
"""What the name of the text ends with."""


@dataclass(frozen=True)
class Unprinted:
    """Whose report is missing, and why."""

    whose: str
    why: Why

    def told(self, words: Language) -> str:
        """Both in a line, for whoever may know the name."""
        return f"{self.whose}: {_reasons(words)[self.why]}"


def _reasons(words: Language) -> dict[Why, str]:
    _ = words.gettext
    return {
        "late": _("printing it took too long."),
        "ended": _("printing stopped halfway, perhaps because memory ran out."),
        "failed": _("something in it could not be put on paper."),
        "changed": _("it is no longer the report that was frozen."),
    }


def text(missing: Sequence[Unprinted], language: str) -> tuple[str, bytes]:
    """A file that names them: its name and its text, as Windows wants it."""
    words = language_of(language)
    _ = words.gettext
    lines = [
        _("These reports could not be printed:"),
        "",
        *(one.told(words) for one in missing),
        "",
    ]
    return _("Not printed") + TEXT, "\r\n".join(lines).encode("utf-8-sig")


def named_in(archive: ZipFile, language: str) -> list[Unprinted]:
    """What the text in a file of reports tells, which was written in that language.

    A line that gives no reason we know is passed over.
    """
    known = {sentence: why for why, sentence in _reasons(language_of(language)).items()}
    texts = [name for name in archive.namelist() if name.endswith(TEXT)]
    lines = [archive.read(name).decode("utf-8-sig").splitlines() for name in texts]
    told = [line.rpartition(": ") for one in lines for line in one[2:]]
    return [Unprinted(whose, known[reason]) for whose, _, reason in told if reason in known]

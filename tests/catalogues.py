"""Compare what the code and its templates say with a catalogue: nothing missing, nothing left over.

For every room with texts: name its files and its ``.po``.
"""

from collections.abc import Iterable
from pathlib import Path

from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

from surveyapp.languages import FOLDER, SOURCE, languages

ROOT = Path(__file__).parent.parent
KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "_": None,
    "_n": (1, 2),
}


def messages_in(*globs: str) -> set[str]:
    """Every English message in the files that these patterns find below the project."""
    files = [file for pattern in globs for file in ROOT.glob(pattern)]
    assert files, f"no file fits {globs}"
    return {text for file in files for text in _messages(file)}


def _messages(file: Path) -> Iterable[str]:
    method = "python" if file.suffix == ".py" else "jinja2.ext:babel_extract"
    # Newstyle gettext trims nothing, so that what is extracted is what is looked up.
    for _line, message, _comments, _context in extract_from_file(method, file, KEYWORDS):
        parts = message if isinstance(message, tuple) else (message,)
        yield parts[0]


def translated(name: str, language: str) -> set[str]:
    """The messages of one ``.po`` file that have a translation, plurals by their singular."""
    with (FOLDER / language / name).open("rb") as stream:
        catalogue = read_po(stream, locale=language, abort_invalid=True)
    found = [message for message in catalogue if message.id and not message.fuzzy]
    return {_strings(m.id)[0] for m in found if m.string and all(_strings(m.string))}


def _strings(text: str | Iterable[str]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def check_catalogue(name: str, *globs: str) -> None:
    """Fail where a language misses a message of these files, or has one that nobody says."""
    said = messages_in(*globs)
    for language in languages():
        if language == SOURCE:
            continue
        known = translated(name, language)
        assert not said - known, f"{language}/{name} misses: {sorted(said - known)}"
        assert not known - said, f"{language}/{name} has, but nobody says: {sorted(known - said)}"

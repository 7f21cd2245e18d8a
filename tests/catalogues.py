"""Compare what the code and its templates say with a catalogue: nothing missing, nothing left over.

For every room with texts: name its files and its ``.po``.
"""

import ast
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
    check_messages(name, messages_in(*globs))


def check_messages(name: str, said: set[str]) -> None:
    """The same for messages that were found in another way."""
    for language in languages():
        if language == SOURCE:
            continue
        known = translated(name, language)
        assert not said - known, f"{language}/{name} misses: {sorted(said - known)}"
        assert not known - said, f"{language}/{name} has, but nobody says: {sorted(known - said)}"


def unfound(*globs: str) -> list[str]:
    """Where a text is looked up that is not written out there, as ``file:line``."""
    files = [file for pattern in globs for file in ROOT.glob(pattern)]
    return [
        f"{file.name}:{call.lineno}"
        for file in files
        for call in _calls(file, *KEYWORDS)
        if not _plain(call)
    ]


def _plain(call: ast.Call) -> bool:
    number = 2 if _called(call) == "ngettext" else 1
    return all(isinstance(text, ast.Constant) for text in call.args[:number])


VALIDATORS = {"DataRequired", "InputRequired", "Length", "Email", "NumberRange", "Regexp", "AnyOf"}
"""Those of WTForms that may refuse."""


def silent_validators(*globs: str) -> list[str]:
    """Where a validator of WTForms is used without words of ours, as ``file:line``."""
    files = [file for pattern in globs for file in ROOT.glob(pattern)]
    return [
        f"{file.name}:{call.lineno}"
        for file in files
        for call in _calls(file, *VALIDATORS)
        if not any(word.arg == "message" for word in call.keywords)
        and not any(isinstance(text, ast.Call | ast.JoinedStr) for text in call.args)
    ]


def _calls(file: Path, *names: str) -> Iterable[ast.Call]:
    if file.suffix != ".py":
        return
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Call) and _called(node) in names:
            yield node


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", getattr(call.func, "attr", ""))

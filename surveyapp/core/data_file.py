"""A YAML file as its author wrote it: every value with its line, every mistake in a sentence.

Instruments and standards are written by hand, so a mistake has to be found where it was made.
Only plain data is read: no anchors, no tags, no second document, no name twice.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

import yaml

from surveyapp.core.errors import Fault

MAXIMUM_SIZE = 1_000_000
"""The longest file that is read, in characters."""

MAXIMUM_DEPTH = 20
"""How deep lists and fields may be nested."""

Scalar = str | int | float | bool | None
Plain = Scalar | list["Plain"] | dict[str, "Plain"]


@dataclass(frozen=True)
class Part:
    """A value in the file and where it stands; what is missing reads as empty.

    A scalar has ``value`` and ``raw`` (as written), a mapping ``members``, a list ``entries``.
    """

    file: str
    line: int
    field: str = ""
    value: Scalar = None
    raw: str = ""
    members: dict[str, "Part"] | None = None
    entries: tuple["Part", ...] | None = None

    def __getitem__(self, name: str) -> "Part":
        found = (self.members or {}).get(name)
        return found or Part(self.file, self.line, below(self.field, name))

    def __iter__(self) -> Iterator["Part"]:
        return iter(self.entries or ())

    @property
    def text(self) -> str:
        """The value if it is a text, else an empty one."""
        return self.value if isinstance(self.value, str) else ""

    @property
    def plain(self) -> Plain:
        """The value without its place, as JSON knows it."""
        if self.members is not None:
            return {name: part.plain for name, part in self.members.items()}
        if self.entries is not None:
            return [part.plain for part in self.entries]
        return self.value

    def children(self) -> Iterator[tuple[str | int, "Part"]]:
        """What is inside, by name or by place."""
        yield from (self.members or {}).items()
        yield from enumerate(self.entries or ())

    def fault(self, message: str, remedy: str) -> Fault:
        """A mistake in this value."""
        return Fault(message, remedy=remedy, file=self.file, line=self.line, field=self.field)


def below(path: str, name: str) -> str:
    """The name of a field inside another: ``competences.vision.title``."""
    return f"{path}.{name}" if path else name


def nearest(name: str, known: list[str]) -> str:
    """What the author may have meant, in a sentence."""
    close = get_close_matches(name, known, 1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"Known here: {', '.join(f'`{one}`' for one in known)}." if known else "Delete it."


def ordered(faults: list[Fault]) -> list[Fault]:
    """Every mistake once, from the top of the file to the bottom."""
    unique = {(fault.line, fault.field, fault.message): fault for fault in faults}
    return sorted(unique.values(), key=lambda fault: fault.line or 0)


def parse(text: str, file: str) -> tuple[Part | None, list[Fault]]:
    """The content of a file, and what is wrong with its form; no content if it is no YAML."""
    if len(text) > MAXIMUM_SIZE:
        return None, [_whole(file, "The file is larger than 1 MB.", "Split it or shorten it.")]
    try:
        node = _Loader(text).get_single_node()
    except yaml.YAMLError as error:
        return None, [_syntax_fault(error, text, file)]
    except (ValueError, ArithmeticError):  # an escape or directive beyond what Python can hold
        remedy = "Look for a `\\U…` in a text or a line that begins with `%`, and take it out."
        return None, [_whole(file, "The file has a code for a character that is none.", remedy)]
    if node is None:
        return None, [_whole(file, "The file is empty.", "Begin with the line `format: …`.")]
    builder = _Builder(file)
    root = builder.part(node, Part(file, 1))
    if root.members is None:
        remedy = "Begin every line at the top level with a name and a colon, as in `id: …`."
        return None, [root.fault("The file has no fields.", remedy)]
    return root, builder.faults


def _whole(file: str, message: str, remedy: str) -> Fault:
    """A mistake of the file as a whole."""
    return Fault(message, remedy=remedy, file=file)


class _Loader(yaml.SafeLoader):
    """Composes nodes with their lines, of plain and shallow data only."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self._refuse(event, "anchors (&) and references (*) are not read")
        if getattr(event, "tag", None):
            self._refuse(event, "tags (!) are not read")
        if self.depth >= MAXIMUM_DEPTH:
            self._refuse(event, f"this is nested deeper than {MAXIMUM_DEPTH} levels")
        self.depth += 1
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def _refuse(self, event: yaml.Event, problem: str) -> None:
        mark = event.start_mark
        assert isinstance(mark, yaml.error.Mark)
        raise yaml.composer.ComposerError(None, None, problem, mark)


_REMEDIES = (
    ("anchors (&)", "Write the value out, or put a text that begins with & or * in quotes."),
    ("tags (!)", "Take the tag out, or put a text that begins with ! in quotes."),
    ("'\\t'", "Indent with spaces instead of a tab."),
    ("nested deeper", "Take some levels out."),
    ("mapping values are not allowed", "Put a text with a colon in it in quotes."),
    ("expected ',' or '", "Between { } or [ ], put a text with , : ? or brackets in it in quotes."),
    ("found unexpected end of stream", "Close the quotes that were opened here."),
    ("cannot start any token", "Put a text that begins with this character in quotes."),
    ("another document", "Take the line `---` out, or make two files."),
    ("expected <block end>", "Align this line with the lines above it."),
    ("could not find expected ':'", "Write `name: value`; indent the further lines of a text."),
    ("special characters are not allowed", "Take the invisible character out."),
)


def _syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """The place and the reason why the YAML cannot be read."""
    problem, line = str(error), None
    if isinstance(error, yaml.MarkedYAMLError):
        problem = error.problem or error.context or problem
        opened = error.context_mark if "end of stream" in problem else None
        mark = opened or error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else None
    elif isinstance(error, yaml.reader.ReaderError):
        line, problem = text.count("\n", 0, error.position) + 1, error.reason
    general = "Look at this line and the one above it: indentation, colons and quotes."
    remedy = next((remedy for sign, remedy in _REMEDIES if sign in problem), general)
    return Fault(f"This is not plain YAML: {problem}.", remedy=remedy, file=file, line=line)


_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_FRACTION = re.compile(r"-?[0-9]{1,15}\.[0-9]{1,15}")
_YES = {"yes", "true", "on"}


def _scalar(node: yaml.ScalarNode) -> Scalar:
    """The value as YAML reads it, except for its odder numbers and dates: they stay texts."""
    kind, raw = node.tag.rsplit(":", 1)[-1], node.value
    if kind == "null":
        return None
    if kind == "bool":
        return raw.lower() in _YES
    if kind == "int" and _INTEGER.fullmatch(raw):
        return int(raw)
    if kind == "float" and _FRACTION.fullmatch(raw):
        return float(raw)
    return str(raw)


def _unprintable(text: str) -> bool:
    """Whether a text has control characters, or halves of characters, that cannot be printed."""
    return any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in text if sign != "\n")


@dataclass
class _Builder:
    """Turns nodes into parts and remembers what was wrong with names and characters."""

    file: str
    faults: list[Fault] = field(default_factory=list)

    def part(self, node: yaml.Node, place: Part) -> Part:
        if isinstance(node, yaml.MappingNode):
            return replace(place, members=self._members(node, place))
        if isinstance(node, yaml.SequenceNode):
            return replace(place, entries=tuple(self._entries(node, place)))
        assert isinstance(node, yaml.ScalarNode)
        if _unprintable(node.value):
            remedy = "Take it out; write a line break as a line break."
            self.faults.append(place.fault("The text has an invisible character.", remedy))
            return replace(place, value="?", raw="?")
        return replace(place, value=_scalar(node), raw=node.value)

    def _entries(self, node: yaml.SequenceNode, place: Part) -> Iterator[Part]:
        for number, child in enumerate(node.value, 1):
            name = _id_of(child) or str(number)
            yield self.part(child, self._place(child, below(place.field, name)))

    def _members(self, node: yaml.MappingNode, place: Part) -> dict[str, Part]:
        members: dict[str, Part] = {}
        for key, child in node.value:
            name = self._name(key, place)
            here = self._place(key, below(place.field, name))
            if name in members:
                message = f"`{name}` is already at line {members[name].line}."
                self.faults.append(here.fault(message, "Keep one of the two."))
            members.setdefault(name, self.part(child, here))
        return members

    def _name(self, key: yaml.Node, place: Part) -> str:
        raw = key.value if isinstance(key, yaml.ScalarNode) else ""
        if not raw or _unprintable(raw):
            message = "A name is expected before the colon."
            self.faults.append(self._place(key, place.field).fault(message, "Write `name: value`."))
            return "?"
        assert isinstance(key, yaml.ScalarNode)
        if not isinstance(_scalar(key), str):
            here = self._place(key, below(place.field, raw))
            message = f"The name `{raw}` is read as {kind_of(_scalar(key))}."
            self.faults.append(here.fault(message, f'Put it in quotes: "{raw}":'))
        return str(raw)

    def _place(self, node: yaml.Node, path: str) -> Part:
        return Part(self.file, node.start_mark.line + 1, path)


def kind_of(value: Scalar) -> str:
    """What YAML made of a value, in words."""
    if value is None:
        return "nothing"
    return "yes or no" if isinstance(value, bool) else "a number"


def _id_of(node: yaml.Node) -> str:
    """The ``id`` of an entry in a list, if it has one: it names the entry better than a number."""
    if not isinstance(node, yaml.MappingNode):
        return ""
    for key, value in node.value:
        if key.value == "id" and isinstance(value, yaml.ScalarNode):
            return str(value.value) if not _unprintable(value.value) else ""
    return ""

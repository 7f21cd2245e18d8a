"""A data file held against the record that it should become: mistakes in plain sentences."""

import json
from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from surveyapp.core.base import Record
from surveyapp.core.data_file import Part, kind_of, nearest
from surveyapp.core.errors import Fault

R = TypeVar("R", bound=Record)


def shape(model: type[R], root: Part) -> tuple[R | None, list[Fault]]:
    """The record, or every reason why the file is none."""
    try:
        return model.model_validate_json(json.dumps(root.plain), strict=True), []
    except ValidationError as error:
        details = error.errors(include_url=False, include_context=True)
        return None, [_fault(model, root, detail) for detail in details]


def parts_of(annotation: Any, part: Part, wanted: Any) -> Iterator[Part]:
    """Every part of the file that the record declares to be ``wanted``."""
    if _bare(annotation) == _bare(wanted):
        yield part
        return
    for step, child in part.children():
        yield from parts_of(_inside(annotation, step), child, wanted)


def _bare(annotation: Any) -> Any:
    """The type without its constraints and without ``None``."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


def _inside(annotation: Any, step: str | int) -> Any:
    """The type of a member of a record, or of what a list or mapping is made of."""
    bare = _bare(annotation)
    if isinstance(bare, type) and issubclass(bare, BaseModel):
        found = bare.model_fields.get(str(step))
        return found.annotation if found else None
    if get_origin(bare) is tuple:
        return get_args(bare)[0]
    return get_args(bare)[1] if get_origin(bare) is dict else None


def _fault(model: type[Record], root: Part, detail: ErrorDetails) -> Fault:
    """One mistake that the record found, where the author can see it."""
    part, annotation, steps = root, model, [step for step in detail["loc"] if step != "[key]"]
    around: Any = model
    for step in steps:
        around, annotation = annotation, _inside(annotation, step)
        children = dict(part.children())
        part = children[step] if step in children else part[str(step)]
    name = str(steps[-1]) if steps else ""
    known = list(getattr(_bare(around), "model_fields", {}))
    message, remedy = _sentence(detail, part, name, known)
    return part.fault(message, remedy)


_PATTERNS = {
    r"^[a-z][a-z0-9-]{0,39}$": (
        "Use lower-case letters, digits and hyphens, beginning with a letter, at most 40."
    ),
    r"^\d+\.\d+$": 'Write two numbers with a point between them, in quotes: "1.0".',
    r"^[a-z0-9-]+/[a-z0-9-]+$": "Write the edition, a slash and the competence: vo-2021/vision.",
    r"^[A-Z]{2}$": "Write the two capitals of the country: NL or BE.",
}

_LIST = "Put each entry on a line of its own that begins with `- `, or write [one, two]."

_SENTENCES = {
    "string_too_short": ("This text is empty.", "Write a text after the colon."),
    "string_too_long": ("This text has more than {max_length} characters.", "Shorten it."),
    "int_type": ("A whole number is expected here.", "Write it without quotes and point: 3."),
    "float_type": ("A number is expected here.", "Write it with a point, no quotes: 0.30."),
    "bool_type": ("Yes or no is expected here.", "Write `true` or `false`, without quotes."),
    "tuple_type": ("A list is expected here.", _LIST),
    "greater_than": ("The number must be above {gt}.", "Change the number."),
    "greater_than_equal": ("The number must be {ge} or more.", "Change the number."),
    "less_than": ("The number must be below {lt}.", "Change the number."),
    "less_than_equal": ("The number must be {le} or less.", "Change the number."),
    "too_long": ("There are {actual_length} entries here.", "Keep no more than {max_length}."),
}

_FIELDS = ("Fields are expected here.", "Write them below it, indented: `name: value`.")


def _sentence(detail: ErrorDetails, part: Part, name: str, known: list[str]) -> tuple[str, str]:
    """What is wrong and how to mend it."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind in _SENTENCES:
        message, remedy = _SENTENCES[kind]
        return message.format(**context), remedy.format(**context)
    if kind == "missing":
        return "This field is missing.", f"Add the line `{name}: …`."
    if kind == "extra_forbidden":
        return f"There is no field `{name}` here.", nearest(name, known)
    if kind == "string_type":
        return _no_text(part)
    if kind in {"dict_type", "model_type"}:
        return _FIELDS
    return _rarer(detail, part, context)


def _rarer(detail: ErrorDetails, part: Part, context: dict[str, Any]) -> tuple[str, str]:
    """The mistakes that need a word of their own, and those that nobody foresaw."""
    kind = detail["type"]
    if kind == "string_pattern_mismatch":
        remedy = _PATTERNS.get(context["pattern"], f"It must look like {context['pattern']}.")
        return f"`{part.raw or part.field.rsplit('.', 1)[-1]}` cannot be used here.", remedy
    if kind == "literal_error":
        return f"`{part.raw}` is not known here.", f"Write {context['expected']}."
    if kind == "too_short":
        least = context["min_length"]
        return f"There are too few entries here: {context['actual_length']}.", f"Give {least}."
    if kind.startswith("date"):
        return "A date is expected here.", "Write year, month and day: 2021-01-25."
    return f"{detail['msg']}.", "Compare it with the description of the format."


def _no_text(part: Part) -> tuple[str, str]:
    """Something else stands where a text is wanted."""
    if part.members is not None or part.entries is not None:
        return "A text is expected here, on one line.", "Write it after the colon."
    if part.value is None:
        return "This text is empty.", "Write a text after the colon."
    message = f"`{part.raw}` is read as {kind_of(part.value)}, not as a text."
    return message, f'Put it in quotes: "{part.raw}".'

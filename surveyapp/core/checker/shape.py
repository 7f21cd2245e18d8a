"""The shape of a snapshot: every name that may occur and what may stand there.

Whatever is unknown is refused, so that no other figure can come along (rule P3).
"""

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from types import MappingProxyType

from surveyapp.core.checker.reading import Violation

Check = Callable[[object, str], Iterator[Violation]]

NOTHING: Mapping[str, Check] = MappingProxyType({})

IDENTIFIER = re.compile(r"[a-z][a-z0-9-]{0,39}")


def check_shape(data: object) -> Iterator[Violation]:
    """Everything in the snapshot that has no place in it, or is missing."""
    return SNAPSHOT(data, "")


def _fault(place: str, message: str) -> Violation:
    return Violation("P9", place, message)


def record(sometimes: Mapping[str, Check] = NOTHING, /, **always: Check) -> Check:
    """An object with exactly these names; the first ones may be absent."""
    fields = {**sometimes, **always}

    def run(data: object, place: str) -> Iterator[Violation]:
        if not isinstance(data, dict):
            yield _fault(place, "An object is expected here.")
            return
        for name in data.keys() - fields.keys():
            yield Violation("P3", _below(place, str(name)), "Nothing by this name is published.")
        for name, check in fields.items():
            if name in data:
                yield from check(data[name], _below(place, name))
            elif name in always:
                yield _fault(_below(place, name), "This is missing.")

    return run


def tagged(**kinds: Check) -> Check:
    """An object whose ``state`` says which names it has."""

    def run(data: object, place: str) -> Iterator[Violation]:
        state = data.get("state") if isinstance(data, dict) else None
        if isinstance(state, str) and state in kinds:
            yield from kinds[state](data, place)
        else:
            yield _fault(place, f"The state must be one of: {', '.join(kinds)}.")

    return run


def mapping(of: Check) -> Check:
    """An object with identifiers as names, and one kind of value."""

    def run(data: object, place: str) -> Iterator[Violation]:
        if not isinstance(data, dict):
            yield _fault(place, "An object is expected here.")
            return
        for name, value in data.items():
            yield from identifier(name, place)
            yield from of(value, _below(place, str(name)))

    return run


def listing(of: Check, fewest: int = 0, most: float = math.inf) -> Check:
    """A list of one kind of value."""

    def run(data: object, place: str) -> Iterator[Violation]:
        if not isinstance(data, list) or not fewest <= len(data) <= most:
            yield _fault(place, f"A list of at least {fewest} is expected here.")
            return
        for number, value in enumerate(data):
            yield from of(value, f"{place}[{number}]")

    return run


def optional(of: Check) -> Check:
    """Nothing, or a value of that kind."""

    def run(data: object, place: str) -> Iterator[Violation]:
        return iter(()) if data is None else of(data, place)

    return run


def satisfying(condition: Callable[[object], bool], message: str, rule: str = "P9") -> Check:
    """A value for which the condition holds."""

    def run(data: object, place: str) -> Iterator[Violation]:
        if not condition(data):
            yield Violation(rule, place, message)

    return run


def whole(low: int, high: int = 10**9, rule: str = "P9") -> Check:
    """A whole number in this range."""
    return satisfying(
        lambda data: type(data) is int and low <= data <= high,
        f"A whole number of at least {low} is expected here.",
        rule,
    )


def number(low: float, high: float) -> Check:
    """A number in this range."""
    return satisfying(
        lambda data: type(data) in {int, float} and low <= data <= high,  # type: ignore[operator]
        f"A number from {low} to {high} is expected here.",
    )


def word(*allowed: str) -> Check:
    """One of these words."""
    return satisfying(lambda data: data in allowed, f"One of: {', '.join(allowed)}.")


def _is_text(data: object) -> bool:
    """Whether this is a text that can be written down: half a character cannot."""
    return isinstance(data, str) and not any("\ud800" <= letter <= "\udfff" for letter in data)


def _is_date(data: object) -> bool:
    try:
        return isinstance(data, str) and date.fromisoformat(data).isoformat() == data
    except ValueError:
        return False


def _below(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name


def _names(data: Iterable[str], of: Check) -> dict[str, Check]:
    return dict.fromkeys(data, of)


text = satisfying(_is_text, "A text is expected here.")
flag = satisfying(lambda data: isinstance(data, bool), "True or false is expected here.")
day = satisfying(_is_date, "A date (YYYY-MM-DD) is expected here.")
identifier = satisfying(
    lambda data: isinstance(data, str) and bool(IDENTIFIER.fullmatch(data)),
    "An identifier is expected here.",
)
texts = mapping(text)
wording = mapping(texts)
identifiers = listing(identifier)
mean = number(1, 5)
share = optional(number(0, 1))
clarity = word("clear", "chance", "cannot_tell")

POINT = record(value=whole(1, 5), label=texts)
ITEM = record(id=identifier, text=wording, not_asked=identifiers, reverse=flag)
COMPETENCE = record(
    id=identifier, standard=text, title=texts, description=texts, look_at=texts,
    items=listing(ITEM, 1),
)  # fmt: skip
GROUP = record(
    id=identifier, label=texts, identified=flag, minimum=whole(3, 20, "P2"),
    single_rater_reliability=share,
)  # fmt: skip
INSTRUMENT = record(
    **_names(("version", "author", "licence"), text),
    **_names(("id", "standard"), identifier),
    **_names(("title", "description", "validation"), texts),
    format=word("instrument/1"),
    languages=identifiers,
    minutes=whole(1),
    scale=record(points=listing(POINT, 5, 5), cannot_judge=texts),
    importance=optional(record(question=wording, points=listing(POINT, 5, 5))),
    then=optional(texts),
    rater_groups=listing(GROUP),
    competences=listing(COMPETENCE, 1),
    open_questions=listing(record(id=identifier, title=texts, text=wording)),
    reliability=mapping(record(alpha=number(0, 1), sd=number(0, 100), source=text)),
)
SUPPRESSED = record(state=word("suppressed"), reason=word("too_few", "not_asked"))
CELL = tagged(
    published=record(
        state=text, mean=mean, n=whole(1), cannot_judge=whole(0),
        distribution=optional(listing(whole(0), 5, 5)),
    ),
    below=record(state=text, n=whole(1), cannot_judge=whole(0)),
    suppressed=SUPPRESSED,
)  # fmt: skip
SCORE = tagged(
    published=record(
        state=text, mean=mean, items=whole(1), floored=flag,
        interval=optional(record(low=mean, high=mean)),
        agreement=optional(word("none", "weak", "moderate", "strong", "very_strong")),
    ),
    suppressed=SUPPRESSED,
)  # fmt: skip
RESULT = record(
    id=identifier,
    scores=mapping(SCORE),
    others=optional(mean),
    gap=optional(number(-4, 4)),
    standing=optional(word("same", "higher", "lower")),
    mirror=optional(
        word("open_strength", "blind_spot", "hidden_strength", "known_development_point")
    ),
    importance=mapping(CELL),
    importance_others=optional(mean),
    items=listing(record(id=identifier, cells=mapping(CELL), others=optional(mean)), 1),
)
CHANGE = record(
    before=mean, after=mean, before_floored=flag, after_floored=flag, items=whole(1),
    respondents_before=whole(1), respondents_after=whole(1), word=clarity,
)  # fmt: skip
OWN_CHANGE = record(**_names(("before", "after", "then"), optional(mean)), word=clarity)
_NAMED = {"id": identifier, "label": texts, "position": whole(1)}
WHOLE_WAVE = record(**_NAMED)
WAVE = record({"pulse": satisfying(lambda data: data is True, "It is said of pulses.")}, **_NAMED)
GROWTH = record(
    since=WHOLE_WAVE,
    since_frozen_on=day,
    competences=listing(
        record(
            id=identifier, units=mapping(CHANGE), others_before=optional(mean),
            others_after=optional(mean), own=OWN_CHANGE,
        )
    ),
)  # fmt: skip
UNIT = record(
    id=identifier, label=texts, members=listing(identifier, 1), identified=flag,
    respondents=whole(1), needed=optional(whole(1)),
)  # fmt: skip
PARTICIPATION = record(
    group=identifier, label=texts, identified=flag, invited=optional(whole(0)),
    answered=whole(0), used=word("own", "pooled", "left_out", "none"),
)  # fmt: skip
SUGGESTION = record(
    competence=identifier, kind=word("strength", "shortcoming", "keep"), others=optional(mean),
    high_units=identifiers, low_units=identifiers, importance=optional(mean),
)  # fmt: skip
SNAPSHOT = record(
    **_names(("fingerprint", "programme", "leader", "school"), text),
    format=word("snapshot/1"),
    wave=WAVE,
    frozen_on=day,
    rules=record(groups=listing(GROUP, 1), minimum_comments=whole(3, 20, "P7")),
    instrument=INSTRUMENT,
    participation=listing(PARTICIPATION),
    units=listing(UNIT),
    competences=listing(RESULT, 1),
    comment_policy=listing(
        record(
            members=identifiers,
            shown=word("named", "unnamed", "withheld"),
            unit=optional(identifier),
        )
    ),
    comments=listing(
        record(
            {"withheld": listing(word("hurtful", "recognisable", "unrelated"), 1)},
            question=identifier,
            blocks=listing(record(unit=optional(identifier), texts=listing(text, 1))),
        )
    ),
    growth=optional(GROWTH),
    suggestions=listing(SUGGESTION),
)

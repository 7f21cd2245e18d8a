"""An instrument as its author writes it in YAML: read, or refused with every mistake in it.

The rules between its fields are here, all else is in ``data_record``. ``questionnaires/README.md``
describes the format.
"""

from collections.abc import Iterator
from functools import partial

from surveyapp.core.data_file import Part, nearest
from surveyapp.core.data_record import Rules, examine, points, read_record, schema_of, twice
from surveyapp.core.data_shape import parts_of
from surveyapp.core.errors import Fault
from surveyapp.core.instrument import (
    OTHERS,
    SELF,
    Instrument,
    Wording,
    importance_id,
    then_id,
)
from surveyapp.core.rater_group import POOL
from surveyapp.core.shipped import known_competences
from surveyapp.core.standard import Known, reference_fault

RESERVED = (
    # The buttons of the questionnaire, sent along with the answers.
    frozenset({"language", "next", "back", "anyway", "autosave", "send", "decline"})
    # Those of the page on which answers from paper are typed in.
    | {"check", "open", "spoken"}
    # What a form of WTForms calls its own parts; a question of that name would replace them.
    | {"data", "errors", "form-errors", "meta", "populate-obj", "post-process", "process"}
    | {"validate"}
    # The parts of the page, which a link to a question must not find in its place.
    | {"how-far", "main", "on-hold", "page", "saved", "summary"}
)
"""What no item and no open question can be called: the form that asks them uses these names."""


def read(text: str, file: str, known: Known | None = None) -> Instrument:
    """The instrument in a file; ``FaultyFile`` with every fault.

    ``known`` are the standards that it may point at: those that are shipped, if not given.
    """
    return read_record(Instrument, text, file, _rules(known))


def check(text: str, file: str, known: Known | None = None) -> list[Fault]:
    """Every fault in a file, from top to bottom; none if it can be used."""
    return examine(Instrument, text, file, _rules(known))[1]


def schema_text() -> str:
    """The format as a JSON schema, for editors that complete and check while typing."""
    return schema_of(Instrument)


def _rules(known: Known | None) -> Rules:
    return partial(_rule_faults, known=known_competences() if known is None else known)


def _rule_faults(root: Part, known: Known) -> Iterator[Fault]:
    """The rules between fields. What is missing or of the wrong type is not their business."""
    yield from _languages_twice(root)
    yield from _names_twice(root)
    yield from _names_of_columns(root)
    yield from _reserved_names(root)
    yield from _group_names(root)
    yield from _audiences(root)
    yield from _nobody_asked(root)
    yield from points(root["scale"]["points"])
    yield from points(root["importance"]["points"])
    yield from _standards(root, known)
    yield from _reliabilities(root)


def _items(root: Part) -> Iterator[Part]:
    for competence in root["competences"]:
        yield from competence["items"]


def _named(root: Part) -> Iterator[Part]:
    """Every id that answers or comments are stored under."""
    for competence in root["competences"]:
        yield competence["id"]
        yield from (item["id"] for item in competence["items"])
    yield from (question["id"] for question in root["open_questions"])


def _languages_twice(root: Part) -> Iterator[Fault]:
    yield from twice(root["languages"], "The language", "Keep one of the two.")


def _names_twice(root: Part) -> Iterator[Fault]:
    remedy = "Give every competence, item and question an id of its own."
    yield from twice(_named(root), "The id", remedy)


def _names_of_columns(root: Part) -> Iterator[Fault]:
    """The answers on importance and the then-test have columns of their own."""
    competences = [part["id"].text for part in root["competences"] if part["id"].text]
    taken = {column(one): one for one in competences for column in (importance_id, then_id)}
    for part in _named(root):
        if part.text in taken:
            message = f"`{part.text}` is the name of a column of `{taken[part.text]}`."
            yield part.fault(message, "Choose an id that does not end in -importance or -then.")


def _reserved_names(root: Part) -> Iterator[Fault]:
    """Items and open questions are fields of a form, whose own parts have names too."""
    for part in (*_items(root), *root["open_questions"]):
        name = part["id"]
        if name.text in RESERVED:
            message = f"`{name.text}` is a name that the form of the questionnaire uses itself."
            yield name.fault(message, f"Choose another id, such as `{name.text}-1`.")


def _group_names(root: Part) -> Iterator[Fault]:
    groups = [group["id"] for group in root["rater_groups"]]
    yield from twice(groups, "The rater group", "Give every group an id of its own.")
    for part in groups:
        if part.text in {SELF, OTHERS, POOL}:
            message = f"A rater group cannot be called `{part.text}`."
            yield part.fault(message, "Rename it: that name has a meaning of its own.")


def _group_ids(root: Part) -> list[str]:
    return [group["id"].text for group in root["rater_groups"] if group["id"].text]


def _audiences(root: Part) -> Iterator[Fault]:
    """Every sentence is worded for self and for others; further wordings are for known groups."""
    known = [SELF, OTHERS, *_group_ids(root)]
    for wording in parts_of(Instrument, root, Wording):
        members = wording.members or {}
        for audience in (SELF, OTHERS) if members else ():
            if audience not in members:
                remedy = f"Add `{audience}:` with the sentence in every language below it."
                yield wording.fault(f"The wording for `{audience}` is missing.", remedy)
        for audience, part in members.items():
            if audience not in known:
                yield part.fault(f"There is no rater group `{audience}`.", nearest(audience, known))


def _nobody_asked(root: Part) -> Iterator[Fault]:
    """An item is asked of one group at least, and not worded for a group that never reads it."""
    groups = _group_ids(root)
    for item in _items(root):
        left_out = {part.text for part in item["not_asked"]}
        for part in item["not_asked"]:
            if part.text and part.text not in groups:
                yield part.fault(
                    f"There is no rater group `{part.text}`.", _group_remedy(part, groups)
                )
        for audience, part in (item["text"].members or {}).items():
            if audience in left_out & set(groups):
                remedy = "Delete the wording, or take the group out of `not_asked`."
                yield part.fault(f"`{audience}` is not asked this item.", remedy)
        if groups and left_out >= set(groups):
            message = "No rater group is asked this item."
            yield item["not_asked"].fault(message, "Leave one group out of `not_asked`.")


def _group_remedy(part: Part, groups: list[str]) -> str:
    if part.text == SELF:
        return "The leader is asked every item: delete it."
    return nearest(part.text, groups)


def _standards(root: Part, known: Known) -> Iterator[Fault]:
    """The instrument follows one edition, and its competences are in it."""
    standard = root["standard"]
    if standard.text and standard.text not in known:
        remedy = nearest(standard.text, sorted(known))
        yield standard.fault(f"There is no standard `{standard.text}`.", remedy)
    for competence in root["competences"]:
        part = competence["standard"]
        edition, slash, name = part.text.partition("/")
        if slash and standard.text in known and edition != standard.text:
            message = f"This competence follows `{edition}`, the instrument `{standard.text}`."
            yield part.fault(message, f"Write `{standard.text}/{name}`, or change `standard`.")
        elif slash:
            yield from reference_fault(part, known)


def _reliabilities(root: Part) -> Iterator[Fault]:
    competences = [part["id"].text for part in root["competences"] if part["id"].text]
    for name, part in (root["reliability"].members or {}).items():
        if name not in competences:
            message = f"There is no competence `{name}`."
            yield part.fault(message, nearest(name, competences))

"""The form in which people are pasted or chosen: what was typed, and what is wrong with it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from flask import request

from surveyapp.core.pasted import (
    MOST_CHARACTERS,
    MOST_LINES,
    MOST_PEOPLE,
    Kind,
    LineFault,
    guess,
)
from surveyapp.core.rater_group import RaterGroup
from surveyapp.core.spelling import shown
from surveyapp.languages import languages
from surveyapp.services.nominations import Outcome, Wanted
from surveyapp.web.speech import _, spoken

MOST_TOLD = 50
"""How many faults are told at once."""

SAID: dict[Kind, Callable[[LineFault], str]] = {
    "too much": lambda _fault: _(
        "This is too much at once: paste at most %(characters)s characters in %(lines)s lines.",
        characters=spoken().number(MOST_CHARACTERS, 0),
        lines=spoken().number(MOST_LINES, 0),
    ),
    "too many": lambda _fault: _(
        "These are too many people at once: add at most %(most)s.", most=MOST_PEOPLE
    ),
    "no address": lambda fault: _(
        "There is no e-mail address beside “%(text)s”: "
        "write it after the name, or remove this line.",
        text=fault.about,
    ),
    "address": lambda fault: _(
        "“%(text)s” is not an e-mail address that mail can go to: write it as name@school.example.",
        text=fault.about,
    ),
    "no name": lambda fault: _(
        "The name of %(address)s is missing: enter it below.", address=fault.about
    ),
    "long": lambda fault: _(
        "The name “%(name)s” is longer than %(most)s characters: write it shorter.",
        name=fault.about,
        most=fault.detail,
    ),
    "twice": lambda fault: _(
        "%(address)s is in line %(line)s already: remove one of the two.",
        address=fault.about,
        line=fault.detail,
    ),
    "own": lambda fault: _(
        "%(address)s is the school leader’s own address: "
        "their own questionnaire comes automatically.",
        address=fault.about,
    ),
}
"""What is wrong with a line, and what to do; ``listed`` needs the names of the groups."""


class Told(NamedTuple):
    """What is wrong with a line; ``line`` 0 is the whole. ``field`` is where to mend it."""

    line: int
    sentence: str
    field: str


@dataclass
class Asked:
    """An address without a name; ``name`` is what was typed, or what the address suggests."""

    address: str
    name: str


@dataclass
class PeopleForm:
    """People as they were typed, and what is wrong with them."""

    text: str = ""
    group: str = ""
    language: str = ""
    chosen: list[str] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    told: list[Told] = field(default_factory=list)
    more: int = 0
    asked: list[Asked] = field(default_factory=list)

    @classmethod
    def sent(cls) -> "PeopleForm":
        """The form as it came."""
        names = zip(_all("address"), _all("name"), strict=False)
        return cls(
            text=_shown(request.form.get("people", "")),
            group=request.form.get("group", ""),
            language=request.form.get("language", ""),
            chosen=_all("chosen"),
            names=dict(names),
        )

    def wanted(self) -> Wanted:
        """The people, for the service."""
        return Wanted(self.group, self.language, self.text, self.names, self.chosen)

    def complete(self, groups: Iterable[RaterGroup]) -> bool:
        """Whether a group and a language were chosen, and somebody was named."""
        if not self.text.strip() and not self.chosen:
            self._nobody()
        if self.group not in {group.id for group in groups}:
            self.complain("group", _("Choose the group to which these people belong."))
        if self.language not in languages():
            self.complain("language", _("Choose one of the languages."))
        return not self.told

    def _nobody(self) -> None:
        self.complain("people", _("Name somebody: paste or type at least one line."))

    def complain(self, where: str, sentence: str) -> None:
        """Something is wrong with a field."""
        self.told.append(Told(0, sentence, where))

    def tell(self, outcome: Outcome, labels: dict[str, str]) -> None:
        """Say what is wrong with the lines, and ask for the names that are missing."""
        if not outcome.faults:
            self._nobody()
        self.more = max(0, len(outcome.faults) - MOST_TOLD)
        for fault in outcome.faults[:MOST_TOLD]:
            where = "people" if fault.line or not self.chosen else "chosen"
            if fault.kind == "no name":
                self.asked.append(
                    Asked(fault.about, self.names.get(fault.about) or guess(fault.about))
                )
                where = f"name-{len(self.asked)}"
            self.told.append(Told(fault.line, _sentence(fault, labels), where))

    def wrong(self, where: str) -> list[Told]:
        """What is wrong with a field."""
        return [one for one in self.told if one.field == where]


def _all(field: str) -> list[str]:
    return [_shown(text) for text in request.form.getlist(field)]


def _shown(text: str) -> str:
    """What was typed, as a page can show it and a database keep it."""
    return "".join(sign if shown(sign) or sign in "\r\n\t" else " " for sign in text)


def _sentence(fault: LineFault, labels: dict[str, str]) -> str:
    if fault.kind != "listed":
        return SAID[fault.kind](fault)
    return _(
        "%(address)s is on this list already, in the group “%(group)s”: remove this line.",
        address=fault.about,
        group=labels.get(fault.detail, fault.detail),
    )

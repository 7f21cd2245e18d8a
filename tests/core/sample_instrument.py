"""A small instrument with everything in it, and what a mistake in it should look like."""

from typing import NamedTuple

from surveyapp.core.instrument_file import check

KNOWN = {"std": frozenset({"people", "vision"}), "old": frozenset({"people"})}

GOOD = """\
format: instrument/1
id: small
version: "1.0"
title: {nl: Klein, en: Small}
description: {nl: Een voorbeeld, en: An example}
validation: {nl: Niet gevalideerd, en: Not validated}
author: Someone
licence: CC0
standard: std
languages: [nl, en]
minutes: 3
scale:
  points:
    - {value: 1, label: {nl: Nooit, en: Never}}
    - {value: 2, label: {nl: Zelden, en: Rarely}}
    - {value: 3, label: {nl: Soms, en: Sometimes}}
    - {value: 4, label: {nl: Vaak, en: Often}}
    - {value: 5, label: {nl: Altijd, en: Always}}
  cannot_judge: {nl: Weet niet, en: Cannot judge}
importance:
  question:
    self: {nl: Hoe belangrijk, en: How important}
    others: {nl: Hoe belangrijk hier, en: How important here}
  points:
    - {value: 1, label: {nl: Niet, en: Not}}
    - {value: 2, label: {nl: Weinig, en: Slightly}}
    - {value: 3, label: {nl: Redelijk, en: Fairly}}
    - {value: 4, label: {nl: Wel, en: Quite}}
    - {value: 5, label: {nl: Heel, en: Very}}
then: {nl: En toen, en: And then}
rater_groups:
  - id: teacher
    label: {nl: Leraren, en: Teachers}
    single_rater_reliability: 0.30
  - id: board
    label: {nl: Bestuur, en: Board}
    identified: false
competences:
  - id: people
    standard: std/people
    title: {nl: Mensen, en: People}
    description: {nl: Over mensen, en: About people}
    look_at: {nl: Kijk, en: Look}
    items:
      - id: people-1
        text:
          self: {nl: Ik praat., en: I talk.}
          others: {nl: Deze praat., en: This one talks.}
        not_asked: [board]
      - id: people-2
        text:
          self: {nl: Ik luister., en: I listen.}
          others: {nl: Deze luistert., en: This one listens.}
          teacher: {nl: Deze luistert naar mij., en: This one listens to me.}
open_questions:
  - id: keep
    title: {nl: Blijven, en: Keep}
    text:
      self: {nl: Wat blijf ik doen, en: What do I keep}
      others: {nl: Wat moet blijven, en: What should stay}
reliability:
  people: {alpha: 0.8, sd: 0.6, source: Somewhere}
"""


class Case(NamedTuple):
    """``old`` becomes ``new``; the fault is in the first line with ``at``."""

    old: str
    new: str
    at: str
    field: str
    message: str
    remedy: str


Q1, ITEM = "competences.people", "competences.people.items.people-1"


def _line(text: str, at: str) -> int:
    return text[: text.index(at)].count("\n") + 1


def assert_fault(case: Case) -> None:
    """The mistake is found where it is, and every fault says what to do."""
    assert case.old in GOOD
    text = GOOD.replace(case.old, case.new, 1)
    line = _line(GOOD, case.old) if case.at == "?" else _line(text, case.at)
    faults = check(text, "small.yaml", KNOWN)
    match = [
        fault
        for fault in faults
        if (fault.line, fault.field) == (line, case.field)
        and case.message in fault.message
        and case.remedy in fault.remedy
    ]
    assert match, f"expected line {line}, {case.field!r}; found:\n" + "\n".join(map(str, faults))
    assert all(fault.file == "small.yaml" and fault.remedy for fault in faults)

"""Rule P7: comments stand only under allowed names, in an order that tells nothing."""

import hashlib
import re
from collections.abc import Iterator

from surveyapp.core.checker.reading import POOL, SELF, Json, Reading, Violation

ADDRESS = re.compile(r"\S@[\w-]+\.\w")
LINK = re.compile(r"https?://\w", re.IGNORECASE)
NUMBER = re.compile(r"\d{9}")
"""Less than what is masked: the gate stops a mask that failed, never a report for its words.

Of the leader's own notes nothing is masked.
"""


def check_comments(doc: Reading) -> Iterator[Violation]:
    """The policy, and that the published words keep to it."""
    policy = _policy(doc)
    if doc.data["comment_policy"] != policy:
        yield Violation("P7", "comment_policy", "The rules and the responses give another one.")
    questions = [question["id"] for question in doc.data["instrument"]["open_questions"]]
    if [row["question"] for row in doc.data["comments"]] != questions:
        yield Violation("P7", "comments", "These are not the open questions of the instrument.")
    allowed = {SELF} | {row["unit"] for row in policy if row["shown"] != "withheld"}
    for number, row in enumerate(doc.data["comments"]):
        yield from _blocks(row["blocks"], allowed, f"comments[{number}].blocks")
        yield from _withheld(row.get("withheld", []), allowed, f"comments[{number}].withheld")


def _policy(doc: Reading) -> list[Json]:
    """Who stands under a name, who in the block without one, who is withheld."""
    division, fewest = doc.division, doc.data["rules"]["minimum_comments"]
    candidates: list[tuple[str, tuple[str, ...]]] = [(name, (name,)) for name in division.own]
    candidates += [(POOL, division.pooled)] if division.pooled else []
    rows: list[Json] = []
    rest = set(division.left_out)
    for unit, members in candidates:
        if doc.units[unit]["identified"] or doc.units[unit]["respondents"] >= fewest:
            rows.append({"members": list(members), "shown": "named", "unit": unit})
        else:
            rest |= set(members)
    if rest:
        members = tuple(name for name in doc.groups if name in rest)
        together = sum(doc.answered[name] for name in members)
        enough = together >= max(fewest, doc.highest_minimum(members))
        shown = "unnamed" if enough else "withheld"
        rows.append({"members": list(members), "shown": shown, "unit": None})
    return rows


def _blocks(blocks: list[Json], allowed: set[str | None], place: str) -> Iterator[Violation]:
    names = [block["unit"] for block in blocks]
    if len(set(names)) != len(names):
        yield Violation("P7", place, "Two blocks stand under one name.")
    for number, block in enumerate(blocks):
        if block["unit"] not in allowed:
            yield Violation("P7", f"{place}[{number}]", "These comments may not be shown here.")
        own = block["unit"] == SELF
        yield from _texts(block["texts"], f"{place}[{number}].texts", masked=not own)


def _withheld(reasons: list[str], allowed: set[str | None], place: str) -> Iterator[Violation]:
    """Only what might have been read can be withheld; of the leader's own words nothing is."""
    if reasons and allowed == {SELF}:
        yield Violation("P7", place, "No comment of others might be shown here.")
    if reasons != sorted(reasons):
        yield Violation("P7", place, "Reasons stand in alphabetical order, which tells nothing.")


def _texts(texts: list[str], place: str, *, masked: bool) -> Iterator[Violation]:
    if texts != sorted(texts, key=lambda text: hashlib.sha256(text.encode()).digest()):
        yield Violation("P7", place, "The order must follow from each text alone.")
    for number, text in enumerate(texts):
        if masked and any(pattern.search(text) for pattern in (ADDRESS, LINK, NUMBER)):
            yield Violation("P7", f"{place}[{number}]", "An address or a long number stands in it.")
        if len(text.splitlines()) != 1:
            yield Violation("P7", f"{place}[{number}]", "Each paragraph must stand alone.")

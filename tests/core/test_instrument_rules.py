"""What breaks a rule between fields is refused with its place and remedy."""

import pytest

from surveyapp.core.instrument_file import RESERVED, check
from tests.core.sample_instrument import GOOD, ITEM, KNOWN, Q1, Case, assert_fault

CASES = {
    "an item id twice": Case(
        "id: people-2", "id: people-1", "?", f"{ITEM}.id", "already at line 45", "of its own"
    ),
    "an item named as its competence": Case(
        "id: people-2", "id: people", "?", "competences.people.items.people.id", "already", "own"
    ),
    "a question named as an item": Case(
        "id: keep",
        "id: people-1",
        "?",
        "open_questions.people-1.id",
        "already at line 45",
        "of its own",
    ),
    "the name of an importance column": Case(
        "id: keep",
        "id: people-importance",
        "id: people-importance",
        "open_questions.people-importance.id",
        "name of a column of `people`",
        "-importance or -then",
    ),
    "the name of a then-test column": Case(
        "id: people-2",
        "id: people-then",
        "id: people-then",
        "competences.people.items.people-then.id",
        "name of a column of `people`",
        "-importance or -then",
    ),
    "an item named as a button": Case(
        "id: people-2",
        "id: back",
        "id: back",
        "competences.people.items.back.id",
        "`back` is a name that the form",
        "such as `back-1`",
    ),
    "a question named as a part of the form": Case(
        "id: keep", "id: data", "id: data", "open_questions.data.id", "`data`", "such as `data-1`"
    ),
    "a missing language": Case(
        "{nl: Klein, en: Small}",
        "{nl: Klein}",
        "title",
        "title",
        "language `en` is missing",
        "Add the line `en: …`",
    ),
    "a missing language in an item": Case(
        "{nl: Ik praat., en: I talk.}",
        "{en: I talk.}",
        "self: {en: I talk",
        f"{ITEM}.text.self",
        "`nl` is missing",
        "Add the line `nl: …`",
    ),
    "an extra language": Case(
        "{nl: Klein, en",
        "{fr: Petit, nl: Klein, en",
        "fr",
        "title.fr",
        "`fr` is not in `languages`",
        "add `fr` to `languages`",
    ),
    "a language twice": Case(
        "[nl, en]", "[nl, en, nl]", "languages", "languages.3", "`nl` is already", "one of the two"
    ),
    "no wording for self": Case(
        "          self: {nl: Ik praat., en: I talk.}\n",
        "",
        "        text:",
        f"{ITEM}.text",
        "`self` is missing",
        "Add `self:`",
    ),
    "no importance for others": Case(
        "    others: {nl: Hoe belangrijk hier, en: How important here}\n",
        "",
        "  question:",
        "importance.question",
        "`others` is missing",
        "Add `others:`",
    ),
    "a wording for nobody": Case(
        "          teacher: {",
        "          teachr: {",
        "teachr",
        "competences.people.items.people-2.text.teachr",
        "no rater group `teachr`",
        "Did you mean `teacher`?",
    ),
    "an unknown group left out": Case(
        "not_asked: [board]",
        "not_asked: [bord]",
        "[bord]",
        f"{ITEM}.not_asked.1",
        "no rater group `bord`",
        "Did you mean `board`?",
    ),
    "self left out": Case(
        "not_asked: [board]",
        "not_asked: [self]",
        "[self]",
        f"{ITEM}.not_asked.1",
        "no rater group `self`",
        "asked every item",
    ),
    "everybody left out": Case(
        "not_asked: [board]",
        "not_asked: [board, teacher]",
        "not_asked",
        f"{ITEM}.not_asked",
        "No rater group is asked",
        "Leave one group out",
    ),
    "a wording for a group left out": Case(
        "en: This one listens to me.}",
        "en: This one listens to me.}\n        not_asked: [teacher]",
        "          teacher: {",
        "competences.people.items.people-2.text.teacher",
        "`teacher` is not asked this item",
        "Delete the wording",
    ),
    "points out of order": Case(
        "{value: 4, label: {nl: Vaak",
        "{value: 5, label: {nl: Vaak",
        "nl: Vaak",
        "scale.points.4.value",
        "Point number 4 has the value 5",
        "1, 2, 3, 4, 5",
    ),
    "importance out of order": Case(
        "{value: 2, label: {nl: Weinig",
        "{value: 1, label: {nl: Weinig",
        "nl: Weinig",
        "importance.points.2.value",
        "Point number 2 has the value 1",
        "1, 2, 3, 4, 5",
    ),
    "an unknown competence of the standard": Case(
        "std/people", "std/peple", "std/peple", f"{Q1}.standard", "`peple`", "mean `people`?"
    ),
    "a competence of another standard": Case(
        "std/people", "old/people", "old/people", f"{Q1}.standard", "follows `old`", "`std/people`"
    ),
    "a reliability of no competence": Case(
        "  people: {alpha", "  peple: {alpha", "peple", "reliability.peple", "`peple`", "`people`?"
    ),
    "a group called self": Case(
        "id: board\n", "id: self\n", "id: self", "rater_groups.self.id", "called `self`", "Rename"
    ),
    "a group called others": Case(
        "id: board\n", "id: others\n", "id: o", "rater_groups.others.id", "`others`", "Rename"
    ),
    "a group called pool": Case(
        "id: board\n", "id: pool\n", "id: pool", "rater_groups.pool.id", "called `pool`", "Rename"
    ),
    "a group twice": Case(
        "id: board\n", "id: teacher\n", "?", "rater_groups.teacher.id", "already", "id of its own"
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_broken_rule_names_its_line_its_field_and_the_remedy(case: Case) -> None:
    assert_fault(case)


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_a_name_of_the_form_is_refused_with_one_fault(name: str) -> None:
    faults = check(GOOD.replace("id: keep", f"id: {name}"), "small.yaml", KNOWN)
    assert [fault.field for fault in faults] == [f"open_questions.{name}.id"]


def test_a_competence_is_no_field_and_may_have_any_name() -> None:
    text = GOOD.replace("id: people\n", "id: process\n").replace("  people: {", "  process: {")
    assert not check(text, "small.yaml", KNOWN)

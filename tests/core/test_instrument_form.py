"""What is no plain YAML, or no field of the format, is refused with its place and remedy."""

import pytest

from tests.core.sample_instrument import ITEM, Q1, Case, assert_fault

FORM = {
    "a tab": Case("  points:", "\tpoints:", "\tpoints", "", r"'\t'", "spaces instead of a tab"),
    "a colon in a text": Case("author: S", "author: A: S", "A: S", "", "mapping values", "quotes"),
    "an open quote": Case('"1.0"', '"1.0', "version", "", "end of stream", "Close"),
    "a question mark between braces": Case(
        "En toen,", "En toen?,", "En toen?", "", "but got '?'", "quotes"
    ),
    "an anchor": Case("{nl: Klein", "&x {nl: Klein", "&x", "", "anchors", "Write the value out"),
    "a reference": Case("author: S", "author: *x #", "*x", "", "references", "in quotes"),
    "a tag": Case("author: S", "author: !x S", "!x", "", "tags", "Take the tag out"),
    "a second document": Case("version:", "---\nversion:", "---", "", "document", "line `---`"),
    "a bad indent": Case("minutes: 3", " minutes: 3", " minutes", "", "not plain YAML", "line"),
    "deep nesting": Case("id: small", f"id: {'[' * 30}", "id: ", "", "deeper", "levels"),
    "a name twice": Case(
        "author: S", "id: two\nauthor: S", "id: two", "id", "already at line 2", "one of the two"
    ),
    "a name read as yes or no": Case(
        "{nl: Klein, en", "{nl: Klein, no", "no: Small", "title.no", "yes or no", '"no":'
    ),
    "a list as a name": Case(
        "author: S", "[a]: 1\nauthor: S", "[a]", "", "name is expected", "name: value"
    ),
    "an invisible character": Case(
        "author: S", 'author: "\\0"\n#', "author", "author", "invisible", "Take it out"
    ),
    "half a character": Case(
        "author: S", 'author: "\\ud800"\n#', "author", "author", "invisible", "Take it out"
    ),
}

FIELDS = {
    "an unknown field": Case(
        "author:", "autor:", "autor", "autor", "no field `autor`", "Did you mean `author`?"
    ),
    "a far-off field": Case(
        "        not_asked: [board]",
        "        qqq: 1",
        "qqq",
        f"{ITEM}.qqq",
        "no field `qqq`",
        "Known here: `id`, `text`, `not_asked`, `reverse`.",
    ),
    "a missing field": Case(
        "licence: CC0\n", "", "format", "licence", "missing", "Add the line `licence: …`."
    ),
    "a missing field inside": Case(
        "    look_at: {nl: Kijk, en: Look}\n",
        "",
        "- id: people\n",
        f"{Q1}.look_at",
        "missing",
        "Add the line",
    ),
    "an unknown format": Case(
        "instrument/1", "instrument/9", "format", "format", "`instrument/9`", "'instrument/1'"
    ),
    "a number for a text": Case(
        '"1.0"', "1.0", "version", "version", "`1.0` is read as a number", '"1.0"'
    ),
    "yes for a text": Case(
        "author: Someone", "author: Yes", "author", "author", "yes or no", '"Yes"'
    ),
    "nothing for a text": Case(
        "author: Someone", "author:", "author", "author", "empty", "after the colon"
    ),
    "spaces for a text": Case(
        "author: Someone", 'author: " "', "author", "author", "empty", "after the colon"
    ),
    "a list for a text": Case(
        "author: Someone", "author: [a]", "author", "author", "A text is expected", "after"
    ),
    "too long a text": Case(
        "Someone", "x" * 2001, "author", "author", "more than 2000 characters", "Shorten"
    ),
    "a text for a number": Case(
        "minutes: 3", "minutes: three", "minutes", "minutes", "whole number", "without quotes"
    ),
    "half a minute": Case(
        "minutes: 3", "minutes: 3.5", "minutes", "minutes", "whole number", "and point: 3"
    ),
    "no minutes": Case("minutes: 3", "minutes: 0", "minutes", "minutes", "1 or more", "Change"),
    "a day": Case("minutes: 3", "minutes: 99", "minutes", "minutes", "60 or less", "Change"),
    "a text for yes or no": Case(
        "identified: false",
        'identified: "no"',
        "identified",
        "rater_groups.board.identified",
        "Yes or no is expected",
        "`true` or `false`",
    ),
    "a text for a fraction": Case(
        "0.30", "high", "high", "rater_groups.teacher.single_rater_reliability", "number", "0.30"
    ),
    "a reliability of zero": Case(
        "alpha: 0.8", "alpha: 0", "alpha", "reliability.people.alpha", "above 0", "Change"
    ),
    "a reliability of one": Case(
        "alpha: 0.8", "alpha: 1", "alpha", "reliability.people.alpha", "below 1", "Change"
    ),
    "a text for a list": Case(
        "[nl, en]", "nl", "languages", "languages", "A list is expected", "`- `"
    ),
    "a text for fields": Case(
        "{nl: Klein, en: Small}", "Klein", "title", "title", "Fields are expected", "indented"
    ),
    "a text for an entry": Case(
        "- {value: 1, label: {nl: Nooit, en: Never}}",
        "- Nooit",
        "- Nooit",
        "scale.points.1",
        "Fields are expected",
        "indented",
    ),
    "a capital in an id": Case("id: small", "id: Small", "id: ", "id", "`Small`", "lower-case"),
    "half a version": Case('"1.0"', '"1"', "version", "version", "`1` cannot", '"1.0"'),
    "a bare standard": Case(
        "std/people", "people", "standard: people", f"{Q1}.standard", "`people`", "vo-2021/vision"
    ),
    "a bad name in reliability": Case(
        "  people: {alpha", "  People: {alpha", "People:", "reliability.People", "`People`", "lower"
    ),
    "four points": Case(
        "    - {value: 5, label: {nl: Altijd, en: Always}}\n",
        "",
        "  points",
        "scale.points",
        "too few entries",
        "Give 5",
    ),
    "six points": Case(
        "    - {value: 5, label: {nl: Altijd, en: Always}}\n",
        "    - {value: 5, label: {nl: Altijd, en: Always}}\n" * 2,
        "  points",
        "scale.points",
        "6 entries",
        "no more than 5",
    ),
    "no languages": Case("[nl, en]", "[]", "languages", "languages", "too few", "Give 1"),
}

CASES = FORM | FIELDS


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_fault_of_form_names_its_line_its_field_and_the_remedy(case: Case) -> None:
    assert_fault(case)

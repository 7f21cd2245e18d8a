"""The page on anonymity lists the tests of every rule, and the list is true."""

from tests.rules import PAGE, found, with_section

TEXT = PAGE.read_text(encoding="utf-8")


def test_every_rule_and_leak_has_a_test_that_tries_to_break_it() -> None:
    assert [name for name, files in found().items() if not files] == []


def test_the_list_in_the_docs_is_that_of_the_tests() -> None:
    assert with_section(TEXT) == TEXT, "Write it again: python -m tests.rules"

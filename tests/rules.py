"""Which tests try to break which rule: read from the tests themselves, told in the docs.

A test belongs to a rule by its name (``test_p4_…``) or by ``@pytest.mark.rule("S2", "S6")``, and to
one of the twenty leaks by its name (``test_leak_07_…``). ``python -m tests.rules`` writes the list.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parent
PAGE = TESTS.parent / "docs" / "anonymity.md"
HEADING = "## The tests that try to break each rule\n"
RULES = [f"S{number}" for number in range(1, 9)] + [f"P{number}" for number in range(1, 10)]
LEAKS = [f"Leak {number}" for number in range(1, 21)]

Found = dict[str, dict[str, list[str]]]
"""Rule or leak, then file, then the names of its tests."""


def found() -> Found:
    """All tests that belong to a rule or leak, in the order of rules and files."""
    result: Found = {name: {} for name in RULES + LEAKS}
    for path in sorted(TESTS.rglob("test_*.py")):
        for name, test in _tests(path):
            file = path.relative_to(TESTS.parent).as_posix()
            result[name].setdefault(file, []).append(test)
    return result


def _tests(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for name in dict.fromkeys([*_named(node.name), *_marked(node)]):
                yield name, node.name


def _named(test: str) -> Iterator[str]:
    if match := re.match(r"test_([sp]\d)_", test):
        yield match[1].upper()
    if match := re.match(r"test_leak_(\d\d)_", test):
        yield f"Leak {int(match[1])}"


def _marked(node: ast.FunctionDef) -> Iterator[str]:
    for mark in node.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.rule":
            for argument in mark.args:
                yield ast.literal_eval(argument)


def section() -> str:
    """The list as it stands in the docs."""
    by_name = found()
    lines = [HEADING, "Written by `python -m tests.rules`; a test compares it with the tests."]
    for rule in RULES:
        lines += ["", f"**{rule}**", "", *_files(by_name[rule])]
    lines += ["", "**Twenty leaks** that happened in products like this one:", ""]
    for number, leak in enumerate(LEAKS, start=1):
        lines += [f"{number}. {line.removeprefix('- ')}" for line in _files(by_name[leak])]
    return "\n".join(lines) + "\n"


def _files(files: dict[str, list[str]]) -> Iterator[str]:
    for file, tests in files.items():
        yield f"- `{file}`: {'; '.join(_said(test) for test in tests)}"


def _said(test: str) -> str:
    """The name of a test as a sentence."""
    return re.sub(r"^test_([sp]\d_|leak_\d\d_)?", "", test).replace("_", " ")


def with_section(page: str) -> str:
    """The page with the list as it is now at its end."""
    return page.partition(HEADING)[0].rstrip() + "\n\n" + section()


if __name__ == "__main__":
    PAGE.write_text(with_section(PAGE.read_text(encoding="utf-8")), encoding="utf-8")

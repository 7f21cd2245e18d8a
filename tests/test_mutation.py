"""What mutation testing calls a mistake, and how it counts."""

from pathlib import Path

import pytest

from tests.mutation.operators import mutants
from tests.mutation.trial import module, survives
from tests.mutation.verdict import Count, Verdict, page


def names(source: str) -> list[str]:
    return [mutant.name.removeprefix("module: ") for mutant in mutants(source)]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("N = 5", ["N = 5 → N = 6", "N = 5 → N = 4"]),
        ("F = 2.0", ["F = 2.0 → F = 2.2", "F = 2.0 → F = 1.8"]),
        ("A = True", ["A = True → A = False"]),
        ("T = 'a'", ["T = 'a' → T = 'XXaXX'"]),
        ("a < b", ["a < b → pass", "a < b → a >= b", "a < b → a <= b"]),
        ("x = a == b", ["a == b → a != b"]),
        ("x = a and b", ["a and b → a or b", "a and b → b", "a and b → a"]),
        ("x = a - b", ["a - b → a + b"]),
        ("x = not a", ["not a → a"]),
        ("x = min(a)", ["min → max"]),
        ("x = a if b else c", ["a if b else c → c if b else a"]),
        ("x = {a, b}", ["{a, b} → {b}", "{a, b} → {a}"]),
        ("x = ('a',)", ["('a',) → ()", "('a',) → ('XXaXX',)"]),
        ("x = [a for a in b if c]", ["for a in b if c → for a in b"]),
        ("if a:\n    b = c", ["if a: → if not a:"]),
        ("raise E", ["raise E → pass"]),
        ("a |= b", ["a |= b → pass"]),
    ],
)
def test_each_kind_of_mistake(source: str, expected: list[str]) -> None:
    assert names(source) == expected


def test_a_mistake_is_named_by_its_function_and_told_apart_from_the_same_one() -> None:
    source = "class C:\n    def f(self):\n        yield a\n        yield a\n        return b"
    assert [mutant.name for mutant in mutants(source)] == [
        "C.f: yield a → yield from ()",
        "C.f: yield a → yield from () (2)",
        "C.f: return b → return None",
    ]


def test_what_decides_nothing_stays() -> None:
    source = '"""Doc."""\n__all__ = ["f"]\n@cache(size=1)\ndef f(a: "A") -> "B":\n    """Doc."""'
    assert names(source) == []


def test_a_mutant_differs_in_one_place() -> None:
    assert [mutant.source for mutant in mutants("x = a < b < c")][::2] == [
        "x = a >= b < c",
        "x = a < b >= c",
    ]


def test_a_package_is_named_as_it_is_imported() -> None:
    assert module(Path("a/b/__init__.py")) == "a.b"
    assert module(Path("a/b/c.py")) == "a.b.c"


def test_a_mutant_is_tried_in_the_place_of_its_module(tmp_path: Path) -> None:
    test = tmp_path / "test_one.py"
    test.write_text("from absent import N\ndef test_n() -> None:\n    assert N == 3\n")
    suite = [f"--rootdir={tmp_path}", "--confcutdir", str(tmp_path), str(test)]
    assert survives(Path("absent.py"), "N = 3", [suite, suite])
    assert not survives(Path("absent.py"), "N = 4", [suite, suite])
    assert not survives(Path("absent.py"), "N = ", [suite, suite])


def test_equivalent_mutants_are_left_out_of_the_score_and_told() -> None:
    one = Verdict("a", 10, ["x", "y"], ["x", "z"])
    assert (one.missed, one.mistaken) == (["y"], ["z"])
    count = Count.of([one, Verdict("b", 5, [], [])])
    assert (count.caught, count.score, count.plain) == (13, 13 / 14, 13 / 15)
    assert count.row("all") == "| all | 15 | 13 | 1 | 1 | 92.9% |\n"
    assert "- `a` y" in page([one], 0.95, 12)

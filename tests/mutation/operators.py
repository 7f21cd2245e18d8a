"""Small mistakes in source code: every mutant differs from its module in one place.

Annotations, docstrings, decorators and ``__all__`` stay as they are: they decide nothing while the
code runs, and mypy and ruff read them.
"""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Comparisons = dict[type[ast.cmpop], type[ast.cmpop]]

OPPOSITE: Comparisons = {
    ast.Lt: ast.GtE,
    ast.LtE: ast.Gt,
    ast.Gt: ast.LtE,
    ast.GtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
BOUNDARY: Comparisons = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div,
    ast.Mod: ast.FloorDiv,
    ast.Pow: ast.Mult,
    ast.BitOr: ast.BitAnd,
    ast.BitAnd: ast.BitOr,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}
TOLD = ast.Compare | ast.BoolOp | ast.UnaryOp
"""Conditions with mutants of their own: to turn them round adds none."""

UNTOUCHED = {"annotation", "returns", "decorator_list", "bases", "type_params"}
LONGEST = 60


@dataclass(frozen=True)
class Mutant:
    """A module with one mistake; ``name`` says where and which, and stays when lines move."""

    name: str
    source: str


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its text."""
    tree = ast.parse(source)
    seen: Counter[str] = Counter()
    for where, node, parent in list(_walk(tree, "module", tree)):
        for after in OPERATORS.get(type(node), _none)(node):
            name = f"{where}: {_told(node, after, parent)}"
            seen[name] += 1
            again = f" ({seen[name]})" if seen[name] > 1 else ""
            yield Mutant(name + again, _text(tree, node, after))


def _walk(node: ast.AST, where: str, parent: ast.AST) -> Iterator[tuple[str, ast.AST, ast.AST]]:
    """Whatever may be mutated, with the function and the node that it stands in."""
    if _is_docstring(node) or _is_export(node):
        return
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        where = node.name if where == "module" else f"{where}.{node.name}"
    yield where, node, parent
    for field, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and field not in UNTOUCHED:
                yield from _walk(child, where, node)


def _is_docstring(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _is_export(node: ast.AST) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def _none(_: ast.AST) -> Iterator[ast.AST]:
    return iter(())


def _constant(node: ast.Constant) -> Iterator[ast.AST]:
    """Off by one, a tenth more and less, the other truth, another text."""
    match node.value:
        case bool(value):
            yield ast.Constant(not value)
        case int(value):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case float(value):
            yield from (ast.Constant(value * 1.1), ast.Constant(value * 0.9))
        case str(value):
            yield ast.Constant(f"XX{value}XX")


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    """Turned round, and moved by the boundary."""
    for number, operator in enumerate(node.ops):
        for table in (OPPOSITE, BOUNDARY):
            if other := table.get(type(operator)):
                ops = [*node.ops[:number], other(), *node.ops[number + 1 :]]
                yield ast.Compare(node.left, ops, node.comparators)


def _conditions(node: ast.BoolOp) -> Iterator[ast.AST]:
    """And for or, and each condition left out."""
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for number in range(len(node.values)):
        rest = _without(node.values, number)
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _arithmetic(node: ast.BinOp) -> Iterator[ast.AST]:
    if other := ARITHMETIC.get(type(node.op)):
        yield ast.BinOp(node.left, other(), node.right)


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    yield node.operand


def _name(node: ast.Name) -> Iterator[ast.AST]:
    if node.id in NAMES:
        yield ast.Name(NAMES[node.id])


def _choice(node: ast.IfExp) -> Iterator[ast.AST]:
    if not isinstance(node.test, TOLD):
        yield ast.IfExp(node.test, node.orelse, node.body)


def _set(node: ast.Set) -> Iterator[ast.AST]:
    for number in range(len(node.elts)):
        yield ast.Set(_without(node.elts, number))


def _row(node: ast.Tuple) -> Iterator[ast.AST]:
    """A row of constants without one of them."""
    if all(isinstance(one, ast.Constant) for one in node.elts):
        for number in range(len(node.elts)):
            yield ast.Tuple(_without(node.elts, number), ast.Load())


def _filters(node: ast.comprehension) -> Iterator[ast.AST]:
    for number in range(len(node.ifs)):
        yield ast.comprehension(node.target, node.iter, _without(node.ifs, number), 0)


def _if(node: ast.If) -> Iterator[ast.AST]:
    if not isinstance(node.test, TOLD):
        yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def _return(node: ast.Return) -> Iterator[ast.AST]:
    if node.value is None:
        yield ast.Pass()
    elif ast.unparse(node.value) != "None":
        yield ast.Return(ast.Constant(None))


def _step(node: ast.Expr) -> Iterator[ast.AST]:
    """A generator stays one, though it yields less."""
    yields = isinstance(node.value, ast.Yield | ast.YieldFrom)
    yield ast.Expr(ast.YieldFrom(ast.Tuple([], ast.Load()))) if yields else ast.Pass()


def _forgotten(_: ast.AugAssign | ast.Raise) -> Iterator[ast.AST]:
    yield ast.Pass()


OPERATORS: dict[type[ast.AST], Callable[[Any], Iterator[ast.AST]]] = {
    ast.Constant: _constant,
    ast.Compare: _compare,
    ast.BoolOp: _conditions,
    ast.BinOp: _arithmetic,
    ast.UnaryOp: _unary,
    ast.Name: _name,
    ast.IfExp: _choice,
    ast.Set: _set,
    ast.Tuple: _row,
    ast.comprehension: _filters,
    ast.If: _if,
    ast.Return: _return,
    ast.Expr: _step,
    ast.AugAssign: _forgotten,
    ast.Raise: _forgotten,
}
"""What may stand in the place of a node of each kind."""


def _without(nodes: list[ast.expr], number: int) -> list[ast.expr]:
    return nodes[:number] + nodes[number + 1 :]


class _Swap(ast.NodeTransformer):
    """Puts one node into the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self.old, self.new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self.new if node is self.old else self.generic_visit(node)


def _text(tree: ast.AST, old: ast.AST, new: ast.AST) -> str:
    """The source with the new node; the tree is as before afterwards."""
    _Swap(old, new).visit(tree)
    try:
        return ast.unparse(tree)
    finally:
        _Swap(new, old).visit(tree)


def _told(node: ast.AST, after: ast.AST, parent: ast.AST) -> str:
    """What was and what is; of a constant, with what stands around it."""
    if isinstance(node, ast.Constant) and len(_short(parent)) < LONGEST:
        return f"{_short(parent)} → {_text(parent, node, after).strip()}"
    return f"{_short(node)} → {_short(after)}"


def _short(node: ast.AST) -> str:
    """The first line of the source of a node."""
    line = ast.unparse(node).strip().splitlines()[0]
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"

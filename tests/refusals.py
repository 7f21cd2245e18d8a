"""What is said to somebody signed in when something cannot be done.

They are sentences of core, services and reporting, English where they are raised; the page that
shows them looks them up in the catalogue.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent / "surveyapp"
SHOWN = {"NotAllowed", "SurveyError", "Stale", "Unavailable"}
"""Kinds of errors of which the page tells the words."""

COMMANDS_ONLY = {"backups.py", "backup_file.py", "database.py", "delivery.py", "scoring.py"}
"""What no page does."""


def refusals() -> set[str]:
    """Every such sentence that is written out as one; those with a value in them are not."""
    rooms = ("services", "core", "reporting", "web/leader", "web/coordinator", "web/operator")
    files = [file for room in rooms for file in _files(room)]
    wanted = (file for file in files if file.name not in COMMANDS_ONLY)
    return {text for file in wanted for text in _in(file)}


def _files(room: str) -> list[Path]:
    return sorted((ROOT / room).glob("*.py"))


def _in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            call = node.exc
            if isinstance(call.func, ast.Name) and call.func.id in SHOWN:
                yield from _sentences(call.args[:1])
        elif isinstance(node, ast.Call) and _name(node.func) == "_step":
            yield from _sentences(node.args[-1:])
        elif file.name == "additions.py" and isinstance(node, ast.Assign):
            yield from _sentences([node.value])
        elif isinstance(node, ast.AnnAssign) and _name(node.target) == "REFUSALS":
            yield from _sentences(node.value.values if isinstance(node.value, ast.Dict) else [])


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _sentences(nodes: list[ast.expr]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value

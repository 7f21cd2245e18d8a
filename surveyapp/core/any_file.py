"""Any file that an author brings: its first line says of which kind it is."""

from collections.abc import Callable, Mapping

from surveyapp.core import ideas_file, instrument_file, reflection_file
from surveyapp.core.data_file import parse
from surveyapp.core.errors import Fault

CHECKS: Mapping[str, Callable[[str, str], list[Fault]]] = {
    "ideas": ideas_file.check,
    "instrument": instrument_file.check,
    "reflection": reflection_file.check,
}
"""What finds every fault in a file, by what stands before the slash of its ``format``."""


def check(text: str, file: str) -> list[Fault]:
    """Every fault in a file, from top to bottom; what says no kind is held to be an instrument."""
    root, _ = parse(text, file)
    kind = root["format"].text.partition("/")[0] if root else ""
    return CHECKS.get(kind, instrument_file.check)(text, file)

"""How figures look on paper, written apart from the product's own way."""

import re
from decimal import ROUND_HALF_UP, Decimal

from surveyapp.core.snapshot import Below, Cell, Published

DECIMAL = re.compile(r"\d,\d")


def printed(value: float) -> str:
    """One decimal, half up, with a comma: written apart from the product's own way."""
    rounded = Decimal(repr(round(value, 9))).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(rounded).replace(".", ",")


def of_cell(cell: Cell) -> list[str]:
    """What is printed of a cell with a decimal; a single answer is a whole number."""
    if isinstance(cell, Published):
        return [printed(cell.mean)] if cell.n > 1 else []
    return ["1,5"] if isinstance(cell, Below) else []

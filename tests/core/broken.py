"""A finished snapshot with something changed, and all that the gate says of it."""

import copy
import json
import operator
import re
from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Any

from surveyapp.core.checker import check
from surveyapp.core.report import build
from surveyapp.core.response import Round

Data = Any


def data_of(one: Round, *earlier: Round) -> Data:
    """The JSON of the snapshot of a round."""
    return json.loads(build(one, earlier).to_json())


def keys(place: str) -> list[str | int]:
    """The way to a place in the JSON."""
    return [int(key) if key.isdigit() else key for key in re.findall(r"[^.\[\]]+", place)]


def at(data: Data, place: str) -> Data:
    """What stands there."""
    return reduce(operator.getitem, keys(place), data)


def changed(data: Data, changes: Mapping[str, object]) -> Data:
    """A copy with other values at these places, spelt as the gate spells them."""
    result = copy.deepcopy(data)
    for place, value in changes.items():
        *path, last = keys(place)
        reduce(operator.getitem, path, result)[last] = value
    return result


def said(data: Data, changes: Mapping[str, object], earlier: Sequence[Data] = ()) -> list[str]:
    """Every violation after the changes, the fingerprint aside."""
    found = check(changed(data, changes), earlier)
    return [str(one) for one in found if one.place != "fingerprint"]


def said_at(data: Data, place: str, value: object) -> list[str]:
    """What is said of a place that has another value; what follows from it elsewhere is not."""
    return [one for one in said(data, {place: value}) if one.split(": ")[1].startswith(place)]

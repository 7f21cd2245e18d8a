"""The gate reads whatever it is given: it refuses, and never breaks down itself."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveyapp.core.checker import check, check_all
from surveyapp.core.report import build
from tests.builders import POST, instrument, plausible_round

FIRST = plausible_round(instrument(), counts={"self": 1, "teacher": 9, "peer": 2, "board": 1})
NOW = plausible_round(instrument(), wave=POST, counts={"self": 1, "teacher": 8, "board": 2})
DATA: Any = json.loads(build(NOW, [FIRST]).to_json())
EARLIER: Any = json.loads(build(FIRST).to_json())

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
ordinary: st.SearchStrategy[Any] = st.sampled_from(
    [None, 0, 1, 2.5, 5, "self", "pool", "teacher", "c1", [], {}, ["self"]]
)


def spoilt(data: Any, steps: list[int], value: object) -> Any:
    """A value deep inside replaced by another, an entry removed, or one taken from elsewhere."""
    result = copy.deepcopy(data)
    part = result
    for step in steps:
        keys = list(part) if isinstance(part, dict) else list(range(len(part)))
        if not keys:
            return result
        key = keys[step % len(keys)]
        if step == steps[-1] or not isinstance(part[key], dict | list):
            if value == "remove":
                del part[key]
            else:
                part[key] = value
            return result
        part = part[key]
    return result


@pytest.mark.rule("P9")
@given(
    st.lists(st.integers(0, 50), min_size=1, max_size=9), ordinary | anything | st.just("remove")
)
def test_a_spoilt_snapshot_is_checked_to_the_end(steps: list[int], value: object) -> None:
    other = spoilt(DATA, steps, value)
    assert check(other, [EARLIER]) or other == DATA
    check(DATA, [spoilt(EARLIER, steps, value)])


@given(anything)
def test_anything_at_all_is_refused(value: object) -> None:
    assert check_all(json.dumps(value)) != []
    assert check_all(json.dumps([value, DATA])) != []


@given(st.text())
def test_any_text_is_refused(text: str) -> None:
    assert check_all(text) != []

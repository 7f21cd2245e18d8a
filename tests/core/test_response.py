import numpy as np
import pytest

from surveyapp.core.errors import SurveyError
from surveyapp.core.response import CANNOT_JUDGE, decode, encode, turned, valid
from tests.builders import instrument, round_of
from tests.strategies import INSTRUMENTS

SMALL = instrument()


def test_every_response_is_equally_long() -> None:
    full = dict.fromkeys(SMALL.columns, 3)
    assert len(encode(SMALL, {})) == len(encode(SMALL, full)) == len(SMALL.columns) == 10


def test_what_is_encoded_is_decoded_in_its_column() -> None:
    vector = encode(SMALL, {"c1-2": 4, "c2-importance": 5, "c1-then": CANNOT_JUDGE})
    matrix = decode(SMALL, [vector, encode(SMALL, {})])
    assert matrix.shape == (2, 10)
    assert matrix[0, [SMALL.position[name] for name in ("c1-2", "c2-importance")]].tolist() == [
        4,
        5,
    ]
    assert matrix[0, SMALL.position["c1-then"]] == CANNOT_JUDGE
    assert matrix[1].sum() == 0


def test_no_responses_are_an_empty_matrix() -> None:
    assert decode(SMALL, []).shape == (0, 10)


def test_an_unknown_column_is_refused() -> None:
    with pytest.raises(SurveyError, match="not asked"):
        encode(SMALL, {"c9-1": 3})


@pytest.mark.parametrize("value", [-1, 6, 254, 256])
def test_a_value_outside_the_scale_is_refused(value: int) -> None:
    with pytest.raises(SurveyError, match="not a point"):
        encode(SMALL, {"c1-1": value})


def test_a_vector_of_another_instrument_is_refused() -> None:
    with pytest.raises(SurveyError, match="does not fit"):
        decode(SMALL, [b"\0" * 9])


def test_only_points_of_the_scale_are_valid() -> None:
    assert valid(np.array([0, 1, 5, 6, 255], dtype=np.uint8)).tolist() == [
        False,
        True,
        True,
        False,
        False,
    ]


def test_reverse_items_are_turned_and_nothing_else() -> None:
    of = INSTRUMENTS[1]
    matrix = np.array([[1], [2], [5], [0], [255]], dtype=np.uint8).repeat(10, axis=1)
    result = turned(of, matrix)
    assert result[:, of.position["c1-1"]].tolist() == [5, 4, 1, 0, 255]
    assert (result[:, 1:] == matrix[:, 1:]).all()
    assert matrix[0, 0] == 1


def test_a_round_stacks_the_groups_that_answered() -> None:
    one = round_of(
        {"teacher": np.full((2, 10), 3, np.uint8), "peer": np.full((1, 10), 4, np.uint8)}
    )
    assert one.matrix(["teacher", "board", "peer"])[:, 0].tolist() == [3, 3, 4]
    assert (one.answered("teacher"), one.answered("board")) == (2, 0)

"""Recipes travel as JSON; arrays as the bytes they are."""

import base64
import json

import numpy as np
import pytest

from charts.recipes import Frames, Plane, packed


@pytest.mark.parametrize("dtype", ["f4", "f8"])
def test_packed_bytes_are_the_array(dtype) -> None:
    values = np.array([[1.0, np.nan], [-0.5, np.inf]])
    data = packed(values, dtype)
    back = np.frombuffer(base64.b64decode(data["bdata"]), dtype=f"<{dtype}").reshape(data["shape"])
    np.testing.assert_array_equal(back, values)


def test_recipes_are_json() -> None:
    steps = np.array([1.0, 0.1])
    frames = Frames("step", steps, steps, steps, {0: np.ones((2, 3))}, rule=True)
    assert json.loads(json.dumps(frames.as_data()))["curves"]["0"]["shape"] == [2, 3]


def test_a_gradient_that_is_not_there_is_null() -> None:
    data = Plane("x", ("x", "y"), (0.0, 0.0), (np.nan, 1.0), 2, ("a", "b", "c")).as_data()
    assert json.loads(json.dumps(data, allow_nan=False))["gradient"] == [None, 1.0]

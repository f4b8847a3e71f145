import json
import math

import pytest

from core.expression.expression import parse


@pytest.mark.parametrize(
    "typed, data",
    [
        ("2x", ["*", 2.0, "x"]),
        ("-x", ["neg", "x"]),
        ("x-1/3", ["-", "x", ["/", 1.0, 3.0]]),
        ("x^2", ["^", "x", 2.0]),
        ("e^-x", ["exp", ["neg", "x"]]),
        ("x^(1/3)", ["oddpow", "x", 1, 3]),
        ("x^(-2/6)", ["oddpow", "x", -1, 3]),
        ("x^0.2", ["oddpow", "x", 1, 5]),
        ("x^0.5", ["^", "x", 0.5]),
        ("log_3 x", ["log", 3.0, "x"]),
        ("arctan x", ["atan", "x"]),
        ("0.1π", ["*", 0.1, math.pi]),
        (
            "x^2 if x<1, 2 otherwise",
            ["cases", [["^", "x", 2.0], ["<", "x", 1.0]], [2.0]],
        ),
        ("phi", (1 + math.sqrt(5)) / 2),
    ],
)
def test_the_browser_gets_the_tree_as_data(typed: str, data: object) -> None:
    assert parse(typed).browser == data
    assert json.loads(json.dumps(parse(typed).browser)) == data

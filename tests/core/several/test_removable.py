"""What is proven to be smooth, and what only looks smooth along every line."""

import pytest

from core.expression.expression import parse
from core.point import points
from core.several.removable import smooth_value

XY = ("x", "y")


def prove(text, at=(0, 0), order=2):
    place = dict(zip(XY, points(at, 2), strict=True))
    return smooth_value(parse(text, XY).tree, place, order)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("x + y", 0),
        ("e^(x y)", 1),
        ("sin(x y)/(x y)", 1),
        ("sin(sin(x y))/sin(x y)", 1),
        ("y + sin(x)/x", 1),
        ("(1 + y) sin(x)/x", 1),
        ("sin(x) tan(y) (2 + x)/(x y)", 2),
        ("|x|^3 + y", 0),
        ("cos|x - y|", 1),
        ("sin(x)/x + y if x < 1, ln(-1 - y^2) otherwise", 1),
        ("1 if x < 1, y otherwise", 1),
        ("sin(x)/(x (2 + y))", 0.5),
        ("floor(x^2) + y", 0),
    ],
)
def test_smooth(text, value):
    found = prove(text)
    assert found is not None
    assert found.contains(value)


@pytest.mark.parametrize(
    "text",
    [
        "x y/(x^2 + y^2)",
        "x^2 y/(x^4 + y^2)",
        "cos(min(|x|, |y|))",  # even in t along every line, and with a crease
        "min(|x|, |y|)^2",
        "cos sqrt(x^2 + y^2) + |x|",
        "x^3 y/(x^2 + y^2)",
        "((x^2 - y^2)/(x - y)) |x|",
        "sign(x)^2 + y",  # 1 all around, 0 there
        "sign(x y)^2",
        "floor(-x^2) + y",
        "x + cos(sign(y))",
        "x if floor(y) > -1/2, y otherwise",
        "x if x > 0, y otherwise",
        "y if y > 1, ln(x) otherwise",
        "sin(x)/y",
        "sin(x) x/(x y)",
        "1/x + y",
        "x^2 ln(x) + y",
    ],
)
def test_not_proven(text):
    assert prove(text) is None


def test_the_order_matters():
    assert prove("|x|^3 + y", order=2) is not None
    assert prove("|x|^3 + y", order=3) is None
    assert prove("x |x| + y", order=1) is not None
    assert prove("x |x| + y", order=2) is None


def test_only_so_many_series_are_tried(monkeypatch):
    monkeypatch.setattr("core.several.removable.MAX_TRIALS", 0)
    assert prove("sin(x y)/(x y)") is None
    assert prove("sin(x y)") is not None


def test_many_parts_are_tried_within_a_budget():
    nested = "|x| + |y|"
    for _ in range(12):
        nested = f"cos({nested}) |x|"
    assert prove(nested) is None

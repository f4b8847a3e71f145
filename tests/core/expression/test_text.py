import pytest
from hypothesis import assume, given, settings

from core.expression.text import to_text
from core.expression.tree import Node
from tests.core.expression.trees import read, trees, trees_by_cases


@settings(max_examples=1000)
@given(trees)
def test_a_printed_formula_reads_back_as_the_same_tree(tree: Node) -> None:
    text = to_text(tree)
    assume(len(text) <= 300)
    assert read(text) == tree


@settings(max_examples=500)
@given(trees_by_cases)
def test_printed_cases_read_back_as_the_same_tree(tree: Node) -> None:
    text = to_text(tree)
    assume(len(text) <= 300)
    assert read(text) == tree


@pytest.mark.parametrize(
    "typed, canonical",
    [
        ("((x))", "x"),
        ("x+(y+x)", "x + (y + x)"),
        ("(x-y)-x", "x - y - x"),
        ("x-(y-x)", "x - (y - x)"),
        ("x/(y*x)", "x/(y*x)"),
        ("(x/y)*x", "x/y*x"),
        ("(x^y)^x", "(x^y)^x"),
        ("x^(y^x)", "x^y^x"),
        ("(-x)^2", "(-x)^2"),
        ("-(x^2)", "-x^2"),
        ("(-x)*y", "-x*y"),
        ("-(x*y)", "-(x*y)"),
        ("--x", "-(-x)"),
        ("x*(-y)", "x*(-y)"),
    ],
)
def test_only_the_brackets_that_matter_are_printed(typed: str, canonical: str) -> None:
    assert to_text(read(typed)) == canonical

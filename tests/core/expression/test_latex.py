import pytest
from hypothesis import assume, given, settings

from core.expression.latex import to_latex
from core.expression.tree import Node
from tests.core.expression.trees import read, trees, trees_by_cases

READINGS = {
    "2x sin x": r"2 x \sin x",
    "sin^2 x": r"\sin^{2} x",
    "sin(x)y": r"\sin\left(x\right) y",
    "sin^2(x) y": r"\sin^{2}\left(x\right) y",
    "x sin(x) y": r"x \sin\left(x\right) y",
    "sin 2x cos x": r"\sin 2 x \cos x",
    "sin(x+1)": r"\sin\left(x + 1\right)",
    "sin(x)^y": r"\left(\sin x\right)^{y}",
    "1/(1+x^2)": r"\frac{1}{1 + x^{2}}",
    "x*2*y": r"x \cdot 2 \cdot y",
    "x*(2*y)": r"x \left(2 y\right)",
    "2*3": r"2 \cdot 3",
    "2*(1/3)": r"2 \cdot \frac{1}{3}",
    "-x*y": r"-x \cdot y",
    "-(x*y)": "-x y",
    "-(x*2)": r"-\left(x \cdot 2\right)",
    "x-(y-1)": r"x - \left(y - 1\right)",
    "x+(-y)": r"x + \left(-y\right)",
    "(-x)^2": r"\left(-x\right)^{2}",
    "(x^2)^3": r"\left(x^{2}\right)^{3}",
    "e^-x^2": "e^{-x^{2}}",
    "cbrt x": r"\sqrt[3]{x}",
    "root(5, x)": r"\sqrt[5]{x}",
    "ln|x|": r"\ln \left|x\right|",
    "log_3 x": r"\log_{3}\left(x\right)",
    "arccot x": r"\operatorname{arccot} x",
    "x!": "x!",
    "(x+1)!": r"\left(x + 1\right)!",
    "floor x": r"\left\lfloor x\right\rfloor",
    "min(x, y)": r"\min\left(x, y\right)",
    "besselj(0, x)": r"J_{0}\left(x\right)",
    "omega x_1": r"\omega x_{1}",
    "phi pi": r"\varphi \pi",
    "x^2 if x<1, 2x-1 otherwise": (
        r"\begin{cases} x^{2}, & x < 1 \\ 2 x - 1, & \text{otherwise} \end{cases}"
    ),
    "x if 0<x<=1 and y!=2": r"\begin{cases} x, & 0 < x \le 1 \land y \ne 2 \end{cases}",
    "2-(x if x<1)": r"2 - \left(\begin{cases} x, & x < 1 \end{cases}\right)",
}


@pytest.mark.parametrize("typed", READINGS)
def test_the_formula_is_shown_as_it_was_read(typed: str) -> None:
    assert to_latex(read(typed)) == READINGS[typed]


@settings(max_examples=1000)
@given(trees)
def test_printed_latex_reads_back_as_the_same_tree(tree: Node) -> None:
    latex = to_latex(tree)
    assume(len(latex) <= 300)
    assert read(latex) == tree


@settings(max_examples=500)
@given(trees_by_cases)
def test_printed_cases_read_back_as_the_same_tree(tree: Node) -> None:
    latex = to_latex(tree)
    assume(len(latex) <= 300)
    assert read(latex) == tree

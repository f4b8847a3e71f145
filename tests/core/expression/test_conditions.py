import pytest

from core.errors import ParseError
from core.expression.expression import parse
from core.expression.text import to_text
from core.expression.tree import MAX_BRANCHES, Cases, walk
from tests.core.expression.trees import read

TWO = "x^2 if x < 1, 2*x - 1 otherwise"
BOTH = "x^2 if x < 1, 2*x - 1 if x >= 1"

# What is typed or pasted -> how it is read.
READINGS = {
    "x^2 if x < 1, 2x - 1 otherwise": TWO,
    "x^2 if x<1; 2x-1 otherwise": TWO,
    "x^2 if x<1, otherwise 2x-1": TWO,
    "x^2 if x<1 else 2x-1": TWO,
    "x^2 if x<1, 2x-1 else": TWO,
    "f(x) = x^2 if x<1, 2x-1 otherwise": TWO,
    "z = x^2 if x<1, 2x-1 otherwise,": TWO,
    "x^2 for x<1, 2x-1 when x≥1": BOTH,
    "-1 if x < 0; 0 if x = 0; 1 if x > 0": "-1 if x < 0, 0 if x = 0, 1 if x > 0",
    "x if x==0, 1 if x!=0": "x if x = 0, 1 if x != 0",
    "1 if x<1 else 2 if x<2 else 3": "1 if x < 1, 2 if x < 2, 3 otherwise",
    "x if 0<x<=1": "x if 0 < x <= 1",
    "x if 0<x and x<=1": "x if 0 < x <= 1",
    "x if x>0 and y>0, 0 otherwise": "x if x > 0 and y > 0, 0 otherwise",
    "x if (x>0) and (1<y<2)": "x if x > 0 and 1 < y < 2",
    "|x| if |x|<1": "abs(x) if abs(x) < 1",
    "sin x (x<1); cos x (x>1)": "sin(x) if x < 1, cos(x) if x > 1",
    "x (if x<1)": "x if x < 1",
    "x if x!=2": "x if x != 2",
    "x! if x=2": "factorial(x) if x = 2",
    # brackets
    "{x^2, x < 1; 2x - 1, x >= 1}": BOTH,
    "{x^2, x < 1, 2x - 1, x >= 1}": BOTH,
    "{x^2, x < 1, 2x - 1, otherwise}": TWO,
    "{x^2 if x < 1, 2x - 1 if x >= 1}": BOTH,
    "(x if x<1, 2 otherwise)+1": "(x if x < 1, 2 otherwise) + 1",
    "2{x, x<1; 3, x>4}y": "2*(x if x < 1, 3 if x > 4)*y",
    "2(x if x<1)": "2*(x if x < 1)",
    "sin((x if x<1))": "sin((x if x < 1))",
    "max((x if x<1), 2)": "max((x if x < 1), 2)",
    "-(x if x<1)": "-(x if x < 1)",
    "(x if x<1)^2": "(x if x < 1)^2",
    "(x if x<1) if y<1": "(x if x < 1) if y < 1",
    "x if (y if y<1) < 2": "x if (y if y < 1) < 2",
    "2(x-1)(x<1)": "2*(x - 1) if x < 1",
    "2(x + (y (y<1)))": "2*(x + (y if y < 1))",
    "x if (x+1)^2<3": "x if (x + 1)^2 < 3",
    "{x}": "x",
    # Chinese
    "x² (x＜1)；2x－1 (x≥1)": BOTH,
    "x²（x<1），2x-1（其他）": TWO,
    "x² 当 x<1 时；2x-1 其它": TWO,
    "x² 若 x<1，否则 2x-1": TWO,
    "｛x²，x＜1；2x－1，x≧1｝": BOTH,
    "x 如果 x＞0 且 x≠1": "x if x > 0 and x != 1",
    # LaTeX
    r"\begin{cases} x^2 & x < 1 \\ 2x-1 & x \ge 1 \end{cases}": BOTH,
    r"\begin{cases} x^2, & x < 1, \\ 2x-1, & x \geqslant 1 \end{cases}": BOTH,
    r"\begin{cases}x^2&\text{if }x<1\\2x-1&\text{otherwise}\end{cases}": TWO,
    r"f(x)=\begin{dcases} x^2, & \text{if } x \lt 1 \\ 2x-1, & \text{else} \\ \end{dcases}": TWO,
    r"\begin{cases} x^2, & \text{当 }x<1 \\ 2x-1, & \text{其他} \end{cases}": TWO,
    r"\left\{ \begin{array}{ll} x^2, & x<1 \\ 2x-1, & x \geq 1 \end{array} \right.": BOTH,
    r"\begin{cases} x & 0 < x \leq 1 \land y \neq 0 \end{cases}": "x if 0 < x <= 1 and y != 0",
    r"2\begin{cases} 1 & x < 1 \end{cases} + \frac{1}{2}": "2*(1 if x < 1) + 1/2",
}
# What cannot be read -> the code and the place of the error.
REFUSALS = {
    "x < 1": ("unexpected_comparison", 2),
    "x≤1": ("unexpected_comparison", 1),
    "(x > 1)": ("unexpected_comparison", 3),
    "x!=2": ("unexpected_comparison", 1),
    "x = 1": ("unexpected_equals", 2),
    "x if x": ("missing_comparison", 6),
    "x if x < 1, 2": ("missing_condition", 13),
    "x if x < 1; 2; 3": ("missing_condition", 13),
    "x otherwise": ("missing_condition", 2),
    "x if 1 < 2": ("constant_condition", 5),
    "x if 0 < x, 1 if 1 < 2 < x": ("constant_condition", 17),
    "x if x+1 < x+1": ("constant_condition", 5),
    "x if x < 1, 2 otherwise, 3 if x > 5": ("branch_after_last", 25),
    "x if < 1": ("missing_operand", 5),
    "x if x <": ("missing_operand", 8),
    "if x < 1": ("missing_operand", 0),
    "x if": ("missing_operand", 4),
    "x if x < 1 and": ("missing_operand", 14),
    "x, x < 1": ("unexpected_comma", 1),
    "{x, y}": ("unexpected_comma", 2),
    "sin(x if x < 1)": ("unexpected_symbol", 6),
    "max(x if x < 1, 2)": ("unexpected_symbol", 6),
    "x; y": ("unexpected_symbol", 1),
    "x & y": ("missing_comparison", 5),
    "{x, x < 1; 2, x > 1": ("unclosed_bracket", 0),
    r"\begin{cases} x & x < 1": ("unclosed_bracket", 0),
    r"\begin{cases} x & x < 1 \end{array}\right.": ("mismatched_bracket", 24),
    r"x \end{cases}": ("unopened_bracket", 2),
    "x if x < 1 if x < 2": ("unexpected_symbol", 11),
    "x (x<1)(x>2)": ("unexpected_symbol", 7),
    "1/0 if x < 1": ("constant_undefined", 0),
    "x if x < 1/0": ("constant_undefined", 9),
    "x if x^1001 < 2": ("exponent_too_large", 7),
}


@pytest.mark.parametrize("typed", READINGS)
def test_cases_are_read_as_a_reader_means_them(typed: str) -> None:
    assert parse(typed, ("x", "y")).canonical == READINGS[typed]


@pytest.mark.parametrize("typed", REFUSALS)
def test_what_cannot_be_read_is_refused_at_its_place(typed: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(typed, ("x", "y"))
    assert (caught.value.code, caught.value.position) == REFUSALS[typed]


def test_eight_branches_and_no_more() -> None:
    branches = [f"{k} if x < {k}" for k in range(MAX_BRANCHES + 1)]
    tree = parse(", ".join(branches[:-1])).tree
    assert isinstance(tree, Cases)
    assert len(tree.branches) == MAX_BRANCHES
    with pytest.raises(ParseError) as caught:
        parse(", ".join(branches))
    assert caught.value.code == "too_many_branches"
    assert caught.value.text[caught.value.position :] == branches[-1]


@pytest.mark.parametrize("text", ["x if x", "{x,x", "(x if x", "x(x"])
def test_forty_levels_are_read_and_one_more_is_too_deep(text: str) -> None:
    head, tail = ("{x,x<", "}") if text == "{x,x" else ("(x(x<", "))")
    assert read(head * 20 + "1" + tail * 20)
    with pytest.raises(ParseError) as caught:
        read(head * 41 + "1" + tail * 41)
    assert caught.value.code == "too_deep"


def test_conditions_are_walked_and_counted() -> None:
    tree = parse("x if 0 < x < y, 2 otherwise", ("x", "y")).tree
    assert [to_text(node) for node in walk(tree)][1:] == ["x", "0", "x", "x", "y", "2"]


def test_variables_win_over_the_words_of_conditions() -> None:
    assert parse("if", ("i", "f")).canonical == "i*f"
    assert parse("x if x < 1").canonical == "x if x < 1"

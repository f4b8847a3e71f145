import pytest
import sympy

from core.errors import PARSE_CODES, ParseError
from core.expression.expression import parse

# Just within a budget, and just beyond it -> the code and the place of what is too much.
BUDGETS = [
    ("x" + " " * 299, "x" + " " * 300, "too_long", 300),
    ("1" * 20, "1" * 21, "too_many_digits", 0),
    ("(" * 40 + "x" + ")" * 40, "(" * 41 + "x" + ")" * 41, "too_deep", 40),
    ("sin(" * 40 + "x" + ")" * 40, "sin(" * 41 + "x" + ")" * 41, "too_deep", 163),
    ("x" + "+x" * 40, "x" + "+x" * 41, "too_deep", 0),
    ("-" * 40 + "x", "-" * 41 + "x", "too_deep", 0),
    ("x^1000", "x^1001", "exponent_too_large", 2),
    ("x^-1000", "1+x^-1001", "exponent_too_large", 4),
    ("x^1000", "x^999*x*x", "degree_too_large", 0),
    ("(x^10)^100", "(x^10)^101", "degree_too_large", 0),
    ("sin(x^10)^100", "1+sin(x^10)^101", "degree_too_large", 2),
    ("x^(10^2)", "x^(10^9)", "exponent_too_large", 3),
    ("(1/3)^682", "(1/3)^683", "exact_constant_too_large", 0),
    ("10^60", "10^61", "constant_too_large", 0),
    ("exp(138)x", "x+exp(139)", "constant_too_large", 2),
    ("ln 1", "1+ln(-1)", "constant_undefined", 2),
    ("sqrt 0", "sqrt(-1)", "constant_undefined", 0),
    ("asin(1)", "asin(2)", "constant_undefined", 0),
    ("0/1", "1/0", "constant_undefined", 0),
    ("0^0", "0^-1", "constant_undefined", 0),
    ("(-8)^(1/3)", "(-8)^(1/2)", "constant_undefined", 0),
    ("gamma(0.5)", "gamma(0)", "constant_undefined", 0),
    ("47!", "x+61!", "factorial_too_large", 2),
    ("gamma(48)", "gamma(60.5)", "factorial_too_large", 6),
    ("min(1,2,3,4,5,6,7,x)", "min(1,2,3,4,5,6,7,8,x)", "too_many_arguments", 0),
    ("root(1000, x)", "root(1001, x)", "root_index", 5),
    ("root(1, x)", "root(0, x)", "root_index", 5),
    ("root(4/2, x)", "root(2.5, x)", "root_index", 5),
    ("besselj(60, x)", "besselj(61, x)", "bessel_order", 8),
    ("besselj(0, x)", "besselj(-1, x)", "bessel_order", 8),
    ("x!" + "+x!" * 11 + "+5!", "x!" + "+x!" * 11 + "+gamma(x)", "too_many_slow_functions", 36),
    ("gamma(" * 12 + "x" + ")" * 12, "gamma(" * 13 + "x" + ")" * 13, "too_many_slow_functions", 72),
]

# Texts that have stopped servers, or the libraries beneath.
BOMBS = [
    "9**9**9**9",
    "(((9^64)^64)^64)^64",
    "1.0000001^(10^9)",
    "10^400",
    "floor(exp(10^9))",
    "factorial(1000000)",
    "((((((x^2)^9)^9)^9)^9)^9)",
    "(1+10^-19)^1000",
    "sin" * 90 + "x",
    "x^" * 120 + "x",
    "|" * 150 + "x" + "|" * 150,
    "[({" * 90,
    "\\frac" * 50,
    "√" * 200 + "x",
    "∛" * 299 + "x",
    "J_" * 149 + "x",
    "sin^" * 74 + "x",
    "∜-" * 149 + "x",
    "x" * 300,
]


@pytest.mark.parametrize("within, beyond, code, position", BUDGETS)
def test_a_budget_lets_its_limit_pass_and_refuses_the_next(
    within: str, beyond: str, code: str, position: int
) -> None:
    parse(within)
    with pytest.raises(ParseError) as caught:
        parse(beyond)
    assert (caught.value.code, caught.value.position) == (code, position)
    assert 0 <= position <= position + caught.value.length <= len(beyond)
    assert code in PARSE_CODES


def test_six_variables_and_no_more() -> None:
    parse("x", tuple("xyztuv"))
    with pytest.raises(ParseError) as caught:
        parse("x", tuple("xyztuvw"))
    assert caught.value.code == "too_many_variables"


def test_three_hundred_nodes_and_no_more() -> None:
    parse("+".join(["x" * 37] * 4))  # 4 products of 73 nodes and 3 sums: 295
    with pytest.raises(ParseError) as caught:
        parse("+".join(["x" * 38] * 4))  # 303
    assert (caught.value.code, caught.value.details) == ("too_many_nodes", {"limit": "300"})


@pytest.mark.parametrize("typed", BOMBS)
def test_bombs_are_refused(typed: str) -> None:
    with pytest.raises(ParseError):
        parse(typed)


def test_sympy_builds_what_the_budgets_let_pass() -> None:
    assert parse("|cosh(x^100)|").sympy == sympy.cosh(sympy.Symbol("x", real=True) ** 100)

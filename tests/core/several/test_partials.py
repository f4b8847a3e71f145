"""Mixed Taylor coefficients: oracles, theorems, proven zeros and refusals."""

from fractions import Fraction
from math import comb, factorial

import mpmath
import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic
from core.expression.balls import working_precision
from core.expression.building import ZERO, constant
from core.expression.expression import parse
from core.expression.series import coefficients
from core.point import points
from core.several.bundle import T, line
from core.several.known import ball, certified, exact
from core.several.partials import mixed_coefficients
from core.several.rays import multi_indices
from tests.core.derivatives_by_sympy import FUNCTIONS, partial

XY = ("x", "y")
XYZ = ("x", "y", "z")


def expand(text, at, order, variables=XY):
    return mixed_coefficients(parse(text, variables), points(at, len(variables)), order)


@pytest.mark.parametrize(("text", "at"), FUNCTIONS)
def test_every_coefficient_is_the_double_nearest_to_sympys(text, at):
    found = expand(text, at, 2)
    for (i, j), c in found.items():
        derivative = partial(text, XY, at, *"x" * i, *"y" * j)
        assert certified(c).value == derivative / (factorial(i) * factorial(j))


@pytest.mark.parametrize("order", [1, 5, 12])
def test_the_published_series_come_out_exactly(order):
    """Abramowitz and Stegun 4.2.1, 4.1.24, 4.3.66, in one variable each."""
    for m, c in expand("e^(x y)", (0, 0), order).items():
        assert exact(c) == (Fraction(1, factorial(m[0])) if m[0] == m[1] else 0)
    for (i, j), c in expand("ln(1 + x + y)", (0, 0), order).items():
        k = i + j
        assert exact(c) == (Fraction((-1) ** (k + 1) * comb(k, i), k) if k else 0)
    for (i, j), c in expand("cos(x y)", (0, 0), order).items():
        even = i == j and i % 2 == 0
        assert exact(c) == (Fraction((-1) ** (i // 2), factorial(i)) if even else 0)
    for (i, j), c in expand("e^x sin y", (0, 0), order).items():
        size = Fraction((-1) ** (j // 2), factorial(i) * factorial(j))
        assert exact(c) == (size if j % 2 else 0)
    for (i, j), c in expand("1/(1 - x - y)", (0, 0), order).items():
        assert exact(c) == comb(i + j, i)


def test_three_to_six_variables():
    found = expand("1/(1 - x - y - z)", (0, 0, 0), 7, XYZ)
    for m, c in found.items():
        assert exact(c) == factorial(sum(m)) // (
            factorial(m[0]) * factorial(m[1]) * factorial(m[2])
        )
    many = ("a", "b", "c", "d", "x", "y")
    found = expand("a b + c d - x y + x^2", (1, 2, 3, 4, 5, 6), 2, many)
    assert {m for m, c in found.items() if sum(m) == 2 and exact(c)} == {
        (1, 1, 0, 0, 0, 0),
        (0, 0, 1, 1, 0, 0),
        (0, 0, 0, 0, 1, 1),
        (0, 0, 0, 0, 2, 0),
    }


def test_a_removed_factor_is_no_proven_zero():
    """``x^2/x`` has the term x, though x times any power series in x times x^2 has none."""
    assert certified(expand("gamma(1 + y) x^2/x", (0, 0), 2)[1, 0]).value == 1


def test_in_three_variables_rays_keep_off_removable_planes():
    for text in ("sin(y - z)/(y - z) + x", "sin(x - z)/(x - z) + y", "sin(x y z)/(x y z)"):
        found = expand(text, (0, 0, 0), 2, XYZ)
        assert exact(found[0, 0, 0]) == 1


def test_high_orders_agree_with_mpmaths_nested_series():
    with mpmath.workdps(60):
        for (i, j), c in expand("gamma(x) e^(x y)", "3/2, 1/3", 4).items():
            true = mpmath.diff(
                lambda x, y: mpmath.gamma(x) * mpmath.exp(x * y),
                (mpmath.mpf(3) / 2, mpmath.mpf(1) / 3),
                (i, j),
            ) / (factorial(i) * factorial(j))
            # mpmath's numerical differentiation keeps about half of its 60 digits.
            assert abs(certified(c).value - true) < 2.0**-52 * abs(true)


REMOVABLE = [
    ("sin(x y)/(x y) + y", "0, 0"),
    ("e^y y sin(x)/x", "0, 1"),
    ("cos(|x - y|)/(2 + x)", "1, 1"),
    ("ln(1 + sin(x)/x) + min(x, 2 + y)", "0, 0"),
]


@pytest.mark.parametrize(("text", "at"), [*FUNCTIONS[::3], *REMOVABLE])
@pytest.mark.parametrize("s", [(3, 5), (-2, 7), (11, -4)])
def test_they_are_right_along_every_other_line_too(text, at, s):
    where = points(at, 2)
    along = line(parse(text, XY), where, [constant(Fraction(c)) for c in s])
    expected = coefficients(along, T.name, ZERO, 3, 200)
    found = mixed_coefficients(parse(text, XY), where, 3)
    with working_precision(300):
        for k in range(4):
            total = sum(
                ball(c) * s[0] ** i * s[1] ** j for (i, j), c in found.items() if i + j == k
            )
            assert total.overlaps(expected[k])


def test_between_its_jumps_floor_is_constant():
    assert expand("floor(x) y^2 + ceil(y) x", "3/2, 5/2", 3) == expand("y^2 + 3x", "3/2, 5/2", 3)


@given(st.lists(st.integers(-9, 9), min_size=10, max_size=10), st.integers(0, 9), st.integers(0, 9))
@settings(max_examples=40, deadline=None)
def test_a_polynomial_is_its_own_expansion(numbers, a, b):
    indices = [m for k in range(4) for m in multi_indices(2, k)]
    terms = zip(numbers, indices, strict=True)
    text = "".join(f"{c:+}*(x-{a})^{i}*(y-{b})^{j}" for c, (i, j) in terms)
    found = expand(text, (a, b), 3)
    assert [exact(found[m]) for m in indices] == numbers


@given(st.sampled_from(["e^x sin y", "x^y", "gamma(x) y^2", "ln(x + y)/x"]))
@settings(max_examples=8, deadline=None)
def test_exchanging_the_variables_exchanges_the_indices(text):
    straight = expand(text, (2, 3), 4)
    crossed = expand(text, (3, 2), 4, ("y", "x"))
    for (i, j), c in straight.items():
        assert certified(c).value == certified(crossed[j, i]).value


@pytest.mark.parametrize(
    ("text", "at", "zeros"),
    [
        ("gamma(x) y", (1, 2), {(0, 2), (1, 2), (0, 3)}),
        ("gamma(x) + besselj(1, y)", (1, 2), {(1, 1), (2, 1), (1, 2)}),
        ("gamma(x)^2 (y - 1)", (2, 1), {(0, 2), (1, 2), (0, 3)}),
        ("besselj(0, x y)", (0, 0), {(1, 0), (1, 1), (2, 1), (0, 3)}),
        ("gamma(1 + x y)", (0, 0), {(1, 0), (0, 1), (2, 0), (3, 0), (2, 1)}),
        ("y^3/gamma(x)", (1, 0), {(0, 0), (1, 1), (0, 2), (1, 2)}),
        ("sin(x) cos(y)", ("pi/2", 0), {(1, 0), (0, 1), (1, 1), (2, 1), (1, 2)}),
        ("e^x sin(y)", (0, "pi"), {(0, 0), (1, 0), (0, 2), (1, 2)}),
        ("sin(x y)/(x y)", (0, 0), {(1, 0), (1, 1), (0, 2), (3, 0)}),
    ],
)
def test_what_is_zero_is_proven_to_be(text, at, zeros):
    found = expand(text, at, 3)
    for m, c in found.items():
        shown = c.is_zero() if isinstance(c, arb) else exact(c) == 0
        assert shown or m not in zeros
        assert certified(c).value != 0 or shown


@pytest.mark.parametrize(
    ("text", "at", "order"),
    [
        ("x y/(x^2 + y^2)", (0, 0), 0),
        ("x^2 y/(x^4 + y^2)", (0, 0), 1),
        ("min(|x|, |y|)", (0, 0), 1),
        ("max(x, y)", (1, 1), 1),
        ("sqrt(x^2 + y^2)", (0, 0), 1),
        ("|x| + y", (0, 1), 1),
        ("|x|^3 + y", (0, 1), 3),
        ("cbrt(x y)", (0, 0), 1),
        ("x^3/(x^2 + y^2)", (0, 0), 1),
        ("ln(x) y", (0, 1), 1),
        ("floor(x) + y", (1, 1), 1),
        ("sign(x)^2 y", (0, 1), 1),
        ("e^(-1/x^2) y", (0, 1), 2),
        ("x sin(1/y)", (0, 0), 1),
    ],
)
def test_where_a_function_is_not_smooth_it_is_refused(text, at, order):
    with pytest.raises(NotAnalytic):
        expand(text, at, order)


@pytest.mark.parametrize(
    ("text", "at", "order", "expected"),
    [
        ("sin(x y)/(x y)", (0, 0), 4, {(0, 0): 1, (2, 2): Fraction(-1, 6)}),
        (
            "(1 - cos(x + y))/(x + y)^2",
            (0, 0),
            2,
            {(0, 0): Fraction(1, 2), (1, 1): Fraction(-1, 12)},
        ),
        ("y sin(x)/x", (0, 1), 2, {(0, 0): 1, (0, 1): 1, (2, 0): Fraction(-1, 6)}),
        ("cos|x y|", (0, 0), 4, {(0, 0): 1, (2, 2): Fraction(-1, 2)}),
        ("sin(x) sin(y)/(x y)", (0, 0), 2, {(0, 0): 1, (0, 2): Fraction(-1, 6)}),
        ("2y sin(x)/(3x (1 + y))", (0, 1), 1, {(0, 0): Fraction(1, 3), (0, 1): Fraction(1, 6)}),
        ("sin(x - y)/(x - y)", (1, 1), 2, {(0, 0): 1, (1, 1): Fraction(1, 3)}),
        ("|x|^3 + y", (0, 1), 2, {(0, 1): 1, (2, 0): 0}),
        ("e^(sin(x)/x - 1) + y", (0, 0), 2, {(0, 0): 1, (2, 0): Fraction(-1, 6), (0, 1): 1}),
    ],
)
def test_removable_points_are_filled_in(text, at, order, expected):
    found = expand(text, at, order)
    assert {m: exact(found[m]) for m in expected} == expected


@pytest.mark.parametrize(
    ("text", "at", "branch"),
    [
        ("x^2 y if x >= 0, x otherwise", (1, 2), "x^2 y"),
        ("ln x if x > 0, y otherwise", (-1, 2), "y + 0x"),
        ("sin(x y)/(x y) if x y != 0, 1 otherwise", (0, 0), "1 - x^2 y^2/6"),
        ("x^2 if x < 1, x^2 otherwise", (1, 0), "x^2 + 0y"),
    ],
)
def test_of_cases_one_branch_holds_all_around(text, at, branch):
    assert expand(text, at, 4) == expand(branch, at, 4)


PEANO = "x y (x^2 - y^2)/(x^2 + y^2) if x^2 + y^2 > 0, 0 otherwise"


@pytest.mark.parametrize(
    ("text", "at"),
    [
        (PEANO, (0, 0)),  # its mixed derivatives there are 1 and -1, by the order they are taken in
        ("x y if x >= 0, x otherwise", (0, 2)),
        ("sin(x y)/(x y) if x y != 0, 2 otherwise", (0, 0)),
        ("y if sign(x) > 1/2, x otherwise", (0, 0)),
    ],
)
def test_where_branches_meet_nothing_is_claimed(text, at):
    with pytest.raises(NotAnalytic):
        expand(text, at, 2)


def test_orders_are_bounded():
    for n, most in ((1, 12), (2, 12), (3, 7), (4, 4), (6, 2)):
        variables = ("a", "b", "c", "d", "x", "y")[:n]
        f, at = parse("+".join(variables), variables), points((1,) * n, n)
        assert len(mixed_coefficients(f, at, most)) == comb(n + most, n)
        with pytest.raises(ValueError, match=f"from 0 to {most}"):
            mixed_coefficients(f, at, most + 1)
    with pytest.raises(ValueError, match="order -1"):
        mixed_coefficients(parse("x"), points(0, 1), -1)

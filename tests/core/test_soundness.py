"""Claims that were once proven and false: each found by looking for a hole in a proof."""

from fractions import Fraction
from math import inf

import numpy as np
import pytest
from flint import arb

from core import (
    convergence,
    critical_points,
    extremes,
    largest_stable_rate,
    parse,
    roots,
    series_limit,
)
from core.expression.balls import enclose, working_precision
from core.point import point
from core.remainders.lagrange import bounds
from core.remainders.way import Way

# Every function of one argument, and powers: none has a value of what has none.
OUTER = (
    "sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh exp ln abs sign floor ceil sqrt"
    " cbrt erf gamma"
).split()
POWERS = ("({})^0", "({})^(1/3)", "({})^(2/3)", "({})^2", "2^({})", "({})^(0 pi)", "({})^x")


@pytest.mark.parametrize("outer", [*(f"{name}({{}})" for name in OUTER), *POWERS])
def test_nothing_has_a_value_of_what_has_none(outer):
    tree = parse(outer.format("sqrt(x)")).tree
    with working_precision(128):
        assert not enclose(tree, {"x": arb(-2).union(arb(-1))}, 128).is_finite()


@pytest.mark.parametrize(
    "text", ["(x-2)(ln(x-3))^0", "x + 2 (sqrt x)^0", "log(x, x)", "log(x-3, x)", "sign(x/x) x"]
)
def test_no_root_is_claimed_where_there_is_no_value(text):
    f = parse(text)
    assert all(np.isfinite(f(z.value.value)) for z in roots(f, ("-1/2", 5)).roots)


def test_no_extreme_is_proven_where_there_is_no_function():
    assert extremes(parse("x^2 + (ln x)^0"), (-2, -1)).standing == "unproven"
    assert all(
        p.place[0].value >= 1 for p in critical_points(parse("x^2+(sqrt(x-1))^0"), (-5, 5)).points
    )


def test_what_is_lost_to_round_off_is_not_tight():
    found = extremes(parse("x + 10^59 - 10^59"), ("1/3", "2/3"))
    assert found.maximum.upper >= 2 / 3 and found.minimum.lower <= 1 / 3
    assert found.standing != "tight" or found.maximum.upper < 1


@pytest.mark.parametrize("text", ["cbrt(max(x^3, -100))", "cbrt((x^3 if x < 5, 1 otherwise))"])
def test_an_odd_root_of_an_odd_power_keeps_its_sign(text):
    limit = series_limit(parse(text), -1)
    assert "SeriesLimit(x," in repr(limit)


@pytest.mark.parametrize(("text", "at"), [("|sin(asin(x)) - 1/2|", 0), ("|e^(ln x) - 1/2|", 1)])
def test_equality_ends_at_a_corner_though_the_domain_ends_too(text, at):
    said = repr(series_limit(parse(text), at))
    assert "1/2 < x" in said or "x < 1/2" in said


def test_a_square_root_without_a_closed_form_is_no_failure():
    assert convergence(parse("sqrt(x^2/3)"), 1).radius in (1.0, inf)


def test_a_polynomial_with_a_corner_is_not_quadratic():
    with pytest.raises(ValueError, match="not quadratic"):
        largest_stable_rate(parse("x^2 + |x-1|"))


@pytest.mark.parametrize("scale", [0, 5, 28, 40])
def test_bounds_hold_where_powers_of_a_piece_underflow(scale):
    """Of ``c x^11`` the largest ``|c_1|`` up to r is ``11 c r^10``, and ``|c_2|`` ``55 c r^9``."""
    r = 3.2 * 10.0 ** -(scale + 4)
    way = bounds(parse(f"(10^{scale} x)^11").tree, "x", point(0), 2, r, 1)
    with working_precision(200):
        unit, end = arb(10) ** scale, arb(float(way.ends[-1]))
        for k, count in ((1, 11), (2, 55)):
            exact = count * unit**11 * end ** (11 - k)
            assert arb(float(way.values[k, -1])) >= exact


@pytest.mark.parametrize("r", [1e-31, 3e-32, 1e-33])
def test_no_term_is_lost_on_a_wide_piece_whose_powers_underflow(r):
    """The last of ``sum of C(k+j, j) |c_(k+j)(m)| (r/2)^j`` is ``c (r/2)^10``: a thousandth."""
    way = Way(parse("(10^28 x)^11").tree, "x", point(0), 2, 1)
    (proven,), _ = way.on_pieces([(0.0, r)])
    exact = 11 * Fraction(10) ** 308 * Fraction(r) ** 10
    assert Fraction(proven[1]) >= exact

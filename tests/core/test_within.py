"""The roundings of ``core.within`` and ``core.remainder``, against the same numbers exactly.

What is added for a rounding is hidden by the slack of Lagrange's bound on every function: so each
step is taken alone, with numbers that are doubles, and compared with fractions.
"""

import math
from fractions import Fraction

import numpy as np
from flint import arb
from hypothesis import given
from hypothesis import strategies as st

from core.expression.balls import enclose, working_precision
from core.point import point
from core.remainder import _outward, lagrange_bound
from core.within import _evaluated, _last_size, above, below

# Doubles with all of their 53 bits, at usual and at unusual sizes.
MANTISSAS = st.integers(2**52, 2**53 - 1)
DOUBLES = st.builds(math.ldexp, MANTISSAS, st.integers(-70, -40))
TINY = st.builds(math.ldexp, MANTISSAS, st.integers(-1126, -60))
HUGE = st.builds(math.ldexp, MANTISSAS, st.integers(0, 850))


@given(size=DOUBLES, distance=DOUBLES, n=st.integers(1, 60))
def test_lagranges_bound_is_no_less_than_the_product(size, distance, n):
    largest = np.full((n + 1, 1), size)
    found = lagrange_bound(largest, np.array([distance]))[n - 1, 0]
    exact = Fraction(size) * Fraction(distance) ** n
    assert Fraction(found) >= exact
    assert Fraction(found) <= exact * (1 + Fraction(1, 2**28)) + Fraction(4 * 5e-324)


@given(size=DOUBLES, distance=TINY, n=st.integers(1, 60))
def test_lagranges_bound_is_no_less_where_it_underflows(size, distance, n):
    found = lagrange_bound(np.full((n + 1, 1), size), np.array([distance]))[n - 1, 0]
    assert Fraction(found) >= Fraction(size) * Fraction(distance) ** n


@given(size=DOUBLES | TINY | HUGE, distance=DOUBLES | TINY, n=st.integers(5, 60))
def test_the_last_term_is_no_less_than_the_product(size, distance, n):
    found = _last_size(n, distance, np.full(n + 2, size))
    exact = math.comb(n + 1, 6) * Fraction(size) * Fraction(distance) ** (n - 5)
    assert found == math.inf or Fraction(found) >= exact


@given(sizes=st.lists(DOUBLES, min_size=1, max_size=7), radius=DOUBLES)
def test_the_sum_is_no_less_than_exactly_summed(sizes, radius):
    exact = sum(Fraction(size) * Fraction(radius) ** j for j, size in enumerate(sizes))
    assert Fraction(_evaluated(sizes, radius)) >= exact


@given(place=DOUBLES, center=st.fractions(-5, 5, max_denominator=97))
def test_an_offset_is_rounded_away_from_0(place, center):
    with working_precision(512):
        offset = arb(place) - enclose(point(center), {}, 512)
        found = Fraction(_outward(offset))
    exact = Fraction(place) - center
    assert abs(found) >= abs(exact)
    assert found * exact >= 0


@given(value=st.fractions(-(10**6), 10**6), rest=st.integers(0, 3))
def test_a_double_below_and_one_above(value, rest):
    with working_precision(160):
        ball = enclose(point(value), {}, 160) / 3**rest
    exact = value / 3**rest
    low, high = below(ball), above(ball)
    assert Fraction(low) <= exact <= Fraction(high)
    assert high - low <= 4 * math.ulp(low)

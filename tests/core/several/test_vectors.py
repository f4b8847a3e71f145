"""Vectors in closed form: lengths and angles by mpmath, and identities that hold exactly."""

import mpmath
import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.errors import NotAnalytic
from core.point import points
from core.several.known import ball, certified, exact
from core.several.vectors import angle, dot, is_zero, length, total, unit

whole = st.integers(-9, 9)
vectors = st.lists(whole, min_size=3, max_size=3)


def vector(*coordinates):
    return points(tuple(coordinates), len(coordinates))


@given(vectors, vectors)
@settings(max_examples=40, deadline=None)
def test_length_product_and_angle(u, v):
    assume(any(u) and any(v))
    product = sum(p * q for p, q in zip(u, v, strict=True))
    squares = [sum(p * p for p in w) for w in (u, v)]
    assert exact(dot(vector(*u), vector(*v))) == product
    assert exact(total(vector(*u))) == sum(u)
    with mpmath.workdps(40):
        assert certified(length(vector(*u))).value == float(mpmath.sqrt(squares[0]))
        cosine = product / mpmath.sqrt(squares[0] * squares[1])
        found = mpmath.mpf(certified(angle(vector(*u), vector(*v))).value)
        assert abs(mpmath.cos(found) - cosine) < 2.0**-51


@given(vectors)
@settings(max_examples=30, deadline=None)
def test_a_unit_vector_has_length_one_exactly(u):
    assume(any(u))
    e = unit(vector(*u))
    assert exact(length(e)) == 1
    assert ball(angle(e, vector(*u))).is_zero()


def test_irrational_vectors():
    e = unit(points("sin 1, cos 1, e", 3))
    assert exact(dot(e, e)) == 1
    assert exact(dot(points("1, sqrt 3", 2), points("-sqrt 3, 1", 2))) == 0


def test_zero_and_what_may_be():
    assert is_zero(vector(0, 0))
    assert not is_zero(vector(0, 1))
    assert not is_zero((arb(0, 1), *vector(1)))
    with pytest.raises(ValueError, match="no direction"):
        unit(vector(0, 0))
    with pytest.raises(NotAnalytic):
        unit((arb(0, 1), *vector(0)))

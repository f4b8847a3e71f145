"""Stencils: published tables, exactness on polynomials, symmetry, refusals."""

from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stencil import MAX_POINTS, Stencil, stencil


def F(text: str) -> tuple[Fraction, ...]:  # noqa: N802 - a table of fractions reads best with one letter
    return tuple(Fraction(word) for word in text.split())


# B. Fornberg, Mathematics of Computation 51 (1988), 699-706: centered, halfway and one-sided.
PUBLISHED = [
    ((-1, 0, 1), 1, F("-1/2 0 1/2")),
    ((-2, -1, 0, 1, 2), 1, F("1/12 -2/3 0 2/3 -1/12")),
    ((-3, -2, -1, 0, 1, 2, 3), 1, F("-1/60 3/20 -3/4 0 3/4 -3/20 1/60")),
    (tuple(range(-4, 5)), 1, F("1/280 -4/105 1/5 -4/5 0 4/5 -1/5 4/105 -1/280")),
    ((-1, 0, 1), 2, F("1 -2 1")),
    ((-2, -1, 0, 1, 2), 2, F("-1/12 4/3 -5/2 4/3 -1/12")),
    (tuple(range(-4, 5)), 2, F("-1/560 8/315 -1/5 8/5 -205/72 8/5 -1/5 8/315 -1/560")),
    ((-2, -1, 0, 1, 2), 3, F("-1/2 1 0 -1 1/2")),
    ((-3, -2, -1, 0, 1, 2, 3), 3, F("1/8 -1 13/8 0 -13/8 1 -1/8")),
    ((-3, -2, -1, 0, 1, 2, 3), 4, F("-1/6 2 -13/2 28/3 -13/2 2 -1/6")),
    (F("-1/2 1/2"), 1, F("-1 1")),
    (F("-3/2 -1/2 1/2 3/2"), 1, F("1/24 -9/8 9/8 -1/24")),
    (F("-3/2 -1/2 1/2 3/2"), 2, F("1/2 -1/2 -1/2 1/2")),
    ((0, 1), 1, F("-1 1")),
    ((0, 1, 2), 1, F("-3/2 2 -1/2")),
    ((0, 1, 2, 3), 1, F("-11/6 3 -3/2 1/3")),
    ((0, 1, 2, 3, 4), 1, F("-25/12 4 -3 4/3 -1/4")),
    ((0, 1, 2, 3), 2, F("2 -5 4 -1")),
    ((0, 1, 2, 3, 4), 2, F("35/12 -26/3 19/2 -14/3 11/12")),
    ((0, 1, 2, 3, 4), 3, F("-5/2 9 -12 7 -3/2")),
]


@pytest.mark.parametrize(("offsets", "derivative_order", "weights"), PUBLISHED)
def test_weights_are_those_of_the_published_tables(offsets, derivative_order, weights):
    assert stencil(offsets, derivative_order).weights == weights


@pytest.mark.parametrize(
    ("named", "offsets", "accuracy_order", "constant"),
    [
        (stencil.forward, (0, 1), 1, "1/2"),
        (stencil.backward, (-1, 0), 1, "-1/2"),
        (stencil.central, (-1, 1), 2, "1/6"),
        (stencil.five_point, (-2, -1, 1, 2), 4, "-1/30"),
    ],
)
def test_the_named_formulas_have_the_errors_of_the_textbook(
    named, offsets, accuracy_order, constant
):
    assert named == stencil(offsets)
    assert named.accuracy_order == accuracy_order
    assert named.error_constant == Fraction(constant)


nodes = st.lists(
    st.fractions(min_value=-5, max_value=5, max_denominator=6), min_size=2, max_size=7, unique=True
)


@given(nodes, st.data())
@settings(max_examples=60, deadline=None)
def test_every_polynomial_below_the_order_is_differentiated_exactly(offsets, data):
    d = data.draw(st.integers(1, len(offsets) - 1))
    s = stencil(offsets, d)
    degree = d + s.accuracy_order - 1
    p = data.draw(st.lists(st.integers(-9, 9), min_size=degree + 1, max_size=degree + 1))
    h = Fraction(3, 7)
    values = [sum(c * (o * h) ** k for k, c in enumerate(p)) for o in s.offsets]
    estimate = sum(w * v for w, v in zip(s.weights, values, strict=True)) / h**d
    assert estimate == factorial(d) * p[d]


@given(nodes, st.data())
@settings(max_examples=60, deadline=None)
def test_the_first_monomial_that_is_not_exact_shows_the_error_constant(offsets, data):
    d = data.draw(st.integers(1, len(offsets) - 1))
    s = stencil(offsets, d)
    k = d + s.accuracy_order
    estimate = sum(w * o**k for w, o in zip(s.weights, s.offsets, strict=True))
    assert estimate == s.error_constant * factorial(k)
    assert s.error_constant != 0


@given(nodes, st.data())
@settings(max_examples=60, deadline=None)
def test_mirrored_offsets_turn_the_sign_by_the_parity_of_the_derivative(offsets, data):
    d = data.draw(st.integers(1, len(offsets) - 1))
    mirrored = stencil([-o for o in offsets], d)
    assert mirrored.weights == tuple((-1) ** d * w for w in stencil(offsets, d).weights)


@given(nodes, st.data())
@settings(max_examples=40, deadline=None)
def test_weights_agree_with_the_vandermonde_system(offsets, data):
    d = data.draw(st.integers(1, len(offsets) - 1))
    s = stencil(offsets, d)
    a = np.array([[float(o) ** k for o in offsets] for k in range(len(offsets))])
    b = np.array([factorial(d) if k == d else 0.0 for k in range(len(offsets))])
    w = np.array([float(w) for w in s.weights])
    # Backward error of a product: n u sum |a w|, doubled for the rounding of a and w themselves.
    assert np.all(np.abs(a @ w - b) <= 4 * len(offsets) * 2**-53 * (np.abs(a) @ np.abs(w) + b))


def test_central_is_the_mean_of_forward_and_backward():
    mean: dict[Fraction, Fraction] = {}
    for s in (stencil.forward, stencil.backward):
        for o, w in zip(s.offsets, s.weights, strict=True):
            mean[o] = mean.get(o, Fraction(0)) + w / 2
    central = dict(zip(stencil.central.offsets, stencil.central.weights, strict=True))
    assert {o: w for o, w in mean.items() if w} == central


def test_the_derivation_shows_what_cancels():
    table = stencil.central.derivation()
    assert [row.offset for row in table.expansions] == [-1, 1]
    assert table.expansions[0].coefficients == F("1 -1 1/2 -1/6")
    assert table.totals == F("0 1 0 1/6")
    assert stencil.five_point.derivation().totals == F("0 1 0 0 0 -1/30")


def test_whole_numbers_over_a_common_denominator():
    assert stencil.five_point.denominator == 12
    assert stencil.five_point.numerators == (1, -8, 8, -1)


def test_it_prints_as_the_formula_in_the_textbook():
    assert str(stencil.forward) == "f'(x) = [f(x+h) - f(x)]/h - h f''(x)/2 + ..."
    assert (
        str(stencil.five_point)
        == "f'(x) = [f(x-2h) - 8f(x-h) + 8f(x+h) - f(x+2h)]/(12h) + h^4 f^(5)(x)/30 + ..."
    )
    assert str(stencil((0, 1, 2))).startswith("f'(x) = [-3f(x) + 4f(x+h) - f(x+2h)]/(2h)")
    assert "offsets=(-1, 1), weights=(-1/2, 1/2)" in repr(stencil.central)


@pytest.mark.parametrize(
    ("offsets", "derivative_order", "says"),
    [
        ((0,), 1, "2 to 33 offsets"),
        (range(MAX_POINTS + 1), 1, "2 to 33 offsets"),
        ((0, 1, 1), 1, "not distinct"),
        ((0, 0.5), 1, "ints or Fractions"),
        ((0, True), 1, "ints or Fractions"),
        ((0, 10**7), 1, "beyond"),
        ((0, Fraction(1, 10**7)), 1, "beyond"),
        ((0, 1), 2, "order 1 to 1"),
        ((0, 1), 0, "order 1 to 1"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(offsets, derivative_order, says):
    with pytest.raises(ValueError, match=says) as refusal:
        stencil(offsets, derivative_order)
    assert "\n" not in str(refusal.value)


def test_a_stencil_is_a_value():
    assert hash(stencil((0, 1))) == hash(stencil.forward)
    assert isinstance(stencil.forward, Stencil)


def test_offsets_of_numpy_are_whole_numbers_too():
    assert stencil(np.array([-1, 0, 1]), np.int64(2)) == stencil((-1, 0, 1), 2)
    with pytest.raises(ValueError, match="not 1"):
        stencil((-1, 0, 1), 1.5)

"""Stencils: published tables, exactness on polynomials, symmetry, refusals."""

from collections.abc import Iterator
from fractions import Fraction
from math import factorial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.stencil import MAX_POINTS, Stencil, stencil


def F(text: str) -> tuple[Fraction, ...]:  # noqa: N802 - a table of fractions reads best with one letter
    return tuple(Fraction(word) for word in text.split())


# B. Fornberg, "Generation of finite difference formulas on arbitrarily spaced grids", Mathematics
# of Computation 51 (1988), 699-706. Table 1, centered: weights at -n, ..., 0, even or odd in n.
CENTERED = {
    1: [
        "-1/2 0",
        "1/12 -2/3 0",
        "-1/60 3/20 -3/4 0",
        "1/280 -4/105 1/5 -4/5 0",
    ],
    2: [
        "1 -2",
        "-1/12 4/3 -5/2",
        "1/90 -3/20 3/2 -49/18",
        "-1/560 8/315 -1/5 8/5 -205/72",
    ],
    3: [
        "-1/2 1 0",
        "1/8 -1 13/8 0",
        "-7/240 3/10 -169/120 61/30 0",
    ],
    4: [
        "1 -4 6",
        "-1/6 2 -13/2 28/3",
        "7/240 -2/5 169/60 -122/15 91/8",
    ],
}
# Table 2, halfway between grid points: weights at ..., -3/2, -1/2.
HALFWAY = {
    1: [
        "-1",
        "1/24 -9/8",
        "-3/640 25/384 -75/64",
        "5/7168 -49/5120 245/3072 -1225/1024",
    ],
    2: [
        "1/2 -1/2",
        "-5/48 13/16 -17/24",
        "259/11520 -499/2304 1299/1280 -1891/2304",
    ],
    3: [
        "-1 3",
        "1/8 -13/8 17/4",
        "-37/1920 499/1920 -1299/640 1891/384",
    ],
    4: [
        "1/2 -3/2 1",
        "-7/48 59/48 -45/16 83/48",
    ],
}
# Table 3, one-sided: weights at 0, 1, ..., n.
ONE_SIDED = {
    1: [
        "-1 1",
        "-3/2 2 -1/2",
        "-11/6 3 -3/2 1/3",
        "-25/12 4 -3 4/3 -1/4",
        "-137/60 5 -5 10/3 -5/4 1/5",
        "-49/20 6 -15/2 20/3 -15/4 6/5 -1/6",
        "-363/140 7 -21/2 35/3 -35/4 21/5 -7/6 1/7",
        "-761/280 8 -14 56/3 -35/2 56/5 -14/3 8/7 -1/8",
    ],
    2: [
        "1 -2 1",
        "2 -5 4 -1",
        "35/12 -26/3 19/2 -14/3 11/12",
        "15/4 -77/6 107/6 -13 61/12 -5/6",
        "203/45 -87/5 117/4 -254/9 33/2 -27/5 137/180",
        "469/90 -223/10 879/20 -949/18 41 -201/10 1019/180 -7/10",
        "29531/5040 -962/35 621/10 -4006/45 691/8 -282/5 2143/90 -206/35 363/560",
    ],
    3: [
        "-1 3 -3 1",
        "-5/2 9 -12 7 -3/2",
        "-17/4 71/4 -59/2 49/2 -41/4 7/4",
        "-49/8 29 -461/8 62 -307/8 13 -15/8",
        "-967/120 638/15 -3929/40 389/3 -2545/24 268/5 -1849/120 29/15",
        "-801/80 349/6 -18353/120 2391/10 -1457/6 4891/30 -561/8 527/30 -469/240",
    ],
    4: [
        "1 -4 6 -4 1",
        "3 -14 26 -24 11 -2",
        "35/6 -31 137/2 -242/3 107/2 -19 17/6",
        "28/3 -111/2 142 -1219/6 176 -185/2 82/3 -7/2",
        "1069/80 -1316/15 15289/60 -2144/5 10993/24 -4772/15 2803/20 -536/15 967/240",
    ],
}


def published() -> Iterator[tuple[tuple[Fraction, ...], int, tuple[Fraction, ...], int]]:
    """Offsets, derivative, weights and order of accuracy of every formula in the three tables."""
    for d, rows in CENTERED.items():
        for row, half in enumerate(map(F, rows)):
            mirrored = tuple((-1) ** d * w for w in half[-2::-1])
            n = len(half) - 1
            yield tuple(map(Fraction, range(-n, n + 1))), d, half + mirrored, 2 * row + 2
    for d, rows in HALFWAY.items():
        for row, half in enumerate(map(F, rows)):
            n = len(half)
            offsets = tuple(Fraction(2 * k + 1, 2) for k in range(-n, n))
            yield offsets, d, half + tuple((-1) ** d * w for w in half[::-1]), 2 * row + 2
    for d, rows in ONE_SIDED.items():
        for row, weights in enumerate(map(F, rows)):
            yield tuple(map(Fraction, range(len(weights)))), d, weights, row + 1


@pytest.mark.parametrize(("offsets", "derivative_order", "weights", "accuracy"), [*published()])
def test_weights_are_those_of_the_published_tables(offsets, derivative_order, weights, accuracy):
    s = stencil(offsets, derivative_order)
    assert s.weights == weights
    assert s.accuracy_order == accuracy


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

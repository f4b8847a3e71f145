"""Taylor coefficients that are famous numbers, exact and typed from published lists.

A-numbers are those of the On-Line Encyclopedia of Integer Sequences; DLMF is the Digital Library of
Mathematical Functions. Each list is what ``n! c_n`` (exponential generating function) or ``c_n``
(ordinary one) must be, term for term; a second test lets SymPy compute the same numbers its way.
"""

from fractions import Fraction
from math import comb, factorial

import pytest
import sympy
from flint import arb

from core import parse, taylor
from core.expression.balls import working_precision
from core.expression.building import constant
from core.expression.series import coefficients, rational_coefficients

# Name, formula, n! c_n for n = 0, 1, 2, …
EXPONENTIAL = [
    ("A000182 tangent numbers", "tan x", [0, 1, 0, 2, 0, 16, 0, 272, 0, 7936, 0, 353792]),
    ("A000364 secant numbers", "sec x", [1, 0, 1, 0, 5, 0, 61, 0, 1385, 0, 50521, 0, 2702765]),
    ("A000364 secant numbers", "1/cos x", [1, 0, 1, 0, 5, 0, 61, 0, 1385, 0, 50521, 0, 2702765]),
    ("A028296 Euler numbers", "sech x", [1, 0, -1, 0, 5, 0, -61, 0, 1385, 0, -50521]),
    (
        "A000111 zigzag numbers",
        "sec x + tan x",
        [1, 1, 1, 2, 5, 16, 61, 272, 1385, 7936, 50521, 353792, 2702765],
    ),
    (
        "A000110 Bell numbers",
        "e^(e^x - 1)",
        [1, 1, 2, 5, 15, 52, 203, 877, 4140, 21147, 115975, 678570, 4213597, 27644437],
    ),
    (
        "A000166 derangements",
        "e^(-x)/(1-x)",
        [1, 0, 1, 2, 9, 44, 265, 1854, 14833, 133496, 1334961, 14684570],
    ),
    (
        "A000085 involutions",
        "e^(x + x^2/2)",
        [1, 1, 2, 4, 10, 26, 76, 232, 764, 2620, 9496, 35696, 140152],
    ),
    (
        "A000670 Fubini numbers",
        "1/(2 - e^x)",
        [1, 1, 3, 13, 75, 541, 4683, 47293, 545835, 7087261, 102247563],
    ),
    ("A001469 Genocchi numbers", "2x/(e^x + 1)", [0, 1, -1, 0, 1, 0, -3, 0, 17, 0, -155, 0, 2073]),
    (
        "A000262 sets of lists",
        "e^(x/(1-x))",
        [1, 1, 3, 13, 73, 501, 4051, 37633, 394353, 4596553, 58941091],
    ),
    (
        "A000142 factorials",
        "1/(1-x)",
        [1, 1, 2, 6, 24, 120, 720, 5040, 40320, 362880, 3628800],
    ),
    (
        "A001147 double factorials",
        "1/sqrt(1-2x)",
        [1, 1, 3, 15, 105, 945, 10395, 135135, 2027025, 34459425, 654729075],
    ),
    (
        "A001818 squares of double factorials",
        "asin x",
        [0, 1, 0, 1, 0, 9, 0, 225, 0, 11025, 0, 893025, 0, 108056025],
    ),
    (
        "A000587 Rao Uppuluri-Carpenter numbers",
        "e^(1 - e^x)",
        [1, -1, 0, 1, 1, -2, -9, -9, 50, 267, 413, -2180],
    ),
]
# Name, formula, c_n for n = 0, 1, 2, …
ORDINARY = [
    (
        "A000045 Fibonacci numbers",
        "x/(1-x-x^2)",
        [0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765],
    ),
    (
        "A000032 Lucas numbers",
        "(2-x)/(1-x-x^2)",
        [2, 1, 3, 4, 7, 11, 18, 29, 47, 76, 123, 199, 322],
    ),
    (
        "A000108 Catalan numbers",
        "(1-sqrt(1-4x))/(2x)",
        [1, 1, 2, 5, 14, 42, 132, 429, 1430, 4862, 16796, 58786, 208012, 742900],
    ),
    (
        "A000984 central binomial coefficients",
        "1/sqrt(1-4x)",
        [1, 2, 6, 20, 70, 252, 924, 3432, 12870, 48620, 184756, 705432],
    ),
    (
        "A001006 Motzkin numbers",
        "(1-x-sqrt(1-2x-3x^2))/(2x^2)",
        [1, 1, 2, 4, 9, 21, 51, 127, 323, 835, 2188, 5798, 15511],
    ),
    (
        "A001850 central Delannoy numbers",
        "1/sqrt(1-6x+x^2)",
        [1, 3, 13, 63, 321, 1683, 8989, 48639, 265729, 1462563],
    ),
    (
        "A006318 large Schröder numbers",
        "(1-x-sqrt(1-6x+x^2))/(2x)",
        [1, 2, 6, 22, 90, 394, 1806, 8558, 41586, 206098, 1037718],
    ),
    ("A000129 Pell numbers", "x/(1-2x-x^2)", [0, 1, 2, 5, 12, 29, 70, 169, 408, 985, 2378]),
    ("A000217 triangular numbers", "x/(1-x)^3", [0, 1, 3, 6, 10, 15, 21, 28, 36, 45, 55]),
    ("A000290 squares", "x(1+x)/(1-x)^3", [0, 1, 4, 9, 16, 25, 36, 49, 64, 81, 100]),
    ("A000079 powers of 2", "1/(1-2x)", [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024]),
]


def exact(text, order):
    """The coefficients as fractions; they must be known exactly."""
    zero = constant(Fraction(0))
    found = rational_coefficients(parse(text).tree, "x", {"x": zero}, order)
    assert found is not None
    return [Fraction(int(c.numerator), int(c.denominator)) for c in found]


@pytest.mark.parametrize(("name", "text", "terms"), EXPONENTIAL, ids=lambda v: str(v)[:7])
def test_exponential_generating_functions(name, text, terms):
    found = exact(text, len(terms) - 1)
    assert [c * factorial(n) for n, c in enumerate(found)] == terms, name


@pytest.mark.parametrize(("name", "text", "terms"), ORDINARY, ids=lambda v: str(v)[:7])
def test_ordinary_generating_functions(name, text, terms):
    assert exact(text, len(terms) - 1) == terms, name


def test_bernoulli_numbers_are_a027641_over_a027642():
    """DLMF 24.2.1; table 24.2.3."""
    above = [1, -1, 1, 0, -1, 0, 1, 0, -1, 0, 5, 0, -691, 0, 7, 0, -3617, 0, 43867, 0, -174611]
    below = [1, 2, 6, 1, 30, 1, 42, 1, 30, 1, 66, 1, 2730, 1, 6, 1, 510, 1, 798, 1, 330]
    found = exact("x/(e^x - 1)", 20)
    assert [c * factorial(n) for n, c in enumerate(found)] == list(map(Fraction, above, below))


def test_gregorys_coefficients_are_a002206_over_a002207():
    """``x/ln(1+x)``: 1, 1/2, -1/12, 1/24, -19/720, …"""
    above = [1, 1, -1, 1, -19, 3, -863, 275, -33953, 8183]
    below = [1, 2, 12, 24, 720, 160, 60480, 24192, 3628800, 1036800]
    assert exact("x/ln(1+x)", 9) == list(map(Fraction, above, below))


SYMPY = [
    ("x/(e^x-1)", lambda n: sympy.bernoulli(n) if n != 1 else -sympy.Rational(1, 2)),
    ("sech x", sympy.euler),
    ("e^(e^x-1)", sympy.bell),
    ("e^(-x)/(1-x)", sympy.subfactorial),
    ("2x/(e^x+1)", lambda n: sympy.genocchi(n) if n != 1 else sympy.Integer(1)),
    ("sec x + tan x", sympy.andre),
]


@pytest.mark.parametrize(("text", "number"), SYMPY)
def test_sympy_counts_the_same_numbers(text, number):
    for n, c in enumerate(exact(text, 40)):
        assert c * factorial(n) == Fraction(int(number(n).p), int(number(n).q)), n


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("x/(1-x-x^2)", sympy.fibonacci),
        ("(2-x)/(1-x-x^2)", sympy.lucas),
        ("(1-sqrt(1-4x))/(2x)", sympy.catalan),
        (
            "(1-x-sqrt(1-2x-3x^2))/(2x^2)",
            lambda n: sum(comb(n, 2 * k) * sympy.catalan(k) for k in range(n // 2 + 1)),
        ),
        ("1/sqrt(1-4x)", lambda n: comb(2 * n, n)),
        ("1/sqrt(1-6x+x^2)", lambda n: sum(comb(n, k) * comb(n + k, k) for k in range(n + 1))),
    ],
)
def test_sixty_terms_of_ordinary_generating_functions(text, number):
    assert exact(text, 60) == [int(number(n)) for n in range(61)]


def test_a_double_holds_each_famous_number_rounded_once():
    """``B_200 / 200!`` and its like, beside the fraction itself."""
    c = taylor(parse("x/(e^x-1)"), order=200).coefficients
    for n in range(0, 201, 20):
        truth = Fraction(*map(int, sympy.bernoulli(n).as_numer_denom())) / factorial(n)
        assert c[n] == pytest.approx(float(truth), rel=2**-52, abs=0)


# --- special functions -------------------------------------------------------------------------

# DLMF table 5.7.1, from J. W. Wrench, "Concerning two series for the gamma function", Mathematics
# of Computation 22 (1968): 1/gamma(z) = sum of c_k z^k, k from 1.
RECIPROCAL_GAMMA = """
    1.00000_00000_00000_00000  0.57721_56649_01532_86061 -0.65587_80715_20253_88108
   -0.04200_26350_34095_23553  0.16653_86113_82291_48950 -0.04219_77345_55544_33675
   -0.00962_19715_27876_97356  0.00721_89432_46663_09954 -0.00116_51675_91859_06511
   -0.00021_52416_74114_95097  0.00012_80502_82388_11619 -0.00002_01348_54780_78824
   -0.00000_12504_93482_14267  0.00000_11330_27231_98170 -0.00000_02056_33841_69776
    0.00000_00061_16095_10448  0.00000_00050_02007_64447 -0.00000_00011_81274_57049
    0.00000_00001_04342_67117  0.00000_00000_07782_26344 -0.00000_00000_03696_80562
    0.00000_00000_00510_03703 -0.00000_00000_00020_58326 -0.00000_00000_00005_34812
    0.00000_00000_00001_22678 -0.00000_00000_00000_11813  0.00000_00000_00000_00119
    0.00000_00000_00000_00141 -0.00000_00000_00000_00023  0.00000_00000_00000_00002
""".split()


def test_the_reciprocal_of_gamma_is_wrenchs_table_to_all_its_digits():
    found = coefficients(parse("1/gamma(x)").tree, "x", constant(Fraction(0)), 30, 120)
    assert found[0].is_zero()
    with working_precision(120):
        for k, printed in enumerate(RECIPROCAL_GAMMA, start=1):
            truth = Fraction(printed.replace("_", ""))
            gap = found[k] * 10**20 - arb(truth.numerator) * 10**20 / truth.denominator
            assert abs(gap) < 0.5, k


@pytest.mark.parametrize("nu", [0, 1, 2, 5, 9])
def test_bessels_series_is_dlmf_10_2_2(nu):
    """``(z/2)^nu  sum of (-1)^k (z^2/4)^k / (k! (nu + k)!)``."""
    found = exact(f"besselj({nu}, x)", nu + 12)
    for n, c in enumerate(found):
        k, odd = divmod(n - nu, 2)
        if n < nu or odd:
            assert c == 0
        else:
            assert c == Fraction((-1) ** k, 4**k * 2**nu * factorial(k) * factorial(nu + k))


def test_the_generating_function_of_bessels_functions_is_dlmf_10_12_1():
    """``e^(z (t - 1/t)/2) = sum of J_m(z) t^m``: at t = e, truncated far beyond 30 digits.

    As a series in z on both sides.
    """
    left = coefficients(parse("e^(x(e - 1/e)/2)").tree, "x", constant(Fraction(0)), 8, 100)
    right = [arb(0)] * 9
    for m in range(9):  # J_m begins with z^m, so that eight orders of z need no more of them
        c = exact(f"besselj({m}, x)", 8)
        for n in range(9):
            weight = arb(1) if m == 0 else arb(m).exp() + (-1) ** m * arb(-m).exp()
            right[n] += weight * c[n].numerator / c[n].denominator
    assert all(abs(u - v) < 1e-12 for u, v in zip(left, right, strict=True))


def test_the_error_functions_series_is_dlmf_7_6_1():
    """``2/sqrt(pi)  sum of (-1)^n z^(2n+1) / (n! (2n+1))``."""
    found = coefficients(parse("erf x").tree, "x", constant(Fraction(0)), 21, 100)
    for k, c in enumerate(found):
        n, even = divmod(k - 1, 2)
        if even:
            assert c.is_zero()
        else:
            assert (c * arb.pi().sqrt() / 2 * factorial(n) * (2 * n + 1) - (-1) ** n).contains(0)


@pytest.mark.parametrize(("x", "n"), [("0.3", 1), ("0.7", 2), ("-1.2", 3), ("0.4", 8)])
def test_hermite_polynomials_are_dlmf_18_12_15(x, n):
    """``e^(2xz - z^2) = sum of H_n(x) z^n/n!``."""
    c = exact(f"e^(2 ({x}) x - x^2)", n)[n]
    truth = sympy.hermite(n, sympy.Rational(x))
    assert c * factorial(n) == Fraction(int(truth.p), int(truth.q))


@pytest.mark.parametrize(("x", "n"), [("1/3", 4), ("-2/5", 7), ("3/4", 10)])
def test_legendre_polynomials_are_dlmf_18_12_11(x, n):
    """``1/sqrt(1 - 2xz + z^2) = sum of P_n(x) z^n``."""
    truth = sympy.legendre(n, sympy.Rational(x))
    assert exact(f"1/sqrt(1 - 2 ({x}) x + x^2)", n)[n] == Fraction(int(truth.p), int(truth.q))


@pytest.mark.parametrize(("x", "n"), [("1/3", 5), ("-3/2", 6)])
def test_laguerre_polynomials_are_dlmf_18_12_13(x, n):
    """``e^(-xz/(1-z))/(1-z) = sum of L_n(x) z^n``."""
    truth = sympy.laguerre(n, sympy.Rational(x))
    assert exact(f"e^(-({x}) x/(1-x))/(1-x)", n)[n] == Fraction(int(truth.p), int(truth.q))

"""NumPy's interpreter against exact arithmetic, operation by operation, in every format."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.expression.expression import parse
from core.expression.numeric import compile_tree, to_bfloat16
from core.expression.tree import Call, Negation, Node, Number, Operation, Variable
from core.floats import FORMATS, FloatFormat
from tests.core.expression.trees import numbers

ALL = sorted(FORMATS)
INF, NAN = np.inf, np.nan


def values(expression: str, fmt: str, *points: float) -> np.ndarray:
    return parse(expression)(np.array(points, dtype=FORMATS[fmt].dtype))


# The four operations: bit for bit.

arithmetic = st.recursive(
    st.one_of(numbers, st.just(Variable("x"))),
    lambda inner: st.one_of(
        st.builds(Negation, inner),
        st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda u: Call("sqrt", (u,)), inner),
    ),
    max_leaves=10,
)


def exactly_rounded(node: Node, x: Fraction, fmt: FloatFormat) -> Fraction:
    """Evaluate in rationals, each result rounded once to ``fmt``."""
    match node:
        case Number(value):
            exact = value
        case Variable():
            return x
        case Negation(operand):
            return -exactly_rounded(operand, x, fmt)
        case Call("sqrt", (operand,)):
            u = exactly_rounded(operand, x, fmt)
            assume(u >= 0)
            with mpmath.workprec(200):
                exact = _fraction(mpmath.sqrt(_mpf(u)))
        case Operation(operator, left, right):
            u, v = exactly_rounded(left, x, fmt), exactly_rounded(right, x, fmt)
            assume(operator != "/" or v != 0)
            exact = {
                "+": lambda: u + v,
                "-": lambda: u - v,
                "*": lambda: u * v,
                "/": lambda: u / v,
            }[operator]()
    rounded = fmt.nearest(exact)
    # Beyond the normal range float32 is no wider than bfloat16, and rounds twice on its behalf.
    assume(abs(rounded) <= fmt.max and (exact == 0 or abs(rounded) >= fmt.min_normal))
    return Fraction(rounded)


def _mpf(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator


def _fraction(value: mpmath.mpf) -> Fraction:
    sign, mantissa, exponent, _ = value._mpf_
    return (-1) ** sign * int(mantissa) * Fraction(2) ** exponent


@pytest.mark.parametrize("name", ALL)
@given(tree=arithmetic, x=st.floats(-100, 100, width=16))
def test_every_operation_is_rounded_once_in_the_format(name: str, tree: Node, x: float) -> None:
    fmt = FORMATS[name]
    start = fmt.nearest(Fraction(x))
    expected = exactly_rounded(tree, Fraction(start), fmt)
    with np.errstate(all="ignore"):
        found = compile_tree(tree, ("x",), fmt)([np.array([start], dtype=fmt.dtype)])
    assert np.asarray(found).dtype == fmt.dtype
    assert Fraction(float(np.ravel(found)[0])) == expected


@pytest.mark.parametrize("name", ALL)
@pytest.mark.parametrize(
    "expression",
    "2x|x+0.1|x/3|x^2|x^(1/3)|x^0.5|pi x|e^x|2^x|sin x|x!|max(x,1,2)|min(0.1,x)|root(3,x)|7"
    "|log(3,x)|besselj(2,x)|floor(x+0.5)|-x|erf x|gamma x|acot x|x^x|1/3".split("|"),
)
def test_no_constant_promotes_the_format(name: str, expression: str) -> None:
    dtype = FORMATS[name].dtype
    f = parse(expression)
    for x in (np.array([0.5, 2.0], dtype), np.array(0.5, dtype), np.ones((2, 3), dtype)):
        assert f(x).dtype == dtype
        assert f(x).shape == x.shape
    assert f(dtype.type(0.5)).dtype == dtype


def test_constants_are_rounded_where_they_stand() -> None:
    # In float16 a third is 0.33325…, and 0.1 + 0.2 is not the 0.3 of float16.
    third = float(np.float16(1) / np.float16(3))
    assert values("1/3", "float16", 0.0)[0] == np.float16(third)
    assert values("x^(1/3)", "float16", 100.0)[0] == np.float16(100.0**third)
    assert values("0.1+0.2-0.3", "float64", 0.0)[0] == 0.1 + 0.2 - 0.3 != 0


def test_operations_keep_the_order_in_which_they_were_typed() -> None:
    big = 2.0**53
    assert parse("(x+1)-x")(big) == 0
    assert parse("(x-x)+1")(big) == 1
    assert parse("x+1+1-x")(big) == 0
    assert parse("x+(1+1)-x")(big) == 2


@given(st.floats(width=64, allow_nan=False))
def test_bfloat16_is_rounded_once(x: float) -> None:
    with np.errstate(all="ignore"):
        found = float(to_bfloat16(np.array([x]))[0])
    assert found == (x if np.isinf(x) else FORMATS["bfloat16"].nearest(Fraction(x)))


def test_a_tie_that_float32_would_hide_goes_to_the_right_side() -> None:
    assert float(to_bfloat16(np.array([1 + 2.0**-8 + 2.0**-40]))[0]) == 1 + 2.0**-7


def test_functions_are_rounded_once_in_bfloat16() -> None:
    # This cotangent is so near a tie that float32 would round it onto the tie.
    x = float(np.array(1.002731431821158e29).astype("bfloat16"))
    with mpmath.workdps(60):
        exact = _fraction(mpmath.cot(mpmath.mpf(x)))
    found = float(values("cot x", "bfloat16", x)[0])
    assert found == FORMATS["bfloat16"].nearest(exact)
    assert found != float(np.array(float(exact)).astype("bfloat16"))


def test_e_to_the_u_is_one_operation() -> None:
    # The e of float16 is 2.719: raised to the tenth power it is 0.1 % off.
    assert values("e^x", "float16", 10.0)[0] == np.float16(np.exp(10.0))
    assert float(np.float16(np.e)) ** 10 / np.exp(10.0) > 1.0005


# Functions: against mpmath, at the very float that was put in.

TRUTH = {
    "sqrt": mpmath.sqrt, "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)), "exp": mpmath.exp,
    "ln": mpmath.log, "log10": mpmath.log10, "log2": lambda x: mpmath.log(x, 2),
    "sin": mpmath.sin, "cos": mpmath.cos, "tan": mpmath.tan,
    "cot": mpmath.cot, "sec": mpmath.sec, "csc": mpmath.csc,
    "asin": mpmath.asin, "acos": mpmath.acos, "atan": mpmath.atan,
    "acot": lambda x: mpmath.pi / 2 - mpmath.atan(x),
    "asec": lambda x: mpmath.acos(1 / x), "acsc": lambda x: mpmath.asin(1 / x),
    "sinh": mpmath.sinh, "cosh": mpmath.cosh, "tanh": mpmath.tanh,
    "coth": mpmath.coth, "sech": mpmath.sech, "csch": mpmath.csch,
    "asinh": mpmath.asinh, "acosh": mpmath.acosh, "atanh": mpmath.atanh,
    "acoth": lambda x: mpmath.atanh(1 / x), "asech": lambda x: mpmath.acosh(1 / x),
    "acsch": lambda x: mpmath.asinh(1 / x),
    "abs": abs, "sign": mpmath.sign, "floor": mpmath.floor, "ceil": mpmath.ceil,
    "factorial": lambda x: mpmath.gamma(x + 1), "erf": mpmath.erf, "gamma": mpmath.gamma,
}  # fmt: skip
POINTS = (-30.5, -7.0, -2.25, -1.5, -0.75, -0.125, 0.0078125, 0.375, 0.875, 1.25, 2.5, 6.75, 30.0)


@pytest.mark.parametrize("name", TRUTH)
@pytest.mark.parametrize("fmt", ALL)
def test_functions_agree_with_mpmath(name: str, fmt: str) -> None:
    """Half a unit of rounding, and in float64 8 units times 1 + condition for NumPy's own error.

    The condition ``|x f'/f|`` enters where a function is computed through ``1/x`` or ``x + 1``.
    """
    unit = FORMATS[fmt].unit_roundoff
    with mpmath.workdps(50):
        for x, found in zip(POINTS, values(f"{name}(x)", fmt, *POINTS), strict=True):
            truth = _real(TRUTH[name], x)
            if truth is None:
                assert np.isnan(found), x
                continue
            condition = _condition(TRUTH[name], x, truth)
            allowed = unit + 8 * 2.0**-53 * (1 + condition)
            if abs(truth) > FORMATS[fmt].max:
                assert found == np.copysign(INF, float(truth))
            elif abs(truth) >= FORMATS[fmt].min_normal or truth == 0:
                assert abs(mpmath.mpf(float(found)) - truth) <= allowed * abs(truth), x


def _real(function, x: float) -> mpmath.mpf | None:
    try:
        value = function(mpmath.mpf(x))
    except (ValueError, ZeroDivisionError):
        return None
    return value if isinstance(value, mpmath.mpf) and mpmath.isfinite(value) else None


def _condition(function, x: float, truth: mpmath.mpf) -> float:
    step = mpmath.mpf(10) ** -25
    slope = _real(function, mpmath.mpf(x) + step)
    return 0.0 if not truth or slope is None else float(abs(x * (slope - truth) / step / truth))


@pytest.mark.parametrize("n", [0, 1, 2, 7, 30, 60])
def test_bessel_functions_agree_with_mpmath(n: int) -> None:
    """Below the turning point relative to J itself, beyond it to its envelope; x itself costs x."""
    xs = np.concatenate([[0.0, 1e-9, 1e-3], np.linspace(0.05, 130.0, 150), [1e3, 1e6]])
    for x, found in zip(xs, parse(f"besselj({n},x)")(xs), strict=True):
        truth = mpmath.besselj(n, mpmath.mpf(float(x)))
        size = max(abs(truth), mpmath.sqrt(2 / (mpmath.pi * x)) if x > n and x else 0)
        allowed = (16 + n) * 2.0**-53 * max(1.0, x) * size + 2.0**-1074  # n steps of recurrence
        assert abs(found - truth) <= allowed, x


@pytest.mark.parametrize("n", [0, 1, 7, 60])
def test_one_value_of_a_bessel_function_is_as_good_as_many(n: int) -> None:
    """Arrays of one go another way through the same recurrences, with other sines."""
    places = (0.0, 5e-324, 1e-8, 1.01e-8, 0.7, 24.9, 25.1, 59.9, 60.1, 1e5, 1e300, np.inf, np.nan)
    x = np.array([*places, *(-place for place in places)])
    f = parse(f"besselj({n}, x)")
    alone = [float(f(place)) for place in x]
    assert alone == pytest.approx(f(x), rel=8 * 2.0**-53, abs=0, nan_ok=True)


def test_bessel_functions_are_even_and_odd() -> None:
    x = np.linspace(0.1, 40, 50)
    assert np.array_equal(parse("besselj(2,x)")(-x), parse("besselj(2,x)")(x))
    assert np.array_equal(parse("besselj(3,x)")(-x), -parse("besselj(3,x)")(x))


def test_roots_carry_no_rounding_of_their_index() -> None:
    assert parse("root(7, x)")(np.array([2.0**1001, -(2.0**-700)])).tolist() == [
        2.0**143,
        -(2.0**-100),
    ]


@pytest.mark.parametrize(
    "expression, x, expected",
    [
        ("x^(1/3)", -8.0, -2.0),
        ("x^(2/3)", -1.0, 1.0),
        ("x^(-1/3)", -8.0, -0.5),
        ("x^0.2", -32.0, -2.0),
        ("cbrt x", -8.0, -2.0),
        ("x^0.5", -4.0, NAN),
        ("x^(1/2)", 4.0, 2.0),
        ("x^3", -2.0, -8.0),
        ("x^-1", -2.0, -0.5),
        ("x^0", 0.0, 1.0),
        ("x^x", 0.0, 1.0),
        ("0^x", 0.0, 1.0),
        ("e^x", 1.0, float(np.exp(1.0))),
        ("1/x", 0.0, NAN),
        ("x/x", 0.0, NAN),
        ("x^-2", 0.0, NAN),
        ("x^(-1/3)", 0.0, NAN),
        ("ln x", 0.0, NAN),
        ("ln x", -1.0, NAN),
        ("lg x", 0.0, NAN),
        ("(ln x)^0", -1.0, NAN),
        ("atanh x", 1.0, NAN),
        ("acoth x", 1.0, NAN),
        ("gamma x", -2.0, NAN),
        ("x!", -1.0, NAN),
        ("cot x", 0.0, NAN),
        ("asin x", 1.5, NAN),
        ("atan(1/x)", 0.0, NAN),
        ("e^(-1/x^2)", 0.0, NAN),
        ("max(ln x, 1)", -1.0, NAN),
        ("exp x", 1000.0, INF),
        ("-exp x", 1000.0, -INF),
        ("x*x", 1e200, INF),
        ("x!", 171.0, INF),
        ("sign x", 0.0, 0.0),
        ("ceil x", -0.5, -0.0),
    ],
)
def test_outside_the_domain_is_nan_and_overflow_is_inf(
    expression: str, x: float, expected: float
) -> None:
    np.testing.assert_array_equal(parse(expression)(np.array([x])), [expected])


def test_an_odd_power_keeps_its_sign_where_bfloat16_would_round_the_exponent() -> None:
    assert values("x^999", "bfloat16", -1.0)[0] == -1


def test_several_variables_broadcast() -> None:
    f = parse("x + 2y", ("x", "y"))
    assert f(np.ones((2, 1)), np.ones(3)).shape == (2, 3)
    assert f(np.float32(1), 2).dtype == np.float32
    assert parse("7", ("x", "y"))(np.ones((2, 1)), np.ones(3)).shape == (2, 3)


def test_formats_are_never_mixed() -> None:
    with pytest.raises(TypeError, match="different formats"):
        parse("x+y", ("x", "y"))(np.float16(1), np.float64(1))
    with pytest.raises(TypeError, match="2 values expected"):
        parse("x+y", ("x", "y"))(1.0)


def test_a_fraction_is_a_number_without_a_format() -> None:
    f = parse("3x + y", ("x", "y"))
    assert f(Fraction(1, 3), 1) == 2 and f(Fraction(1, 3), 1).dtype == np.float64
    assert f(Fraction(1, 4), np.float16(1)).dtype == np.float16
    assert parse("x")(Fraction(10**400, 3)) == np.inf
    assert parse("x")(Fraction(-(10**400))) == -np.inf
    assert parse("x")(Fraction(1, 10**400)) == 0


@pytest.mark.parametrize("value", ["2", b"2", None, [Fraction(1, 3)], ["pi"], {}])
def test_what_is_no_number_is_a_type_error(value: object) -> None:
    with pytest.raises(TypeError, match="numbers or arrays of floats are expected"):
        parse("x")(value)


@pytest.mark.parametrize("value", [1j, np.longdouble(1)])
def test_numbers_of_other_formats_are_refused(value: object) -> None:
    with pytest.raises(ValueError, match="not one of float16"):
        parse("x")(value)

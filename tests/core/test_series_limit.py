"""What a series converges to: the textbook's examples, and proofs checked by other means."""

import math
from fractions import Fraction

import pytest
from flint import arb
from hypothesis import given, settings
from hypothesis import strategies as st

from core import NotAnalytic, ParseError, convergence, parse
from core.continuation.agreement import Agreement
from core.expression.balls import enclose, working_precision
from core.expression.building import constant
from core.expression.series import coefficients
from core.expression.text import to_text
from core.series_limit import series_limit

PI, INF = math.pi, math.inf

# Text, center, the sum of the series, where it is the function, standing.
EVERYWHERE = [
    ("e^x", 0, "e^x"),
    ("ln(1+x)", 0, "ln(1+x)"),
    ("1/(1+x^2)", 0, "1/(1+x^2)"),
    ("atan x", 0, "atan(x)"),
    ("sqrt(1+x)", 0, "sqrt(1+x)"),
    ("cbrt(x^3)", 0, "x"),
    ("ln(e^x)", 0, "x"),
    ("sqrt(x^4)", 1, "x^2"),
    ("cos|x|", 0, "cos(x)"),
    ("x^x", 1, "x^x"),
    ("erf(x)/x", 1, "erf(x)/x"),
    ("gamma(x)", 1, "gamma(x)"),
    ("tan x", 0, "tan(x)"),
    ("sin(x)/x", 0, "sin(x)/x"),
    ("ln|x|", 1, "ln(x)"),
    ("|x+1| ln(1+x)", 0, "(x+1)*ln(1+x)"),
    ("|2 + sin x|", 0, "2+sin(x)"),
    ("|1 + e^x|", 0, "1+e^x"),
    ("sqrt(1+sin(x)^2)", 0, "sqrt(1+sin(x)^2)"),
    ("|tan x|", 1, "tan(x)"),  # the pole is nearer than the corner
    ("ln(x)/(x-1)", 2, "ln(x)/(x-1)"),
    ("e^(1/(1-x))", 0, "e^(1/(1-x))"),
]
ON_AN_INTERVAL = [
    ("|x|", 1, "x", 0, INF),
    ("sqrt(x^2)", 1, "x", 0, INF),
    ("sqrt(x^2)", -1, "-x", -INF, 0),
    ("x|x|", 1, "x*x", 0, INF),
    ("|x^2-1|", 0, "1-x^2", -1, 1),
    ("sqrt(x^2-2x+1)", 0, "1-x", -INF, 1),
    ("sqrt(1-sin(x)^2)", 0, "cos(x)", -PI / 2, PI / 2),
    ("sqrt(cos(x)^2)", 0, "cos(x)", -PI / 2, PI / 2),
    ("arcsin(sin x)", 0, "x", -PI / 2, PI / 2),
    ("arcsin(sin x)", 3, "pi-x", PI / 2, 3 * PI / 2),
    ("arccos(cos x)", 1, "x", 0, PI),
    ("arccos(cos x)", 4, "2*pi-x", PI, 2 * PI),
    ("arccos(cos x)", -1, "-x", -PI, 0),
    ("arccos(sin x)", 0, "pi/2-x", -PI / 2, PI / 2),
    ("arcsin(cos x)", 1, "pi/2-x", 0, PI),
    ("acot(cot x)", 4, "x-pi", PI, 2 * PI),
    ("sqrt(1-sin(x)^2)/cos x", 0, "1", -PI / 2, PI / 2),
    ("|e^x - 1|", 1, "e^x-1", 0, INF),
    ("|ln x|", 2, "ln(x)", 1, 4),
    ("|atan x|", -1, "-atan(x)", -1 - 2**0.5, 0),
    ("acosh(cosh x)", -1, "-x", -INF, 0),
    ("arctan(1/x)", 1, "pi/2-atan(x)", 0, 1 + 2**0.5),
    ("arctan(1/x)", -1, "-(pi/2)-atan(x)", -1 - 2**0.5, 0),
    ("acot(1/x)", -1, "pi+atan(x)", -1 - 2**0.5, 0),
    ("arctan(tan x)", 4, "x-pi", PI / 2, 3 * PI / 2),
    ("floor(x)", "1/2", "0", 0, 1),
    ("ceil(x)", "1/2", "1", 0, 1),
    ("|sin x|", 1, "sin(x)", 0, PI),
    ("sign(cos x)", 0, "1", -PI / 2, PI / 2),
    ("max(x, x^2)", 3, "x^2", 1, INF),
    ("min(sin x, 1/2)", 0, "sin(x)", -7 * PI / 6, PI / 6),
    ("sqrt((x-1)^2) + 1/(x-3)", 0, "1-x+1/(x-3)", -3, 1),
]
CASES = [
    ("x^2 if x < 1, 2x - 1 otherwise", 0, "x^2", "interval", -INF, 1, 1),
    ("x^2 if x < 1, 2x - 1 otherwise", 3, "2*x-1", "interval", 1, INF, 1),
    ("sin(x)/x if x != 0, 1 otherwise", 0, "sin(x)/x", "everywhere", -INF, INF, 0),
    ("sin(x)/x if x != 0, 1 otherwise", 1, "sin(x)/x", "everywhere", -INF, INF, 0),
    ("sin(x)/x if x != 0, 2 otherwise", 1, "sin(x)/x", "interval", 0, INF, 1),
    ("x if x < 1", 0, "x", "everywhere", -INF, INF, 0),
    ("x if x != 0, 5 otherwise", 1, "x", "interval", 0, INF, 1),
    ("sign(x^2)", 1, "1", "interval", 0, INF, 1),
    ("x^2 if x <= 0, x^3 if x <= 1, x otherwise", "1/2", "x^3", "interval", 0, 1, 2),
    ("sin x if sin x > 0, 0 otherwise", 1, "sin(x)", "interval", 0, PI, 2),
    ("e^(-1/x^2) if x != 0, 0 otherwise", 0, "0", "center", 0, 0, 2),
    ("e^(-1/x) if x > 0, 0 otherwise", 0, "0", "interval", -INF, 0, 1),
    ("e^(1/x) if x < 0, 0 otherwise", 0, "0", "interval", 0, INF, 1),
    ("e^(-1/|x|) (|x| + x)", 0, "0", "interval", -INF, 0, 1),
    ("cos x + (e^(-1/x) if x > 0, 0 otherwise)", 0, "cos(x)", "interval", -INF, 0, 1),
]
ONLY_AT_THE_CENTER = [
    ("exp(-1/x^2)", 0, "0"),
    ("exp(-1/x^2) + sin x", 0, "sin(x)"),
    ("e^(-1/x^2) + 1/(1-x)", 0, "1/(1-x)"),
    ("1/(1 + e^(-1/x^2))", 0, "1"),
    ("e^(x + e^(-1/(x-1)^2))", 1, "e^x"),
    ("tanh(1/x^2)", 0, "1"),
    ("erf(-1/x^2)", 0, "-1"),
    ("sech(1/x)", 0, "0"),
    ("e^(-1/|x|) cos x", 0, "0"),
    ("e^(-1/sin(x)^2)/x^3", 0, "0"),
]
ALL = [(*row[:2],) for row in EVERYWHERE + ON_AN_INTERVAL + ONLY_AT_THE_CENTER]


@pytest.mark.parametrize(("text", "at", "total"), EVERYWHERE)
def test_most_series_converge_to_their_function(text, at, total):
    found = series_limit(parse(text), at)
    assert (found.extent, found.standing) == ("everywhere", "proven")
    assert found.sum.canonical.replace(" ", "") == total
    assert found.witnesses == ()
    assert found.hi - found.lo == pytest.approx(2 * found.convergence.radius, rel=1e-13)


@pytest.mark.parametrize(("text", "at", "total", "lo", "hi"), ON_AN_INTERVAL)
def test_some_only_up_to_a_corner(text, at, total, lo, hi):
    found = series_limit(parse(text), at)
    assert (found.extent, found.standing) == ("interval", "proven")
    assert found.sum.canonical.replace(" ", "") == total
    assert (found.lo, found.hi) == pytest.approx((lo, hi), rel=1e-14, abs=1e-15)
    assert lo - 1e-300 <= found.lo and found.hi <= hi * (1 + 2**-52)
    inside = found.convergence.radius * (1 - 1e-12)
    corners = sum(abs(end - float(Fraction(at))) < inside for end in (lo, hi))
    assert len(found.witnesses) == corners


@pytest.mark.parametrize(("text", "at", "total"), ONLY_AT_THE_CENTER)
def test_and_some_nowhere_but_at_the_center(text, at, total):
    found = series_limit(parse(text), at)
    assert (found.extent, found.standing) == ("center", "proven")
    assert found.lo == found.hi == at
    assert found.sum.canonical.replace(" ", "") == total
    assert [math.copysign(1, w.x - at) for w in found.witnesses] == [-1, 1]


def partial_sum(found, at, x):
    """The sum by its first 201 terms, in balls: a road that knows no closed form of it."""
    tree = found.sum.tree
    c = coefficients(
        tree, "x", constant(Fraction(str(at)) if isinstance(at, str) else at), 200, 400
    )
    with working_precision(600):
        h = arb(x) - arb(Fraction(str(at)).numerator) / Fraction(str(at)).denominator
        return float(sum((ck * h**k for k, ck in enumerate(c)), arb(0)).mid())


@pytest.mark.parametrize(("text", "at"), ALL)
def test_witnesses_are_inside_the_disc_and_the_series_goes_to_the_sum_there(text, at):
    found = series_limit(parse(text), at)
    for w in found.witnesses:
        ratio = abs(w.x - Fraction(str(at))) / found.convergence.radius
        assert ratio < 1
        assert w.x < found.lo or w.x > found.hi or found.lo == found.hi
        assert abs(w.function.value - w.sum.value) > 1e-9
        if ratio < 0.8:  # 0.8^200 is 4e-20
            assert partial_sum(found, at, w.x) == pytest.approx(w.sum.value, rel=1e-12, abs=1e-12)
        assert float(found.function(w.x)) == pytest.approx(w.function.value, rel=1e-9)


@pytest.mark.parametrize(("text", "at", "total", "extent", "lo", "hi", "witnesses"), CASES)
def test_functions_by_cases_follow_one_branch(text, at, total, extent, lo, hi, witnesses):
    found = series_limit(parse(text), at)
    assert (found.extent, found.standing) == (extent, "proven")
    assert found.sum.canonical.replace(" ", "") == total
    assert (found.lo, found.hi) == pytest.approx((lo, hi), rel=1e-14, abs=1e-15)
    assert len(found.witnesses) == witnesses


ATOMS = ["x", "e^x", "sin x", "cos(2x)", "x^2-1", "2x+1", "1/(x+3)", "sqrt(x+4)"]
WRAPPERS = ["|{}|", "sqrt(({})^2)", "arcsin(sin({}))", "max({}, 1/3)", "floor({})", "({})"]


@settings(max_examples=80)
@given(
    st.sampled_from(WRAPPERS),
    st.sampled_from(ATOMS),
    st.sampled_from(["+", "*", "-"]),
    st.sampled_from(WRAPPERS),
    st.sampled_from(ATOMS),
    st.fractions(-2, 2, max_denominator=5),
    st.lists(st.floats(0, 1), min_size=6, max_size=6),
)
def test_where_equality_is_claimed_balls_of_both_overlap(wrap, u, op, wrap2, v, at, places):
    """Claimed between lo and hi, or in the whole disc; checked at random points of it."""
    f = parse(f"{wrap.format(u)} {op} {wrap2.format(v)}")
    try:
        found = series_limit(f, at)
    except NotAnalytic:
        return
    lo, hi = max(found.lo, float(at) - 9), min(found.hi, float(at) + 9)
    for t in places:
        x = lo + t * (hi - lo)
        if lo < x < hi:
            value, total = (enclose(g.tree, {"x": arb(x)}, 300) for g in (f, found.sum))
            assert not value.is_finite() or value.overlaps(total)
    for w in found.witnesses:
        value, total = (enclose(g.tree, {"x": arb(w.x)}, 300) for g in (f, found.sum))
        assert not value.overlaps(total)


@settings(max_examples=60)
@given(
    st.sampled_from(ATOMS),
    st.sampled_from(["e^(-1/x^2)", "e^(-1/|x|)", "tanh(1/x^4)", "sech(1/x)", "e^(-2/sin(x)^2)"]),
    st.sampled_from(["{} + {}", "e^({} + {})", "1/(5 + {} + {})", "({} - {})^2", "({}) cos({})"]),
    st.integers(0, 4),
)
def test_flat_parts_do_not_change_the_derivatives(u, flat, form, k):
    """``f - P_k`` is small of order ``h^(k+1)``: the definition, at points ever nearer."""
    f = parse(form.format(u, flat))
    found = series_limit(f, 0)
    c = coefficients(found.sum.tree, "x", constant(Fraction(0)), k, 1900)
    with working_precision(2000):
        ratios = []
        for scale in (12, 13, 14):
            h = arb(2) ** -scale
            rest = enclose(f.tree, {"x": h}, 2000) - sum(
                (a * h**j for j, a in enumerate(c)), arb(0)
            )
            ratios.append(abs(float(rest / h**k)))
    assert ratios[2] <= ratios[0] * 0.3 + 1e-15


@pytest.mark.parametrize(
    ("text", "at", "code"),
    [
        ("|x|", 0, "corner"),
        ("1/x", 0, "pole"),
        ("e^(1/x)", 0, "essential"),
        ("e^(-1/x)", 0, "essential"),
        ("e^(-1/x^2)/e^(-1/x^2)", 0, "removable_flat"),
        ("sign(e^(-1/x^2))", 0, "removable_flat"),
        ("e^(-1/x^2) e^(1/x^2)", 0, "removable_flat"),
        ("e^(-1/x^2) + 1/x", 0, "pole"),
        ("e^(-1/x^2) if x != 0, 1 otherwise", 0, "removable_flat"),
        ("x^2 if x < 1, 2x - 1 otherwise", 1, "seam"),
        ("e^(-1/x) if x > 0, x otherwise", 0, "seam"),
    ],
)
def test_where_there_is_no_series_the_reason_is_told(text, at, code):
    with pytest.raises(NotAnalytic) as caught:
        series_limit(parse(text), at)
    assert caught.value.code == code


def test_arguments_are_checked():
    with pytest.raises(ValueError, match="in 1 variable"):
        series_limit(parse("x y", ("x", "y")))
    with pytest.raises(ParseError):
        series_limit(parse("x"), "ln(-1)")


def test_what_is_not_proven_is_not_claimed():
    found = series_limit(parse("cosh(sqrt x)"), 1)
    assert (found.extent, found.standing) == ("undecided", "estimated")
    assert found.lo == 0


def test_a_seam_on_the_circle_of_convergence_is_not_inside():
    assert series_limit(parse("sqrt((x-1)^2) + 1/(x^2-1)")).extent == "everywhere"
    inside = series_limit(parse("|x - 0.9999999999999| + 1/(x-1)"))
    assert (inside.extent, inside.hi) == ("interval", 0.9999999999999)
    too_near = series_limit(parse("|x - 0.999999999999999| + 1/(x-1)"))
    assert too_near.extent == "undecided"
    assert 0 <= 0.999999999999999 - too_near.hi < 2**-52


@pytest.mark.parametrize(
    ("text", "at", "ends"),
    [
        ("sqrt(1-sin(x)^2)", 0, ("-pi/2", "pi/2")),
        ("floor(x)", "1/2", ("0", "1")),
        ("|x^2 - 2|", 0, ("-sqrt(2)", "sqrt(2)")),
        ("|e^x - 2|", 0, (None, "ln(2)")),
        ("|sin x|", 1, ("0", "pi")),
        ("|cos x - x|", 0, (None, None)),  # Dottie's number has no such form
        ("e^x", 0, (None, None)),
    ],
)
def test_the_ends_are_known_in_closed_form(text, at, ends):
    found = series_limit(parse(text), at)
    assert tuple(None if end is None else to_text(end) for end in found.ends) == ends
    with working_precision(100):
        for end, number in zip(found.ends, (found.lo, found.hi), strict=True):
            assert end is None or abs(enclose(end, {}, 100) - arb(number)) <= abs(number) * 2**-52


def test_a_window_is_not_the_whole_line():
    """No zero of ``x^2 + e^x`` was found near by; that there is none at all was not proven."""
    found = series_limit(parse("|x^2 + e^x|"))
    assert (found.extent, found.lo, found.hi) == ("undecided", -64, 64)


def test_where_the_branch_is_open_nothing_is_claimed():
    found = series_limit(parse("x |x| |x|"))
    assert (found.extent, found.standing, found.lo, found.hi) == ("undecided", "estimated", 0, 0)
    with pytest.raises(NotAnalytic):
        series_limit(parse("|x|^3 + e^(-1/x^2)"))


def test_it_prints_where_the_sum_is_the_function():
    assert repr(series_limit(parse("|x|"), 1)) == "SeriesLimit(x, = f for 0 < x < inf, proven)"
    assert series_limit(parse("arcsin(sin x)"))._repr_latex_() == "$x$"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("sqrt(1-sin(x)^2)", "= f for -pi/2 < x < pi/2, proven"),
        ("|t^3-t-1|", "= f for -inf < t < 1.32471, proven"),  # the plastic number, 1.32471 79572...
        ("|x^3-x+1|", "= f for -1.32471 < x < inf, proven"),
        ("arcsin(sin x) + |x-3|", "= f for -pi/2 < x < pi/2, proven"),
    ],
)
def test_nothing_is_claimed_beyond_the_printed_ends(text, shown):
    """They are in closed form, or rounded inward: at 1.5708 ``sqrt(1-sin(x)^2)`` is not cos x."""
    f = parse(text, ("t",)) if "t^3" in text else parse(text)
    assert shown in repr(series_limit(f))


def test_where_no_singularity_was_found_nothing_is_claimed_everywhere():
    """The nearest zero of ``2 + x^299 + x^300`` is neither seen by order 200 nor by algebra."""
    f = parse("1/(2+x^299+x^300)")
    assert math.isnan(convergence(f).radius) and convergence(f).status == "estimated"
    assert "= f at least there, estimated" in repr(series_limit(f))


@pytest.mark.parametrize(
    ("text", "at", "told"),
    [
        ("|x|", 1, "= f for 0 < x < inf"),
        ("|e^x - 2|", 0, "= f at least for -64 < x < ln(2)"),  # farther left nobody looked
        ("1/(1-x) + |x - 1/2|", 0, "= f for -1 < x < 1/2"),
    ],
)
def test_an_end_where_the_search_stopped_is_not_shown_as_the_end(text, at, told):
    assert told in repr(series_limit(parse(text), at))


def test_values_that_may_be_equal_are_no_witness():
    """1 does not contain the ball of ``sin(x)^2 + cos(x)^2``, but they overlap."""
    one, same, zero = (parse(text, ("x",)).tree for text in ("1", "sin(x)^2 + cos(x)^2", "0"))
    for function, total in ((one, same), (same, one)):
        agreement = Agreement(function, total, "x", zero, 1, INF, frozenset(), is_flat=False)
        assert agreement._witness(0.3) is None


def test_a_witness_is_named_by_the_very_point_it_is():
    (witness,) = series_limit(parse("1/(1-x) + |x - 1/2|")).witnesses
    assert repr(witness).startswith("f(0.7) = 3.5333333333333")
    pair = series_limit(parse("sqrt(1 - sin(x)^2)")).witnesses
    assert all(repr(w).startswith(f"f({w.x!r}) =") for w in pair)

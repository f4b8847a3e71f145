"""Derivations step by step: every line has one value, lines chain, rules are the table's."""

from itertools import pairwise

import pytest
from flint import arb
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from core.derivative_function import differentiate
from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.derivation import Line, derivation
from core.expression.expression import Expression, parse
from core.expression.rules import OUTER, RULES
from core.expression.series import coefficients
from core.expression.tree import FUNCTIONS, Call, Negation, Node, Operation, Variable

BITS = 400
# Balls of 400 bits around the values of one number overlap, however the formula is built; a wrong
# rule shows as soon as they are thinner than what it does wrong.
THIN = 2.0**-60


def value(line: Line, at: arb) -> arb:
    """A line's value, its pending derivatives taken from certified series."""
    pending = {name: _slope(inner, at) for name, inner in line.pending.items()}
    return enclose(line.tree, {**pending, "x": at}, BITS)


def _slope(tree: Node, at: arb) -> arb:
    """Undefined where a branch of cases is that does not hold at the point."""
    try:
        return coefficients(tree, "x", at, 1, 120)[1]
    except NotAnalytic:
        return arb.nan()


def lines(f: Expression) -> list[Line]:
    d = differentiate(f)
    return [Line(Variable("#0"), {"#0": f.tree}, ""), *(step.line for step in d.steps)]


def assert_all_lines_agree(f: Expression, at: arb) -> None:
    values = [value(line, at) for line in lines(f)]
    assert all(v.is_finite() and v.rad() < THIN * (1 + abs(v)) for v in values)
    for v, w in pairwise(values):
        assert v.overlaps(w), f


def check(text: str) -> None:
    # Where one argument is right for all: inside (0, 1) or beyond 1.
    for at in (arb("0.375"), arb("1.6875"), arb("-1.4375")):
        f = parse(text)
        try:
            coefficients(f.tree, "x", at, 1)
        except NotAnalytic:
            continue
        assert_all_lines_agree(f, at)


BY_HAND = """
7 | x | x+3 | 3-x | -x | 2x | x*2 | x/2 | 2/x | x^5 | x^-3 | x^(1/3) | x^(-2/5) | x^pi | 2^x | e^x
x^2 sin x | sin(x)/x | (x^2+1)/(x-3) | e^(-x^2/2) | sin(cos(2x)) | ln(ln(x+9)) | (2x+1)^7 | x^x
(sin(x)+2)^cos x | ln|x| | ln|x^2-5| | log(3, x+5) | log(x+5, 7) | log(x+5, x+9) | log_2(x+5)
lg(x+5) | |x| | |x^2-1| sin x | x|x| | max(x, x^2) | min(x, 1, x^3) | max(x) | sign(x) x^2
floor(x) x | ceil(2x) | sqrt(x+5) | cbrt(x) | root(5, x) | root(4, x+5) | erf(2x) | exp(x/3)
besselj(0, x) | besselj(3, 2x) | 1/(1+e^-x) | tan(x)^3 | asin(x/2) acos(x/3) | sin(pi x) pi^2
(x-1)(x-2)(x-3) | x sin x cos x e^x | -(-x^2) | 0*x | x/(2/x) | 3 | (x+pi)^e | atanh(x/2)/acosh(x+5)
"""


@pytest.mark.parametrize("text", [t.strip() for t in BY_HAND.replace("\n", "|||").split(" | ")])
def test_every_line_of_a_derivation_has_the_same_value(text):
    for part in filter(None, (t.strip() for t in text.split("|||"))):
        check(part)


@pytest.mark.parametrize("name", sorted(set(FUNCTIONS) - {"gamma", "factorial"}))
def test_every_function_alone_and_of_another(name):
    first = {"root": "3, ", "log": "3, ", "besselj": "2, "}.get(name, "")
    for inner in ("x", "x^2", "2x/3"):
        check(f"{name}({first}{inner})")


numbers = st.integers(1, 9).map(lambda n: parse(str(n)).tree)
NAMES = "sqrt cbrt exp ln sin cos tan asin atan sinh tanh abs sign erf asinh acot sech".split()


def composites(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return st.one_of(
        st.builds(Negation, inner),
        st.builds(Operation, st.sampled_from("+-*/"), inner, inner),
        st.builds(lambda u, n: Operation("^", u, n), inner, numbers),
        st.builds(lambda n, u: Operation("^", n, u), numbers, inner),
        st.builds(lambda name, u: Call(name, (u,)), st.sampled_from(NAMES), inner),
        st.builds(
            lambda name, u, v: Call(name, (u, v)), st.sampled_from(["max", "min"]), inner, inner
        ),
    )


formulas = st.recursive(st.one_of(st.just(Variable("x")), numbers), composites, max_leaves=8)


@given(formulas, st.fractions(-3, 3, max_denominator=97))
@settings(max_examples=150, deadline=None)
def test_every_line_of_a_random_derivation_has_the_same_value(tree, at):
    where = arb(at.numerator) / 128
    try:
        exact = coefficients(tree, "x", where, 1, 120)
        values = [value(line, where) for line in lines(Expression("", ("x",), tree))]
    except NotAnalytic:
        assume(False)
    assume(all(c.is_finite() for c in exact))
    known = [v for v in values if v.is_finite()]
    assume(len(known) == len(values))
    for v, w in pairwise(known):
        assert v.overlaps(w)


@given(formulas)
@settings(max_examples=100, deadline=None)
def test_lines_chain_from_the_function_to_its_derivative(tree):
    d = differentiate(Expression("", ("x",), tree))
    assert d.steps[0].before == rf"\frac{{d}}{{dx}}\left[{d.function.latex}\right]"
    assert d.steps[-1].after == d.latex
    assert not d.steps[-1].line.pending
    for step, following in pairwise(d.steps):
        assert step.after == following.before


@given(formulas)
@settings(max_examples=50, deadline=None)
def test_each_step_takes_one_derivative_and_names_its_rule(tree):
    d = differentiate(Expression("", ("x",), tree))
    codes = {rule.code for rule in RULES} | {"chain", "simplify", "remaining"}
    for step in d.steps:
        assert step.rule in codes
        assert (step.formula == "") == (step.rule in ("simplify", "remaining"))


def test_the_derivation_of_the_textbook():
    steps = differentiate(parse("sin(x^2)/x")).steps
    assert [step.rule for step in steps] == ["quotient", "chain", "power", "identity", "simplify"]
    first, second = steps[:2]
    assert first.formula == r"\left(\frac{u}{v}\right)' = \frac{u' v - u v'}{v^{2}}"
    assert [(p.letter, p.latex) for p in first.parts] == [("u", r"\sin x^{2}"), ("v", "x")]
    assert second.formula == r"\left(\sin u\right)' = \cos\left(u\right) u'"
    assert [(p.letter, p.latex) for p in second.parts] == [("u", "x^{2}")]
    assert steps[-1].after == r"\frac{2 x^{2} \cos x^{2} - \sin x^{2}}{x^{2}}"


def test_the_chain_rule_is_named_only_where_something_is_inside():
    assert differentiate(parse("cos x")).steps[0].rule == "table"
    assert differentiate(parse("cos(3x)")).steps[0].rule == "chain"
    assert differentiate(parse("x^3")).steps[0].rule == "power"
    assert differentiate(parse("(x+1)^3")).steps[0].rule == "chain"
    assert differentiate(parse("floor(2x)")).steps[0].rule == "table"
    assert "chain" not in OUTER


def test_higher_orders_are_derived_one_after_the_other():
    d = differentiate(parse("sin(2x)"), order=3)
    assert d.steps[0].before == r"\frac{d^{3}}{dx^{3}}\left[\sin 2 x\right]"
    assert d.steps[-1].after == d.latex == r"-8 \cos 2 x"
    assert all(a.after == b.before for a, b in pairwise(d.steps))


def test_partial_derivatives_have_the_sign_of_their_own():
    steps = differentiate(parse("x^2 y", ("x", "y")), variable="y").steps
    assert steps[0].before == r"\frac{\partial}{\partial y}\left[x^{2} y\right]"
    assert steps[-1].after == "x^{2}"


BY_CASES = [
    "x^2 if x < 0, sin x otherwise",
    "x^2 sin x if x <= 1, 2x - 1 if x < 1.5, ln x otherwise",
    "sin(x)/x if x != 0, 1 otherwise",
    "1 if x = 0, e^x/x otherwise",
    "x (x if x > 0, -x otherwise)",
]


@pytest.mark.parametrize("text", BY_CASES)
def test_cases_are_differentiated_one_by_one(text):
    check(text)
    rules = [step.rule for step in differentiate(parse(text)).steps]
    assert rules.count("cases") == 1


def test_the_rule_of_cases():
    d = differentiate(parse("x^2 if x < 0, sin x otherwise"))
    first = d.steps[0]
    assert first.after == (
        r"\begin{cases} \frac{d}{dx}\left[x^{2}\right], & x < 0 \\ "
        r"\frac{d}{dx}\left[\sin x\right], & x > 0 \end{cases}"
    )
    assert [part.latex for part in first.parts] == ["x^{2}", r"\sin x"]
    assert first.formula.endswith(r"= \begin{cases} u_{1}', & P_{1} \\ u_{2}', & P_{2} \end{cases}")
    assert d.steps[-1].after == d.latex


def test_a_long_derivation_ends_in_one_honest_step(monkeypatch):
    monkeypatch.setattr("core.expression.derivation.MAX_STEPS", 3)
    f = parse("sin x + cos x + e^x")
    steps = differentiate(f).steps
    assert [step.rule for step in steps][-1] == "remaining"
    assert len(steps) == 4
    assert_all_lines_agree(f, arb("0.375"))


def test_a_step_of_nothing_is_no_step():
    formulas = parse("sin x").tree, parse("cos x").tree
    assert [s.rule for s in derivation(formulas, "x", str)] == ["table"]


def test_derivations_of_high_order_are_bounded():
    d = differentiate(parse("*".join(["sin(x)"] * 20)), order=24)
    assert d.expression
    assert len(d.steps) <= 401 and d.steps[-1].rule == "remaining"
    assert sum(len(step.after) for step in d.steps) < 250_000
    assert d.steps[-1].after == d.latex

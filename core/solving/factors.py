"""Where a product, a quotient or a root vanishes: at the zeros of simpler formulas.

``u/v`` vanishes where u does and v does not, ``u^3`` three times where u does once, ``acos u``
where ``u = 1``; ``tan x - x`` is ``(sin x - x cos x)/cos x``. What is left has no such poles and
ends, and often it is a polynomial.
"""

from collections.abc import Iterator
from fractions import Fraction

from core.expression.balls import enclose
from core.expression.building import ONE, ZERO, constant, minus, over, plus, power, times
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Negation, Node, Operation, is_constant, walk
from core.solving.common_factors import split

MAX_NODES = 1000  # a sum of m fractions has a common denominator of m factors
BITS = 300

# f(u) = 0 exactly where u is this number, and f' is neither 0 nor infinite there.
_SIMPLE: dict[str, Node] = {
    **dict.fromkeys("asin atan sinh tanh asinh atanh erf".split(), ZERO),
    **dict.fromkeys("ln log10 log2 log".split(), ONE),
}
# The same, but a zero of u becomes a corner, a jump or a vertical tangent.
_BENT: dict[str, Node] = {
    **dict.fromkeys("abs sqrt cbrt root sign".split(), ZERO),
    **dict.fromkeys("acos acosh asec asech".split(), ONE),
}
_NEVER = ("exp", "cosh", "sech", "acot", "gamma", "factorial")
_QUOTIENTS = {"tan": ("sin", "cos"), "cot": ("cos", "sin"), "coth": ("cosh", "sinh")}
_RECIPROCALS = {"sec": "cos", "csc": "sin", "csch": "sinh"}


def factors(tree: Node) -> dict[Node, int | None]:
    """Return formulas one of which vanishes wherever ``tree`` does, and how often it counts.

    Returns:
        Each with the order that a simple zero of it has as a zero of ``tree``; None if there is no
        such order. Where one of them vanishes ``tree`` is 0 or has no value.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> {to_text(u): n for u, n in factors(parse("x^3 sqrt(x-1) ln(x)/e^x").tree).items()}
    {'x': 3, 'x - 1': None}
    """
    found: dict[Node, int | None] = {}
    for u, n in _factors(numerator(tree), 1):
        known = found.get(u, 0)
        found[u] = None if n is None or known is None else known + n
    return found


def numerator(tree: Node) -> Node:
    """Return what vanishes wherever ``tree`` does, without denominators if that is not too long."""
    cleared, _ = fraction(tree)
    return cleared if sum(1 for _ in walk(cleared)) <= MAX_NODES else tree


def _factors(tree: Node, n: int | None) -> Iterator[tuple[Node, int | None]]:
    match tree:
        case _ if is_constant(tree) and not enclose(tree, {}, BITS).contains(0):
            return
        case Negation(u):
            yield from _factors(u, n)
        case Operation("*", u, v):
            yield from _factors(u, n)
            yield from _factors(v, n)
        case Operation("/", u, v) if is_constant(v):
            yield from _factors(u, n)
        case Operation("+" | "-", _, _):
            common, rest = split(tree)
            for u, k in common.items():
                yield from _factors(u, None if n is None else n * k)
            yield from _factors(rest, n) if common else ((tree, n),)
        case Operation("^", u, v):
            yield from _of_power(tree, u, v, n)
        case Call(name, arguments) if name in _SIMPLE or name in _BENT:
            shift = _SIMPLE.get(name) or _BENT[name]
            inner = numerator(minus(arguments[-1], shift))
            yield from _factors(inner, n if name in _SIMPLE else None)
        case Call(name, _) if name in _NEVER:
            return
        case _:
            yield tree, n


def _of_power(tree: Node, u: Node, v: Node, n: int | None) -> Iterator[tuple[Node, int | None]]:
    r = rational(v)
    if r is not None and r > 0:
        order = n * r.numerator if n and r.denominator == 1 else None
        yield from _factors(numerator(u), order)
    elif r is None and not (is_constant(u) and enclose(u, {}, BITS) > 0):
        yield tree, None


def fraction(tree: Node) -> tuple[Node, Node]:
    """Return ``p, q`` with ``tree = p/q`` wherever ``tree`` has a value.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> [to_text(part) for part in fraction(parse("tan x - x").tree)]
    ['sin(x) - x*cos(x)', 'cos(x)']
    """
    match tree:
        case _ if is_constant(tree):
            return tree, ONE
        case Negation(u):
            p, q = fraction(u)
            return Negation(p), q
        case Operation("^", u, v):
            return _fraction_of_power(tree, u, rational(v))
        case Operation(operator, u, v):
            return _combined(operator, *fraction(u), *fraction(v))
        case Call(name, (u,)) if name in _QUOTIENTS:
            above, below = _QUOTIENTS[name]
            return Call(above, (u,)), Call(below, (u,))
        case Call(name, (u,)) if name in _RECIPROCALS:
            return ONE, Call(_RECIPROCALS[name], (u,))
        case _:
            return tree, ONE


def _combined(operator: str, p: Node, q: Node, r: Node, s: Node) -> tuple[Node, Node]:
    """``p/q`` and ``r/s`` as one fraction; a constant divisor stays where it is."""
    match operator:
        case "*":
            return times(p, r), times(q, s)
        case "/":
            return (over(times(p, s), r), q) if is_constant(r) else (times(p, s), times(q, r))
        case _:
            join = plus if operator == "+" else minus
            return (join(p, r), q) if q == s else (join(times(p, s), times(r, q)), times(q, s))


def _fraction_of_power(tree: Node, u: Node, r: Fraction | None) -> tuple[Node, Node]:
    """``(p/q)^n``, and ``1/u^(1/3)`` for ``u^(-1/3)``."""
    if not r or u == Constant("e"):
        return tree, ONE
    if r.denominator > 1:
        return (tree, ONE) if r > 0 else (ONE, power(u, constant(-r)))
    p, q = (part if part == ONE else power(part, constant(abs(r))) for part in fraction(u))
    return (p, q) if r > 0 else (q, p)

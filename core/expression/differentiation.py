"""The derivative as a formula: the rules of the textbook, applied to the tree.

The result is a tree like any other, so every interpreter can walk it. It is tidied as it is built
(``0 u`` and ``1 u`` do not survive) but not simplified further.
"""

from collections.abc import Callable
from functools import cache, partial, reduce

from core.expression.building import (
    ONE,
    TWO,
    ZERO,
    constant,
    depends,
    minus,
    negated,
    over,
    plus,
    power,
    replaced,
    times,
)
from core.expression.expression import parse
from core.expression.rational import rational
from core.expression.tree import (
    Call,
    Constant,
    Negation,
    Node,
    Operation,
    walk,
)

MAX_BESSEL = 60
MAX_NODES = 20_000  # a product of m factors has a derivative of m^2: the second one may explode

# d/du of each function of one argument; the chain rule multiplies by u'.
RULES = {
    "sqrt": "1/(2 sqrt(u))",
    "cbrt": "1/(3 cbrt(u)^2)",
    "exp": "exp(u)",
    "ln": "1/u",
    "log10": "1/(u ln(10))",
    "log2": "1/(u ln(2))",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1/cos(u)^2",
    "cot": "-1/sin(u)^2",
    "sec": "sec(u) tan(u)",
    "csc": "-csc(u) cot(u)",
    "asin": "1/sqrt(1-u^2)",
    "acos": "-1/sqrt(1-u^2)",
    "atan": "1/(1+u^2)",
    "acot": "-1/(1+u^2)",
    "asec": "1/(|u| sqrt(u^2-1))",
    "acsc": "-1/(|u| sqrt(u^2-1))",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1/cosh(u)^2",
    "coth": "-1/sinh(u)^2",
    "sech": "-sech(u) tanh(u)",
    "csch": "-csch(u) coth(u)",
    "asinh": "1/sqrt(u^2+1)",
    "acosh": "1/sqrt(u^2-1)",
    "atanh": "1/(1-u^2)",
    "acoth": "1/(1-u^2)",
    "asech": "-1/(u sqrt(1-u^2))",
    "acsch": "-1/(|u| sqrt(1+u^2))",
    "abs": "sign(u)",
    "sign": "0",
    "floor": "0",
    "ceil": "0",
    "erf": "2 e^(-u^2)/sqrt(pi)",
}


class NoFormulaError(ValueError):
    """A derivative that the functions a reader may type cannot express: that of gamma."""


def differentiate(tree: Node, variable: str) -> Node:
    """Return the partial derivative of ``tree`` by ``variable``, as a tree.

    It holds wherever the function is differentiable. Elsewhere, and outside the function's domain
    (``1/u`` has values where ``ln u`` has none), it means nothing: mask it with the function.

    Raises:
        NoFormulaError: for gamma and factorial, or for a formula of over ``MAX_NODES`` nodes.

    >>> from core.expression.text import to_text
    >>> to_text(differentiate(parse("x^2 sin x").tree, "x"))
    '2*x*sin(x) + x^2*cos(x)'
    """
    derivative = _derivative(tree, variable)
    if sum(1 for _ in walk(derivative)) > MAX_NODES:
        raise NoFormulaError(f"a derivative of more than {MAX_NODES} nodes")
    return derivative


def _derivative(node: Node, x: str) -> Node:
    if not depends(node, x):
        return ZERO
    match node:
        case Negation(u):
            return negated(_derivative(u, x))
        case Operation(operator, u, v):
            return _OPERATIONS[operator](u, v, _derivative(u, x), _derivative(v, x))
        case Call(name, arguments):
            return _of_call(name, arguments, x)
        case _:
            return ONE


def _of_product(u: Node, v: Node, du: Node, dv: Node) -> Node:
    """``(u v)' = u' v + u v'``."""
    return plus(times(du, v), times(u, dv))


def _of_quotient(u: Node, v: Node, du: Node, dv: Node) -> Node:
    """``(u/v)' = (u' v - u v') / v^2``, which is ``u'/v`` for a constant v."""
    if dv == ZERO:
        return over(du, v)
    return over(minus(times(du, v), times(u, dv)), power(v, TWO))


def _of_power(u: Node, v: Node, du: Node, dv: Node) -> Node:
    """``(u^r)' = r u^(r-1) u'``; ``(c^v)' = c^v v' ln c``; else ``u^v (v' ln u + v u'/u)``."""
    if dv == ZERO:
        return times(times(v, power(u, _one_less(v))), du)
    growth = dv if u == Constant("e") else times(dv, Call("ln", (u,)))
    return times(Operation("^", u, v), plus(growth, over(times(v, du), u)))


_OPERATIONS: dict[str, Callable[[Node, Node, Node, Node], Node]] = {
    "+": lambda u, v, du, dv: plus(du, dv),
    "-": lambda u, v, du, dv: minus(du, dv),
    "*": _of_product,
    "/": _of_quotient,
    "^": _of_power,
}


def _of_call(name: str, arguments: tuple[Node, ...], x: str) -> Node:
    """The chain rule."""
    match name, arguments:
        case ("min" | "max", _):
            pairs = [(u, _derivative(u, x)) for u in arguments]
            return reduce(partial(_chosen, name), pairs)[1]
        case ("log", (base, u)):
            return _derivative(over(Call("ln", (u,)), Call("ln", (base,))), x)
        case ("root", (n, u)):
            return times(over(Call("root", (n, u)), times(n, u)), _derivative(u, x))
        case ("besselj", (n, u)):
            return times(_of_bessel(n, u), _derivative(u, x))
        case (_, (u,)) if name in RULES:
            return times(replaced(_rule(name), {"u": u}), _derivative(u, x))
    raise NoFormulaError(f"the derivative of {name}")


def _chosen(name: str, a: tuple[Node, Node], b: tuple[Node, Node]) -> tuple[Node, Node]:
    """``max(u, v)' = (u' + v' + sign(u - v) (u' - v'))/2``: u' where u is the larger, else v'."""
    (u, du), (v, dv) = a, b
    ahead = minus(u, v) if name == "max" else minus(v, u)
    difference = times(Call("sign", (ahead,)), minus(du, dv))
    return Call(name, (u, v)), over(plus(plus(du, dv), difference), TWO)


def _of_bessel(n: Node, u: Node) -> Node:
    """``J_n' = (J_(n-1) - J_(n+1))/2``, ``J_0' = -J_1``. Source: DLMF 10.6.1 and 10.6.3."""
    order = rational(n)
    if order is None or not 0 <= order < MAX_BESSEL:
        raise NoFormulaError("the derivative of besselj beyond its orders")
    after = Call("besselj", (constant(order + 1), u))
    if order == 0:
        return negated(after)
    return over(minus(Call("besselj", (constant(order - 1), u)), after), TWO)


def _one_less(r: Node) -> Node:
    value = rational(r)
    return minus(r, ONE) if value is None else constant(value - 1)


@cache
def _rule(name: str) -> Node:
    return parse(RULES[name], ("u",)).tree

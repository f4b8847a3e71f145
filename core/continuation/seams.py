"""Where a real function may leave its analytic germ: corners, jumps, branch points on the line.

Sums, products, quotients and entire functions of an analytic function continue it from one side of
an isolated singularity to the other. Only functions by cases (``|u|``, floor, min) and functions
with several branches in the complex plane (logarithms, roots, inverse functions) do not, and these
only where a certain expression vanishes: a *seam*. Between two seams f is made of analytic
functions, isolated singularities left out; so if it equals an analytic function somewhere there,
it does everywhere there (identity theorem).
"""

from collections.abc import Iterator
from itertools import combinations
from math import inf

from flint import arb

from core.continuation.identities import exponent_of
from core.continuation.singularities import all_guards, factors
from core.expression.building import ONE, minus, over, plus, times
from core.expression.rational import rational
from core.expression.tree import (
    Call,
    Cases,
    Constant,
    Node,
    Operation,
    Variable,
    is_constant,
    walk,
)
from core.local.reach import reach

_AT_ZERO = ("abs", "sign", "ln", "log10", "log2", "sqrt", "cbrt", "root", "log")
_INVERSE_AT_ZERO = ("asec", "acsc", "asech", "acsch")
_AT_ONE = ("asin", "acos", "atanh", "acosh", "asec", "acsc", "asech", "acoth")
# Which vanish at 0 and nowhere else on the real line.
_ONLY_AT_ZERO = ("sinh", "asinh", "tanh", "atanh", "asin", "atan", "erf")
_ONLY_AT_POLES = ("atan", "acot", "asinh")
_BRANCHED = (*_AT_ZERO, *_INVERSE_AT_ZERO, *_AT_ONE, *_ONLY_AT_POLES)


def seams(tree: Node) -> set[Node]:
    """Return expressions between whose real zeros ``tree`` does not leave an analytic germ.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> sorted(map(to_text, seams(parse("|x - 1| + tan x + sqrt(x)").tree)))
    ['x', 'x - 1']
    """
    found = {g for node in walk(tree) for it in _of_node(node) for g in _real_factors(it)}
    return {g for g in found if not is_constant(g) and not _never_vanishes(g)}


def _of_node(node: Node) -> Iterator[Node]:
    """Yield the seams of one function: its own, and the poles of its arguments."""
    match node:
        case Operation("^", u, v) if u != Constant("e") and not _is_whole(v):
            yield from (*factors(u), *_poles(u), *_poles(v))
        case Call("min" | "max", arguments):
            for u, v in combinations(arguments, 2):
                yield from factors(minus(u, v))
            yield from (g for u in arguments for g in _poles(u))
        case Call("floor" | "ceil", (u,)):
            yield from (Call("sin", (times(Constant("pi"), u),)), *_poles(u))
        case Call(name, arguments) if name in _BRANCHED:
            yield from (g for u in arguments for g in (*_own(name, u), *_poles(u)))
        case Cases(branches):
            for it in (it for branch in branches for it in branch.conditions):
                yield from (*factors(minus(it.left, it.right)), *_poles(it.left), *_poles(it.right))


def _never_vanishes(g: Node) -> bool:
    """Prove that ``g`` is not 0 anywhere, by its range over all reals: ``2 + sin x``."""
    names = {part.name for part in walk(g) if isinstance(part, Variable)}
    values = reach(g, dict.fromkeys(names, arb(0, inf)))
    return values is not None and values.misses_zero()


def _real_factors(g: Node) -> Iterator[Node]:
    """Yield factors with the same zeros on the real line: ``x`` for ``sinh x`` and ``e^x - 1``."""
    for u in factors(g):
        match u:
            case Call("cosh", _):
                return
            case Call(name, (v,)) if name in _ONLY_AT_ZERO:
                yield from _real_factors(v)
            case Call("ln" | "log10" | "log2", (v,)):
                yield from _real_factors(minus(v, ONE))
            case Operation("-", v, one) if one == ONE and (w := exponent_of(v)) is not None:
                yield from _real_factors(w)
            case _:
                yield u


def _own(name: str, u: Node) -> Iterator[Node]:
    if name in _AT_ZERO or name in _INVERSE_AT_ZERO:
        yield from factors(u)
    if name in _AT_ONE or name == "log":
        yield from (*factors(minus(u, ONE)), *factors(plus(u, ONE)))


def _is_whole(v: Node) -> bool:
    r = rational(v)
    return r is not None and r.denominator == 1


def _poles(u: Node) -> Iterator[Node]:
    """Yield expressions that vanish wherever ``u`` may have a pole."""
    for g in all_guards(u):
        yield over(ONE, g) if isinstance(g, Call) and g.name == "gamma" else g

"""Whether a formula is 0 everywhere, as ``sin(x)^2 + cos(x)^2 - 1`` is.

Polynomials, exponentials and sines of multiples of x multiply and add to a sum of terms
``p_j(x) e^((a_j + i b_j) x)`` with rational ``a_j, b_j``, as ``sin x = (e^(ix) - e^(-ix))/(2i)``.
Such functions with different ``(a_j, b_j)`` are linearly independent: the sum is 0 everywhere only
if every ``p_j`` is 0.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from itertools import product
from typing import TypeAlias

from flint import fmpq, fmpq_poly

from core.continuation.zeros import polynomial
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Negation, Node, Operation

# p + i q for each (a, b): the coefficient of e^((a + i b) x).
Terms: TypeAlias = dict[tuple[Fraction, Fraction], tuple[fmpq_poly, fmpq_poly]]

MAX_TERMS = 40
MAX_DEGREE = 60


class _NoSum(Exception):
    """A formula that is no such sum, or too long a one."""


def is_zero_everywhere(tree: Node) -> bool:
    """Prove that a formula of one variable without divisions is 0; False if nothing is proven.

    >>> from core.expression.expression import parse
    >>> [is_zero_everywhere(parse(text).tree) for text in ("sin(2x) - 2sin(x)cos(x)", "x - sin x")]
    [True, False]
    """
    try:
        return not _terms(tree)
    except _NoSum:
        return False


def _terms(tree: Node) -> Terms:
    """Return the sum, without terms that are 0."""
    if (p := polynomial(tree)) is not None:
        return _sum([(_CONSTANT, (p, fmpq_poly()))])
    match tree:
        case Negation(u):
            return _product(_terms(u), _number(-1))
        case Operation("^", Constant("e"), u):
            return _of_multiple("exp", u)
        case Call(name, (u,)) if name in _EXPONENTIALS:
            return _of_multiple(name, u)
        case Operation("^", u, v):
            return _power(_terms(u), rational(v))
        case Operation("*", u, v):
            return _product(_terms(u), _terms(v))
        case Operation("/", u, v) if r := rational(v):
            return _product(_terms(u), _number(1 / r))
        case Operation("+", u, v):
            return _sum([*_terms(u).items(), *_terms(v).items()])
        case Operation("-", u, v):
            return _sum([*_terms(u).items(), *_terms(Negation(v)).items()])
    raise _NoSum


def _number(r: Fraction | int) -> Terms:
    return {_CONSTANT: (fmpq_poly([fmpq(r.numerator, r.denominator)]), fmpq_poly())}


def _of_multiple(name: str, u: Node) -> Terms:
    """The terms of a function of ``c x``, by Euler's formula."""
    p = polynomial(u)
    if p is None or p.degree() > 1 or p[0] != 0:
        raise _NoSum
    c = Fraction(int(p[1].p), int(p[1].q))
    terms = _EXPONENTIALS[name]
    return _sum([((a * c, b * c), (fmpq_poly([p]), fmpq_poly([q]))) for a, b, p, q in terms])


def _sum(terms: Iterable[tuple[tuple[Fraction, Fraction], tuple[fmpq_poly, fmpq_poly]]]) -> Terms:
    found: Terms = {}
    for key, (p, q) in terms:
        before = found.get(key, (fmpq_poly(), fmpq_poly()))
        found[key] = before[0] + p, before[1] + q
    found = {key: (p, q) for key, (p, q) in found.items() if p or q}
    if len(found) > MAX_TERMS or any(max(len(p), len(q)) > MAX_DEGREE for p, q in found.values()):
        raise _NoSum
    return found


def _product(first: Terms, second: Terms) -> Terms:
    return _sum(
        ((a + c, b + d), (p * r - q * s, p * s + q * r))
        for ((a, b), (p, q)), ((c, d), (r, s)) in product(first.items(), second.items())
    )


def _power(base: Terms, exponent: Fraction | None) -> Terms:
    if exponent is None or exponent.denominator > 1 or not 0 < exponent <= MAX_TERMS:
        raise _NoSum
    return reduce(_product, [base] * exponent.numerator)


_CONSTANT = (Fraction(0), Fraction(0))
_HALF = fmpq(1, 2)
# Each with its terms a, b, p, q for the argument x.
_EXPONENTIALS: dict[str, list[tuple[int, int, fmpq, fmpq]]] = {
    "exp": [(1, 0, fmpq(1), fmpq(0))],
    "sin": [(0, 1, fmpq(0), -_HALF), (0, -1, fmpq(0), _HALF)],
    "cos": [(0, 1, _HALF, fmpq(0)), (0, -1, _HALF, fmpq(0))],
    "sinh": [(1, 0, _HALF, fmpq(0)), (-1, 0, -_HALF, fmpq(0))],
    "cosh": [(1, 0, _HALF, fmpq(0)), (-1, 0, _HALF, fmpq(0))],
}

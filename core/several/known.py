"""Constants that are known: in closed form where there is one, else as a ball.

What is computed from closed forms stays one, so that what is zero is *proven* to be zero: the
determinant of ``((cos 1, -2 sin 1), (sin 1, 2 cos 1))`` is 2 and not 2.000 with an error.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

from flint import arb, fmpq_mpoly

from core.certified import Certified
from core.errors import NotAnalytic
from core.expression.balls import enclose, is_accurate, working_precision
from core.expression.building import constant, negated, over, replaced, times
from core.expression.closed import Constants, fraction, prime_powers
from core.expression.exact import Closed, ClosedRing
from core.expression.expansion import expand
from core.expression.rational import rational
from core.expression.rings import Irrational, TermsExhausted, Undecided
from core.expression.tree import Call, Node

Known: TypeAlias = Node | arb

ACCURACY = 200  # bits of every ball, of which the nearest double needs 53
MAX_PRECISION = 8192  # where a closed form that is not proven to be 0 is given up


def tidied(node: Node) -> Node:
    """Return a constant formula in its shortest known closed form, ``0`` if it is proven to be.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> to_text(tidied(parse("sin(1)^2 + cos(1)^2 - sqrt(8)/2", ()).tree))
    '1 - sqrt(2)'
    """
    constants = Constants()
    try:
        value = expand(node, {}, ClosedRing(1, constants))
    except (Irrational, Undecided, TermsExhausted, NotAnalytic, ZeroDivisionError):
        return node
    return shortest(value.terms[0], constants) if isinstance(value, Closed) else node


def shortest(p: fmpq_mpoly, constants: Constants) -> Node:
    """Return a polynomial in constants as a formula."""
    return _one_root(p, constants) or constants.node(p)


def _one_root(p: fmpq_mpoly, constants: Constants) -> Node | None:
    """Return ``sqrt(6)`` for ``sqrt(2) sqrt(3)``: one root for what has a rational square."""
    try:
        square = fraction(constants.multiply(p, p)) if len(p) == 1 else None
        if square is None or fraction(p) is not None:
            return None
        whole, inside = Fraction(1), 1
        for prime, exponent in prime_powers(square):
            whole *= Fraction(prime) ** (exponent // 2)
            inside *= prime ** (exponent % 2)
    except Irrational:
        return None
    root = times(constant(Fraction(whole.numerator)), Call("sqrt", (constant(Fraction(inside)),)))
    size = over(root, constant(Fraction(whole.denominator)))
    return negated(size) if constants.sign(p) < 0 else size


def combined(formula: Node, values: Mapping[str, Known]) -> Known:
    """Return the value of a formula in known constants: a closed form if all of them have one."""
    closed = {name: value for name, value in values.items() if not isinstance(value, arb)}
    if len(closed) == len(values):
        return tidied(replaced(formula, closed))
    return enclose(formula, values, 2 * ACCURACY)


def ball(known: Known, accuracy: int = ACCURACY) -> arb:
    """Return a ball: exact for 0, else accurate to so many bits, or a given ball as it is.

    Raises:
        NotAnalytic: ``"undecided"`` where a closed form cannot be told from 0, nor is it so near
            that no double lies between.
    """
    if isinstance(known, arb):
        return known
    precision = accuracy + 32
    while precision <= MAX_PRECISION:
        found = enclose(known, {}, precision)
        if is_accurate(found, accuracy):
            return found
        precision *= 2
    raise NotAnalytic("undecided")


def sign(known: Known) -> int | None:
    """Return the proven sign, None if there is no proof."""
    found = ball(known)
    if found.is_zero():
        return 0
    return 1 if found > 0 else -1 if found < 0 else None


def certified(known: Known) -> Certified:
    """Return the nearest double and the certain decimals."""
    with working_precision(2 * ACCURACY):
        return Certified.of(ball(known))


def exact(known: Known) -> Fraction | None:
    """Return the value if it is known to be rational."""
    return None if isinstance(known, arb) else rational(known)

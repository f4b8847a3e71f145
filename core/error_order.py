"""How the error of a tangent vanishes with the step: its first Taylor coefficient, proven.

    f(a + t dx) - f(a) - t dy = c_2 t^2 + c_3 t^3 + ...

is about ``c_p t^p``, where ``c_p`` is the first of them that is not 0; and just that, for all t, if
``f(a + t dx)`` is a polynomial without other terms.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from flint import arb

from core.certified import Certified
from core.digits import shown
from core.errors import NotAnalytic
from core.expression.building import ZERO
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Negation, Node, Operation, Variable, is_constant

Standing: TypeAlias = Literal["exact", "leading", "undecided"]

HIGHEST = 24  # order looked for


@dataclass(frozen=True, slots=True)
class ErrorOrder:
    """How ``Δy - dy`` vanishes when the step is ``t dx`` and ``t -> 0``.

    Attributes:
        exponent: ``p``; None if the error is 0 for every t, or if nothing is proven.
        constant: ``C``, in ``error ~ C t^p``.
        standing: ``"exact"`` if ``error = C t^p`` for all t (or 0), ``"leading"`` if this holds in
            the limit, ``"undecided"`` if no first term was proven.
    """

    exponent: int | None
    constant: Certified
    standing: Standing

    def __repr__(self) -> str:
        """Show the law: ``error = 0.01 t^2``."""
        if self.exponent is None:
            return "error = 0" if self.standing == "exact" else "error of unproven order"
        sign = "=" if self.standing == "exact" else "~"
        size = {"1": "", "-1": "-"}.get(shown(self.constant), f"{shown(self.constant)} ")
        return f"error {sign} {size}t^{self.exponent}"


def error_order(line: Node) -> ErrorOrder:
    """Return the law for ``line``, which is ``f(a + t dx)`` as a formula in t alone.

    >>> from core.expression.expression import parse
    >>> error_order(parse("(3 + 0.1t)^2", ("t",)).tree)
    error = 0.01 t^2
    """
    top = degree(line)
    try:
        c = coefficients(line, "t", ZERO, HIGHEST)
    except NotAnalytic:
        c = ()
    beyond = list(enumerate(c[2:] if top is None else c[2 : top + 1], start=2))
    terms = [(k, ball) for k, ball in beyond if not ball.is_zero()]
    known = top is not None and len(c) > top
    if terms and terms[0][1] != 0:
        alone = known and len(terms) == 1
        return ErrorOrder(terms[0][0], Certified.of(terms[0][1]), "exact" if alone else "leading")
    if known and not terms:
        return ErrorOrder(None, Certified.of(arb(0)), "exact")
    return ErrorOrder(None, Certified.of(arb.nan()), "undecided")


def degree(tree: Node) -> int | None:
    """Return a bound of the degree if ``tree`` is built as a polynomial in its variables.

    >>> from core.expression.expression import parse
    >>> degree(parse("pi (x + 1)^2 x/7 - x").tree), degree(parse("sin x").tree)
    (3, None)
    """
    if is_constant(tree):
        return 0
    match tree:
        case Variable():
            return 1
        case Negation(u):
            return degree(u)
        case Operation("+" | "-" | "*" as operator, u, v):
            d, e = degree(u), degree(v)
            if d is None or e is None:
                return None
            return d + e if operator == "*" else max(d, e)
        case Operation("/", u, v):
            return degree(u) if is_constant(v) else None
        case Operation("^", u, v):
            d, r = degree(u), rational(v)
            whole = r is not None and r.denominator == 1 and r >= 0
            return d * int(r) if d is not None and r is not None and whole else None
    return None

"""Taylor coefficients of a typed formula, as balls that are as small as demanded.

At 0 the tree is expanded first in exact rationals; elsewhere, or if a coefficient is not rational,
in balls, with the precision raised until they are small. Where something must be *zero* for the
answer to be right (numerator and denominator of ``sin(x)/x``), a ball that contains 0 proves
nothing: then the same walk is made in closed forms beside the balls (``exact.py``), and if that
does not settle it either, the answer is ``NotAnalytic("undecided")``.

Source: F. Johansson, *Arb: efficient arbitrary-precision midpoint-radius interval arithmetic*, IEEE
Transactions on Computers 66 (2017), section 5 on power series.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType
from typing import TypeAlias, TypeVar, cast

from flint import arb, fmpq

from core.errors import NotAnalytic
from core.expression.balls import enclose, is_accurate, working_precision
from core.expression.building import constant
from core.expression.closed import MAX_COEFFICIENT_BITS, Constants, as_fraction
from core.expression.exact import Closed, ClosedRing
from core.expression.expansion import expand
from core.expression.flint_rings import BallRing, RationalRing, Rationals
from core.expression.laurent import Pole, Value
from core.expression.pairs import PairRing
from core.expression.prices import price
from core.expression.rational import rational
from core.expression.rings import E, Irrational, Ring, TermsExhausted, Undecided
from core.expression.tree import Node, Number
from core.expression.values import bits

MAX_ORDER = 200
MAX_ACCURACY = 2000
# How many terms more than the order asks for: each common zero of a quotient uses some up.
EXTRA_TERMS = (0, 4, 16, 64, 256)
# Precisions are doubled up to this; what is not settled then stays so.
MAX_PRECISION = 8192
# From this precision on, a sign that is still open is sought in closed forms.
PATIENCE = 256
# Microseconds that all attempts after the first may take: what would take longer stays open.
DEAREST = 3_000_000
# Exact rationals while center^order stays this short, in bits; balls are faster beyond.
MAX_EXACT_BITS = 4096

T = TypeVar("T")
Values: TypeAlias = Mapping[str, arb | Node]
_NOTHING: Values = MappingProxyType({})
_BALLS = BallRing()


def coefficients(
    tree: Node,
    variable: str,
    at: Node | arb,
    order: int,
    accuracy_bits: int = 60,
    others: Values = _NOTHING,
) -> tuple[arb, ...]:
    """Return balls for ``f^(k)(a) / k!``, ``k = 0 … order``.

    Args:
        tree: The formula.
        variable: The name of ``x``.
        at: The center ``a``: a constant formula, or a number or an interval as a ball.
        order: At most ``MAX_ORDER``.
        accuracy_bits: Each ball's radius is below ``2^-accuracy_bits`` times its value; or it is
            the exact 0; or, where 0 can be neither proven nor excluded, ``|c_k| < 2^-1080``, less
            than any double. Where ``at`` or another value is an interval, the balls are as wide as
            they come.
        others: Values of the other variables.

    Raises:
        NotAnalytic: if there is no Taylor series at ``a``, with the reason
            (``core.errors.REASONS``).
        ValueError: if more is asked for than ``MAX_ORDER`` or ``MAX_ACCURACY``.

    >>> from core.expression.expression import parse
    >>> print(coefficients(parse("sin(x)/x").tree, "x", arb(0), 2)[2].str(20))
    [-0.1666666666666666666 +/- 8.48e-20]
    """
    if not (0 <= order <= MAX_ORDER and 0 < accuracy_bits <= MAX_ACCURACY):
        raise ValueError(
            f"order {order}, {accuracy_bits} bits: {MAX_ORDER}, {MAX_ACCURACY} at most"
        )
    values = {**others, variable: at}
    if any(isinstance(value, arb) and not value.is_exact() for value in values.values()):
        return _on_intervals(tree, variable, values, order, accuracy_bits)
    points = {name: _as_node(value) for name, value in values.items()}
    found = rationals_or_balls(tree, variable, points, order, accuracy_bits)
    with working_precision(accuracy_bits + 2):
        return tuple(c if isinstance(c, arb) else arb(c) for c in found)


def rationals_or_balls(
    tree: Node, variable: str, points: Mapping[str, Node], order: int, accuracy_bits: int = 60
) -> Sequence[fmpq | arb]:
    """Return the coefficients as exact rationals or as balls, as accurate as of ``coefficients``.

    At 0 many functions have rational ones: they are tried first. Elsewhere few have, and of these
    the balls are as good unless one of them contains 0: so there balls come first, and mostly one
    walk is enough.

    Raises:
        NotAnalytic: as ``coefficients`` does.
    """
    precision = accuracy_bits + 32 + order
    if rational(points[variable]) != 0:
        balls = _at_once(tree, variable, points, order, accuracy_bits, precision)
        if balls is not None:
            return balls
        precision *= 2
    exact = rational_coefficients(tree, variable, points, order)
    if exact is not None:
        return exact
    try:
        return _to_accuracy(tree, variable, points, order, accuracy_bits, precision)
    except NotAnalytic as reason:
        closed = _beside_a_corner(reason, tree, variable, points, order)
        return [_enclosed(c, accuracy_bits) for c in closed]


def _at_once(
    tree: Node, variable: str, points: Values, order: int, accuracy_bits: int, precision: int
) -> list[arb] | None:
    """Return balls if this precision and the least number of terms are enough, else None."""
    with working_precision(precision, order + 1):
        try:
            found = _balls(tree, variable, points, order, in_closed_form=False)
        except (NotAnalytic, Undecided):
            return None
    # A ball around 0, however small, may be an exact 0 in rationals.
    known = all(c.rel_accuracy_bits() >= accuracy_bits for c in found or ())
    return found if known else None


def _beside_a_corner(
    reason: NotAnalytic, tree: Node, variable: str, points: Mapping[str, Node], order: int
) -> tuple[Node, ...]:
    """Return closed forms on which both sides of a corner agree, as for ``e^x cos |x|`` at 0."""
    closed = None
    if reason.code == "corner" and len(points) == 1:
        closed = closed_coefficients(tree, variable, points[variable], order)
    if closed is None:
        raise reason
    return closed


def _enclosed(c: Node, accuracy_bits: int) -> arb:
    """Return a ball around a closed form."""
    precision = accuracy_bits + 32
    while precision <= MAX_PRECISION:
        ball = enclose(c, {}, precision)
        if is_accurate(ball, accuracy_bits):
            return ball
        precision *= 2
    raise NotAnalytic("undecided")


def _as_node(value: arb | Node) -> Node:
    """Return a number that is given as an exact ball as a formula."""
    if not isinstance(value, arb):
        return value
    mantissa, exponent = value.man_exp()
    return Number(Fraction(int(mantissa)) * Fraction(2) ** int(exponent), "")


def rational_coefficients(
    tree: Node, variable: str, points: Mapping[str, Node], order: int
) -> list[fmpq] | None:
    """Return the coefficients if all of them are rational and not too long, else None."""

    def expanded(extra: int, side: int) -> list[Rationals] | None:
        ring = RationalRing(MAX_EXACT_BITS // (order + 1))
        ring.side = side
        with working_precision(64, order + 1 + extra):
            return attempt(tree, _variables(variable, points, ring), ring, order)

    try:
        return cast(list[fmpq] | None, _from_both_sides(expanded))
    except Irrational:
        return None


def _from_both_sides(expanded: Callable[[int, int], list[T] | None]) -> list[T] | None:
    """Return the coefficients; beside a corner, those on which both sides agree: ``cos |x|``.

    Args:
        expanded: Of a number of extra terms and a side, the coefficients; None for more terms.

    Raises:
        NotAnalytic: also where the sides disagree.
    """
    try:
        return _with_extra_terms(lambda extra: expanded(extra, 0))
    except NotAnalytic as reason:
        if reason.code != "corner":
            raise
        right = _with_extra_terms(lambda extra: expanded(extra, 1))
        left = _with_extra_terms(lambda extra: expanded(extra, -1))
        if right is None or right != left:
            raise
        return right


def _with_extra_terms(expanded: Callable[[int], list[T] | None]) -> list[T] | None:
    """Return the first result that knows enough terms, else None."""
    return next((found for n in EXTRA_TERMS if (found := expanded(n)) is not None), None)


def _to_accuracy(
    tree: Node,
    variable: str,
    points: Mapping[str, Node],
    order: int,
    accuracy_bits: int,
    precision: int,
) -> tuple[arb, ...]:
    """Raise the precision until every ball is small enough, or the next attempt too dear."""
    extra, spent = iter(EXTRA_TERMS), 0.0
    terms = order + 1 + next(extra)
    while precision <= MAX_PRECISION:
        try:
            with working_precision(precision, terms):
                found = _balls(tree, variable, points, order, precision >= PATIENCE)
                if found is not None and all(is_accurate(c, accuracy_bits) for c in found):
                    return tuple(found)
        except Undecided:
            found = []
        more = next(extra, None) if found is None else 0
        if more is None:
            break
        terms, precision = terms + more, precision * (1 if more else 2)
        spent += price(tree, terms, precision)
        if spent > DEAREST:
            break
    raise NotAnalytic("undecided")


def _balls(
    tree: Node, variable: str, points: Values, order: int, in_closed_form: bool
) -> list[arb] | None:
    """Return the coefficients as balls; zeros exactly where their closed form shows them."""
    if not in_closed_form:
        plain = attempt(tree, _variables(variable, points, _BALLS), _BALLS, order)
        return cast(list[arb] | None, plain)
    ring = PairRing()
    found = attempt(tree, _variables(variable, points, ring), ring, order)
    return None if found is None else [cast(arb, pair.ball) for pair in found]


def _on_intervals(
    tree: Node, variable: str, values: Values, order: int, accuracy_bits: int
) -> tuple[arb, ...]:
    """Return the balls that intervals give, however wide they are."""
    with working_precision(accuracy_bits + 32 + order, order + 1):
        try:
            found = _balls(tree, variable, values, order, in_closed_form=False)
        except Undecided:
            found = None
    if found is None or not all(c.is_finite() for c in found):
        raise NotAnalytic("undecided")
    return tuple(found)


def _variables(variable: str, points: Values, ring: Ring[E]) -> dict[str, Value[E]]:
    """Return the series ``a + h`` of the variable that moves, and the scalars of the others."""
    values = {
        name: cast(E, point if isinstance(point, arb) else expand(point, {}, ring))
        for name, point in points.items()
    }
    return {**values, variable: ring.moving(values[variable])}


def attempt(
    tree: Node, variables: Mapping[str, Value[E]], ring: Ring[E], order: int
) -> list[E] | None:
    """Return the coefficients up to ``order``; None if more terms are needed to know them."""
    try:
        value = expand(tree, variables, ring)
    except TermsExhausted:
        return None
    if isinstance(value, Pole):
        raise NotAnalytic("pole")
    if not ring.is_series(value):
        return [value] + [ring.number(Fraction(0))] * order
    if ring.known(value) <= order:
        return None
    return ring.coefficients(value, order + 1)


def closed_coefficients(tree: Node, variable: str, at: Node, order: int) -> tuple[Node, ...] | None:
    """Return the coefficients as formulas in closed form; None where none was found.

    >>> from core.expression.building import ONE
    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> [to_text(c) for c in closed_coefficients(parse("2^x").tree, "x", ONE, 2)]
    ['2', '2*ln(2)', 'ln(2)^2']
    """
    points = {variable: at}
    exact = rational_coefficients(tree, variable, points, order)
    if exact is not None:
        values = [as_fraction(c) for c in exact]
        short = all(bits(value) <= MAX_COEFFICIENT_BITS for value in values)
        return tuple(map(constant, values)) if short else None
    constants = Constants()

    def expanded(extra: int, side: int) -> list[Closed] | None:
        ring = ClosedRing(order + 1 + extra, constants)
        ring.side = side
        return attempt(tree, _variables(variable, points, ring), ring, order)

    try:
        found = _from_both_sides(expanded)
    except (Irrational, Undecided, NotAnalytic):
        return None
    return None if found is None else tuple(constants.node(c.terms[0]) for c in found)

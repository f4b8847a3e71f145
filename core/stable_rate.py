"""The learning rate at which gradient descent on a quadratic function turns from help to harm."""

from itertools import combinations_with_replacement

from flint import arb

from core.certified import Certified
from core.error_order import degree
from core.expression.balls import working_precision
from core.expression.building import depends
from core.expression.differentiation import differentiate
from core.expression.expression import Expression, variables_of
from core.hessian import hessian

BITS = 120


def largest_stable_rate(f: Expression, *, momentum: float = 0.0) -> Certified:
    """Return ``2 (1 + mu) / lambda_max``, for a quadratic ``f`` that is bounded below.

    No point is asked for: the Hessian of a quadratic function is the same everywhere.

    Along an eigenvector of the Hessian with the eigenvalue ``lambda > 0`` the steps are

        x <- (1 - eta lambda) x,   with momentum  x_(k+1) = (1 + mu - eta lambda) x_k - mu x_(k-1);

    the roots of ``z^2 - (1 + mu - eta lambda) z + mu`` are inside the unit circle exactly for
    ``0 < eta lambda < 2 (1 + mu)``. Source: B. T. Polyak, USSR Computational Mathematics and
    Mathematical Physics 4 (1964), 1-17, theorem 9.

    Args:
        f: A polynomial of degree 2 in its variables.
        momentum: ``mu`` in ``[0, 1)``.

    Raises:
        ValueError: if f is not proven to be quadratic with no negative eigenvalue.

    >>> from core.expression.expression import parse
    >>> largest_stable_rate(parse("x^2 + 10y^2", ("x", "y"))).decimals
    '0.100000000000000'
    """
    variables_of(f)
    if not 0 <= momentum < 1:
        raise ValueError(f"the momentum {momentum} is not in [0, 1)")
    if not _is_quadratic(f):
        raise ValueError("f is not quadratic: its stable rate changes from place to place")
    eigenvalues = hessian(f, (0,) * len(f.variables)).balls
    lowest, highest = eigenvalues[0], eigenvalues[-1]
    if not (lowest >= 0 and highest > 0):
        raise ValueError("f is not proven to have a minimum and no direction downhill for ever")
    with working_precision(BITS):
        return Certified.of(2 * (1 + arb(momentum)) / highest)


def _is_quadratic(f: Expression) -> bool:
    """Prove that f is a polynomial, without corners, whose second derivatives are constant."""
    if degree(f.tree) is None:
        return False
    seconds = (
        differentiate(differentiate(f.tree, x), y)
        for x, y in combinations_with_replacement(f.variables, 2)
    )
    return not any(depends(second, x) for second in seconds for x in f.variables)

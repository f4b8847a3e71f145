"""Where a formula in t certainly has values: for all small ``t > 0``, not at a few of them only."""

from core.errors import NotAnalytic
from core.expression.balls import enclose
from core.expression.building import ZERO, depends
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Call, Constant, Negation, Node, Operation
from core.local.germs import BITS, T, is_pole, leading_sign, pole_sign

# Functions with a value everywhere; and those with one for positive arguments at least.
_TOTAL = (
    "sin cos atan acot exp sinh cosh tanh sech asinh erf abs sign floor ceil cbrt min max".split()
)
_POSITIVE = "ln log10 log2 sqrt".split()


def is_defined(tree: Node) -> bool:
    """Prove that ``tree`` has values for all small ``t > 0``; False: nothing is proven.

    ``sin(1/t)`` has; ``sin(tan(1/t))`` has poles of the tangent, however small t is.

    Raises:
        Unsettled: if the sign of a denominator, or under a root or a logarithm, is open.
    """
    if not depends(tree, T.name):
        return bool(enclose(tree, {}, BITS).is_finite())
    if _has_germ(tree):
        return True
    match tree:
        case Negation(u) | Operation("^", Constant("e"), u):
            return is_defined(u)
        case Operation("+" | "-" | "*", u, v):
            return is_defined(u) and is_defined(v)
        case Operation("/", u, v):
            return is_defined(u) and _has_germ(v) and _sign(v) != 0
        case Operation("^", u, v):
            r = rational(v)
            return r is not None and r >= 0 and r.denominator % 2 == 1 and is_defined(u)
        case Call(name, arguments) if name in _TOTAL:
            return all(map(is_defined, arguments))
        case Call(name, (u,)) if name in _POSITIVE:
            return _has_germ(u) and _sign(u) > 0
    return False


def _has_germ(tree: Node) -> bool:
    """Say whether ``tree`` is a power series, or one over a power of t: then it has values."""
    try:
        coefficients(tree, T.name, ZERO, 0, BITS)
    except NotAnalytic as reason:
        return reason.code == "pole"
    return True


def _sign(tree: Node) -> int:
    return pole_sign(tree) if is_pole(tree) else leading_sign(tree)

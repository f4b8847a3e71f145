"""The mathematics of "h → 0": formulas, Taylor polynomials, difference quotients, round-off.

Imported here and now, not on demand: `core.taylor` is a function to whoever calls it and a module
to the import system, and the last to set the name wins. SymPy takes longer to load than the first
picture takes to draw, so no module imports it at its top.
"""

from core.anatomy import anatomy
from core.convergence import convergence
from core.derivative import derivative
from core.errors import NotAnalytic, ParseError
from core.expression.expression import Expression, parse
from core.gradient import gradient, gradient_at, gradient_field
from core.gradient_by_differences import difference_gradient
from core.point import point, points
from core.quotient import difference
from core.rates import envelope, slopes
from core.remainder import remainder
from core.roundoff import error_curve
from core.secants import secants
from core.stencil import stencil
from core.taylor import taylor

__all__ = [
    "Expression",
    "NotAnalytic",
    "ParseError",
    "anatomy",
    "convergence",
    "derivative",
    "difference",
    "difference_gradient",
    "envelope",
    "error_curve",
    "gradient",
    "gradient_at",
    "gradient_field",
    "parse",
    "point",
    "points",
    "remainder",
    "secants",
    "slopes",
    "stencil",
    "taylor",
]

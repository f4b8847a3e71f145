"""The mathematics of "h → 0": formulas, Taylor polynomials, difference quotients, round-off.

Imported here and now, not on demand: `core.taylor` is a function to whoever calls it and a module
to the import system, and the last to set the name wins. SymPy takes longer to load than the first
picture takes to draw, so no module imports it at its top.
"""

from core.errors import NotAnalytic, ParseError
from core.expression.expression import Expression, parse
from core.point import point, points
from core.stencil import stencil

__all__ = ["Expression", "NotAnalytic", "ParseError", "parse", "point", "points", "stencil"]

"""Other roads to f'(a) than a difference quotient, on the axes of its error curve."""

from core.complex_step import complex_step
from core.differencing.method_curve import MethodCurve
from core.expression.complex_numeric import DTYPES
from core.expression.expression import Expression
from core.floats import float_format
from core.forward_mode import forward_mode
from core.quotient import At
from core.richardson import richardson
from core.ridders import ridders
from core.rounded import Many


def alternatives(
    f: Expression, at: At, steps: Many, dtype: str = "float64"
) -> tuple[MethodCurve, ...]:
    """Return Richardson's, Ridders', the complex step's and the automatic derivative.

    Each starts from the same point and steps, rounded to the format, and is held against the same
    proven derivative at that very point, as ``core.roundoff.error_curve`` is. There are no complex
    numbers in float16 and bfloat16, so there the complex step is left out; forward mode has no
    step and is a level.

    Args:
        f: A function of one variable.
        at: The point, typed or a number; it is rounded to the format.
        steps: ``h > 0``, one-dimensional.
        dtype: ``"float16"``, ``"bfloat16"``, ``"float32"`` or ``"float64"``.

    Raises:
        ValueError: if f has not one variable, the format is unknown, or a step is not positive
            and finite, or a function in f has no rule of differentiation.
        ParseError: if the point is not a finite real constant.

    Cost: about 30 evaluations of f at all steps at once.

    >>> from core.expression.expression import parse
    >>> for curve in alternatives(parse("1/x"), 1, [0.5, 0.0625]):
    ...     print(curve)
    MethodCurve(richardson, float64, x=1.0: error 9.4e-10 at best, h=0.062, 6 evaluations)
    MethodCurve(ridders, float64, x=1.0: error 2e-15 at best, h=0.062, 14 evaluations)
    MethodCurve(complex_step, float64, x=1.0: error 0.0039 at best, h=0.062, 1 evaluation)
    MethodCurve(forward_mode, float64, x=1.0: error 0, 1 evaluation)
    """
    curves = [richardson(f, at, steps, dtype=dtype), ridders(f, at, steps, dtype)]
    if float_format(dtype).name in DTYPES:
        curves.append(complex_step(f, at, steps, dtype))
    return (*curves, forward_mode(f, at, steps, dtype))

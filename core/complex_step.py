"""The complex step: a derivative without a difference, so without cancellation."""

import numpy as np

from core.differencing.method_curve import Ground, MethodCurve
from core.expression.complex_numeric import DTYPES, compile_complex, is_analytic
from core.expression.expression import Expression
from core.quotient import At
from core.rounded import Many


def complex_step(f: Expression, at: At, steps: Many, dtype: str = "float64") -> MethodCurve:
    """Return ``Im f(x + ih) / h``, and its error, at many steps.

    For an f that is analytic at x and real on the real axis

        Im f(x + ih) / h = f'(x) - h^2/6 f'''(x) + ...,

    and nothing is subtracted: the error falls like ``h^2`` to a few roundings and stays there, with
    steps down to 1e-300.

    Where the formula has ``|.|``, sign, floor, ceil, min, max or cases, this may say nothing about
    the real derivative: the ``|z|`` of every programming language is real, so that ``|x|`` gets the
    slope 0. No sign of it is in the number; ``analytic`` of the result is False then, and ``error``
    is what it is. Where the formula has no real value at x (``ln x`` at -1) the estimate is nan,
    though the complex logarithm would give one.

    Args:
        f: A function of one variable.
        at: The point, typed or a number; it is rounded to the format.
        steps: ``h > 0``, one-dimensional.
        dtype: ``"float32"`` or ``"float64"``: there are no complex numbers in the other formats.

    Returns:
        A ``MethodCurve``, one complex evaluation each; f's real value at x, once for all, not
        counted.

    Raises:
        ValueError: if f has not one variable, the format is not one of the two, or a step is not
            positive and finite.
        ParseError: if the point is not a finite real constant.

    Source: W. Squire, G. Trapp, "Using complex variables to estimate derivatives of real
    functions", SIAM Review 40 (1998), 110-112.

    >>> from core.expression.expression import parse
    >>> curve = complex_step(parse("e^x"), 1, [1e-8, 1e-300])
    >>> bool((curve.error < 4 * 2**-53 * curve.truth).all())
    True
    >>> wrong = complex_step(parse("|x|"), 1, [1e-300])
    >>> wrong.estimate.tolist(), wrong.error.tolist(), wrong.analytic
    ([0.0], [1.0], False)
    """
    ground = Ground.of(f, at, steps, dtype)
    evaluate = compile_complex(f.tree, ground.format)
    h, undefined = ground.steps, np.isnan(f(ground.x))
    z = np.empty(h.shape, DTYPES[ground.format.name])
    z.real, z.imag = ground.x, h
    with np.errstate(all="ignore"):
        imaginary = np.broadcast_to(np.imag(evaluate(z)), h.shape)
        estimate = np.where(undefined, np.nan, imaginary / h)
    return ground.curve("complex_step", estimate, 1, analytic=is_analytic(f.tree))

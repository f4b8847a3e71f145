"""Derivatives to be found: each as typed text, as a Python function, and to 50 digits by mpmath.

The functions of the test collections of numdifftools and scipy.differentiate, those on which the
complex step was published, the lessons' own, and some that are hard.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import mpmath


class Problem(NamedTuple):
    """One derivative.

    Attributes:
        text: f as typed.
        of: f in the words of any library: ``of(mpmath, x)``.
        at: The point, a float64.
        order: Which derivative.
    """

    text: str
    of: Callable[[Any, Any], Any]
    at: float
    order: int = 1

    def truth(self) -> Any:
        """Return the derivative by mpmath, 50 digits of it."""
        with mpmath.workdps(60):
            return mpmath.diff(lambda x: self.of(mpmath, x), mpmath.mpf(self.at), self.order)


FIRST = [
    # numdifftools.example_functions, mostly at its own point 0.5
    Problem("sin x", lambda m, x: m.sin(x), 0.5),
    Problem("tan x", lambda m, x: m.tan(x), 0.5),
    Problem("cosh x", lambda m, x: m.cosh(x), 2.0),
    Problem("tanh x", lambda m, x: m.tanh(x), 0.5),
    Problem("asin x", lambda m, x: m.asin(x), 0.5),
    Problem("atan x", lambda m, x: m.atan(x), 0.5),
    Problem("asinh x", lambda m, x: m.asinh(x), 0.5),
    Problem("acosh x", lambda m, x: m.acosh(x), 1.5),
    Problem("e^x", lambda m, x: m.exp(x), 1.0),
    Problem("2^x", lambda m, x: 2**x, 0.5),
    Problem("ln(1+x)", lambda m, x: m.log(1 + x), 0.5),
    Problem("sqrt x", lambda m, x: m.sqrt(x), 0.5),
    Problem("1/x", lambda m, x: 1 / x, 0.7),
    Problem("ln x", lambda m, x: m.log(x), 0.001),
    # scipy.differentiate's tests: distributions and others
    Problem("(1+erf(x/sqrt 2))/2", lambda m, x: (1 + m.erf(x / m.sqrt(2))) / 2, 0.6),
    Problem("1/(1+e^(-x))", lambda m, x: 1 / (1 + m.exp(-x)), 0.1),
    Problem("e^(-e^(-x))", lambda m, x: m.exp(-m.exp(-x)), 0.4665),
    Problem("1/2+atan(x)/pi", lambda m, x: 0.5 + m.atan(x) / m.pi, 0.1),
    Problem("1-(1+x)^(-2)", lambda m, x: 1 - (1 + x) ** -2, 0.55),
    Problem("x+sin(10x)", lambda m, x: x + m.sin(10 * x), 0.25),
    Problem("sin(20x) (x-1)^2", lambda m, x: m.sin(20 * x) * (x - 1) ** 2, 0.25),
    # where the complex step was published
    Problem("x^(9/2)", lambda m, x: x**4.5, 1.5),
    Problem(
        "e^x/sqrt(sin^3 x+cos^3 x)",
        lambda m, x: m.exp(x) / m.sqrt(m.sin(x) ** 3 + m.cos(x) ** 3),
        1.5,
    ),
    # the lessons'
    Problem("1/(1+25x^2)", lambda m, x: 1 / (1 + 25 * x * x), 0.3),
    Problem("e^(sin x)", lambda m, x: m.exp(m.sin(x)), 1.0),
    Problem("ln(cos x)", lambda m, x: m.log(m.cos(x)), 0.5),
    Problem("sqrt(1+sin(x)^2)", lambda m, x: m.sqrt(1 + m.sin(x) ** 2), 1.0),
    Problem("x^5-3x", lambda m, x: x**5 - 3 * x, 1.3),
    Problem("e^(-x^2)", lambda m, x: m.exp(-x * x), 0.8),
    Problem("x^x", lambda m, x: x**x, 1.5),
    Problem("sin(x)/x", lambda m, x: m.sin(x) / x, 1.0),
    Problem("gamma x", lambda m, x: m.gamma(x), 2.5),
    Problem(
        "64x(1-x)(1-2x)^2(1-8x+8x^2)^2",
        lambda m, x: 64 * x * (1 - x) * (1 - 2 * x) ** 2 * (1 - 8 * x + 8 * x * x) ** 2,
        0.2,
    ),
    # hard: fast, and cancelling
    Problem("sin(30x)", lambda m, x: m.sin(30 * x), 1.0),
    Problem("(e^x-1-x)/x^2", lambda m, x: (m.exp(x) - 1 - x) / x**2, 0.001),
    Problem("(x-1)^3", lambda m, x: (x - 1) ** 3, 1.01),
]
HIGHER = [
    Problem("tan x", lambda m, x: m.tan(x), 0.5, 2),
    Problem("sqrt x", lambda m, x: m.sqrt(x), 0.5, 2),
    Problem("ln(cos x)", lambda m, x: m.log(m.cos(x)), 0.5, 2),
    Problem("1/(1+25x^2)", lambda m, x: 1 / (1 + 25 * x * x), 0.3, 2),
    Problem("cos x", lambda m, x: m.cos(x), 0.5, 3),
    Problem("tanh x", lambda m, x: m.tanh(x), 0.5, 3),
    Problem("e^(sin x)", lambda m, x: m.exp(m.sin(x)), 1.0, 3),
    Problem("atan x", lambda m, x: m.atan(x), 0.5, 4),
    Problem("e^(-x^2)", lambda m, x: m.exp(-x * x), 0.8, 4),
    Problem("x^5-3x", lambda m, x: x**5 - 3 * x, 1.3, 4),
]

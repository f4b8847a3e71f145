"""Partial derivatives by SymPy, evaluated by mpmath to 50 digits: an oracle nobody here wrote."""

import mpmath
import sympy

from core.expression.expression import parse

DIGITS = 50

# Functions with a point where they are smooth, though the formula may have a corner elsewhere.
FUNCTIONS = [
    ("x^2 + y^2", "1, 2"),
    ("x^3 y^2 - 2x y + 7", "2/3, -5"),
    ("e^(x y) sin(x - y)", "1/3, 2"),
    ("ln(x^2 + y^2)", "pi/4, 1"),
    ("x^y", "2, 1/2"),
    ("y^(x y)", "1/3, 3"),
    ("atan(y/x)", "3, 4"),
    ("sqrt(x^2 + y^2 + 1)", "-1, 1/7"),
    ("1/(x^2 + y^2)", "1, 3"),
    ("sin(x)/x + y^2", "1, 1"),
    ("x y/(x^2 + y^2)", "1, 2"),
    ("gamma(x y)", "1/2, 3"),
    ("gamma(x) gamma(y)/gamma(x + y)", "2, 1/2"),
    ("factorial(x) y", "3/2, 2"),
    ("gamma(x)/y", "2, 3"),
    ("besselj(0, sqrt(x^2 + y^2))", "3, 1"),
    ("besselj(2, x y)", "1, 2"),
    ("|x - y| (x + y)", "1, 3"),
    ("|x y|^3", "-1, 2"),
    ("max(x^2, y)", "1, 3"),
    ("min(x y, x + y)", "1, 1"),
    ("erf(x + 2y)", "1/2, 0"),
    ("asin(x y) acos(x - y)", "1/2, 1/3"),
    ("tan(x) sec(y)", "1, 1/2"),
    ("sinh(x) cosh(y) tanh(x y)", "1/2, 1"),
    ("asinh(x y) + atanh(x/2)", "1/2, 2"),
    ("acosh(x + y)", "1, 2"),
    ("log2(x) log10(y)", "3, 7"),
    ("cbrt(x y)", "-2, 3"),
    ("(x^2 y)^(1/3)", "-2, 3"),
    ("root(5, x + y)", "-2, 1"),
    ("e^x sin y", "0, pi"),
    ("cos(x) cos(y)", "pi/2, 0"),
    ("sin(x + y)^2 + cos(x + y)^2", "1, 2"),
    ("cot(x) csc(y) + coth(x y)", "1, 2"),
    ("pi x^2 + e y + phi x y", "sqrt 2, ln 2"),
    ("x^40 y^30", "1/10, 3"),
    ("e^(-x^2 - y^2)", "5, 5"),
]


def nearest(value: sympy.Expr) -> float:
    """Return the double nearest to a constant; 0 for what is 0 to 40 digits."""
    digits = sympy.N(value, DIGITS)
    with mpmath.workdps(DIGITS):
        number = mpmath.mpf(str(digits))
        return 0.0 if abs(number) < mpmath.mpf(10) ** -40 else float(number)


def partial(text: str, variables: tuple[str, ...], at: str, *by: str) -> float:
    """Return one partial derivative at a point."""
    f = parse(text, variables)
    symbols = {name: sympy.Symbol(name, real=True) for name in variables}
    coordinates = zip(variables, at.split(","), strict=True)
    place = {symbols[name]: parse(text, ()).sympy for name, text in coordinates}
    derivative = sympy.diff(f.sympy, *(symbols[name] for name in by)) if by else f.sympy
    return nearest(derivative.subs(place))

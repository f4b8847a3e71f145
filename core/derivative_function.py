r"""The derivative of a typed function, as a function: its formula, its values, its derivation."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf
from operator import index

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.expression.derivation import Step, bracketed, derivation
from core.expression.differentiation import NoFormulaError
from core.expression.differentiation import differentiate as differentiated
from core.expression.expression import Expression, variables_of
from core.expression.latex import to_latex
from core.expression.series import MAX_ORDER
from core.expression.text import to_text
from core.expression.tidying import tidied
from core.expression.tree import Node, Variable, children
from core.floats import float_format
from core.local.kinks import guards, near_zero, vanishes_around
from core.local.pointwise import derivative_at

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Formulas of derivatives longer than this are for nobody to read; their values come from series.
MAX_NODES = 1000
MAX_DEPTH = 120
# Nodes of all formulas together before they are tidied: what may be spent on finding them.
MAX_WORK = 6_000
# Points of one call at which the formula leaves open whether there is a derivative.
MAX_DECIDED = 64
# Points of one call where there is no formula at all, and their number times the nodes of f times
# the coefficients of each series: what takes longest takes some seconds.
MAX_SERIES = 4096
MAX_SERIES_WORK = 200_000


@dataclass(frozen=True)
class DerivativeFunction:
    """``f^(n)``, the derivative of order n of a typed function, or a partial derivative.

    Call it like the function itself. Its value is that of the formula, every operation rounded in
    the float format of the arguments, wherever the formula is one for the derivative: with the
    formula's own rounding, all cancellation included. That of ``(1-cos x)/x^2`` at 1e-8 has no
    correct digit, as f itself has none there; ``core.derivative`` gives certain ones. Where the
    formula tells nothing (``core.local.kinks``), or has no value, the derivative is decided by
    proof and rounded once. The value is nan

    - where f has no value, a hole as that of ``sin(x)/x`` included;
    - where f is not differentiable: at corners, jumps, cusps, and at the ends of the domain;
    - where the tangent is vertical, as that of ``cbrt x`` at 0: an infinite slope is no derivative;
    - where neither was proven, or at more than ``MAX_DECIDED`` such points in one call.

    Attributes:
        function: f.
        order: n, at least 1.
        variable: The variable by which f is differentiated.
    """

    function: Expression
    order: int
    variable: str

    @property
    def variables(self) -> tuple[str, ...]:
        """The names of the variables, in the order of the arguments of a call."""
        return self.function.variables

    @cached_property
    def _formulas(self) -> tuple[Node, ...]:
        """``f, f', f'', ...`` up to the order, or as far as there are readable formulas."""
        found, work = [self.function.tree], 0.0
        try:
            while len(found) <= self.order and work < MAX_WORK:
                raw = differentiated(found[-1], self.variable)
                work += _size(raw)
                tree = tidied(raw, canceling=True) if work < MAX_WORK else raw
                if _size(tree) > MAX_NODES:
                    break
                found.append(tree)
        except NoFormulaError:
            pass
        return tuple(found)

    @cached_property
    def expression(self) -> Expression | None:
        """The formula as a function of its own; None where there is none (gamma), or no short one.

        It equals the derivative wherever f is differentiable. Elsewhere it may have values too:
        ``1/x`` has some where ``ln x`` has none.
        """
        if len(self._formulas) <= self.order:
            return None
        return Expression(to_text(self._formulas[-1]), self.variables, self._formulas[-1])

    @property
    def text(self) -> str:
        """The formula as text that can be typed, ``""`` if there is none."""
        return self.expression.text if self.expression else ""

    @property
    def canonical(self) -> str:
        """The same as ``text``: every sign is written."""
        return self.text

    @cached_property
    def latex(self) -> str:
        r"""LaTeX of the formula; ``\frac{d}{dx}\left[f\right]`` if there is none.

        >>> from core.expression.expression import parse
        >>> print(differentiate(parse("x^2 sin x")).latex)
        2 x \sin x + x^{2} \cos x
        """
        if self.expression:
            return self.expression.latex
        return bracketed(self._operator(self.order), self.function.latex)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The derivation, rule by rule; empty if the derivative has no formula."""
        if self.expression is None:
            return ()
        return tuple(derivation(self._formulas, self.variable, self._operator))

    def _operator(self, order: int) -> str:
        sign = "d" if len(self.variables) == 1 else r"\partial "
        power = f"^{{{order}}}" if order > 1 else ""
        name = to_latex(Variable(self.variable))
        return rf"\frac{{{sign.strip()}{power}}}{{{sign}{name}{power}}}"

    def __call__(self, *values: ArrayLike) -> NDArray[np.generic]:
        """Return the values of the derivative, in the float format of ``values``.

        Args:
            values: As for ``Expression``: one number or array for each variable.

        Returns:
            An array of the common shape and format; nan as said above, inf on overflow.

        Raises:
            TypeError: not one value for each variable, or arrays of different formats.
            ValueError: too many points where there is no formula (``MAX_SERIES``).

        >>> from core.expression.expression import parse
        >>> differentiate(parse("|x|"))([-2.0, 0.0, 3.0])
        array([-1., nan,  1.])
        """
        arguments = [Expression("", self.variables, Variable(x))(*values) for x in self.variables]
        points = {
            name: np.asarray(u, np.float64)
            for name, u in zip(self.variables, arguments, strict=True)
        }
        undefined = np.isnan(np.asarray(self.function(*points.values()), np.float64))
        result = np.full(arguments[0].shape, np.nan, arguments[0].dtype)
        open_ = ~undefined
        if self.expression:
            result = np.where(undefined, result, self.expression(*values))
            open_ &= self._is_open(points, np.asarray(result, np.float64))
        return self._decided(result, points, open_)

    def _is_open(self, points: dict[str, Floats], slope: Floats) -> Bools:
        """Say where the formula of the derivative does not tell, infinite places left out."""
        doubtful = ~np.isfinite(slope)
        for g in self._guards:
            near = near_zero(g, self.variables, points, self.variable)
            if near.any():
                near &= ~vanishes_around(g, self.variables, points, self.variable)
            doubtful |= near
        for u in points.values():
            doubtful &= np.isfinite(u)
        return doubtful

    @cached_property
    def _guards(self) -> tuple[Node, ...]:
        return guards(self.function.tree, self.variable)

    def _decided(
        self, result: NDArray[np.generic], points: dict[str, Floats], open_: Bools
    ) -> NDArray[np.generic]:
        """Put in what is proven at the points that are open, as many as may be."""
        table = np.stack([u[open_] for u in points.values()], axis=-1)
        places, which = np.unique(table, axis=0, return_inverse=True)
        last = MAX_DECIDED if self.expression else self._most_series()
        if self.expression is None and len(places) > last:
            raise ValueError(f"{len(places)} points without a formula: at most {last}")
        fmt = float_format(result.dtype)
        found = [
            derivative_at(
                self._formulas, self.order, self.variable, dict(zip(points, place, strict=True))
            )
            for place in places[:last].tolist()
        ]
        values = [fmt.nearest(Fraction(y)) if np.isfinite(y) else y for y in found]
        values += [np.nan] * (len(places) - len(values))
        result[open_] = np.array(values)[which.reshape(-1)].astype(result.dtype)
        return result

    def _most_series(self) -> int:
        cost = int(_size(self.function.tree)) * (self.order + 1)
        return min(MAX_SERIES, MAX_SERIES_WORK // cost)

    def __repr__(self) -> str:
        """Show the formula, or the function if there is none."""
        if self.expression:
            return f"DerivativeFunction({self.text!r})"
        by = f"{self.variable}, order {self.order}"
        return f"DerivativeFunction(of {self.function.canonical!r} by {by}, without a formula)"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.latex}$"


def differentiate(f: Expression, order: int = 1, variable: str | None = None) -> DerivativeFunction:
    r"""Return the derivative of ``f`` as a function, with its formula and its derivation.

    Args:
        f: A function of one or more variables.
        order: From 1 to 200.
        variable: By which variable; may be left out if f has only one.

    Raises:
        ValueError: if the order is out of range, ``f`` has no such variable, or has several and
            none is given.
        TypeError: if the order is no whole number.

    >>> from core.expression.expression import parse
    >>> df = differentiate(parse("x^2 sin x"))
    >>> df
    DerivativeFunction('2*x*sin(x) + x^2*cos(x)')
    >>> for step in df.steps:
    ...     print(step.rule, "|", step.formula)
    product | \left(u v\right)' = u' v + u v'
    power | \left(x^{n}\right)' = n x^{n - 1}
    table | \left(\sin x\right)' = \cos x
    >>> differentiate(parse("x^2 y^3", ("x", "y")), order=2, variable="y")
    DerivativeFunction('6*x^2*y')
    """
    order = index(order)
    if not 1 <= order <= MAX_ORDER:
        raise ValueError(f"order {order}: from 1 to {MAX_ORDER}")
    variables = variables_of(f)
    if variable is None and len(variables) != 1:
        raise ValueError(f"one of {len(variables)} variables must be named")
    name = variables[0] if variable is None else variable
    if name not in variables:
        raise ValueError(f"{name!r} is not one of the variables {', '.join(variables)}")
    return DerivativeFunction(f, order, name)


def _size(tree: Node) -> float:
    """Count nodes, without recursion; a formula that is too deep or too long is infinite."""
    waiting, count = [(tree, 0)], 0
    while waiting:
        node, depth = waiting.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_WORK:
            return inf
        waiting.extend((child, depth + 1) for child in children(node))
    return count

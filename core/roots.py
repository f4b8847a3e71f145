"""All real roots of a function in a window, and the proof that none was missed.

A formula is taken apart into factors (``core.solving.factors``). The roots of a polynomial are
isolated by exact algebra, those of everything else by the interval Newton method
(``core.solving.isolation``); a root of higher order is proven by Taylor coefficients that are
exactly 0 (``core.solving.multiple_roots``).
"""

from dataclasses import dataclass, field

import numpy as np
from flint import arb
from numpy.typing import NDArray

from core.certified import Certified
from core.expression.balls import enclose, working_precision
from core.expression.expression import Expression, variables_of
from core.expression.latex import to_latex
from core.expression.tree import Node, Variable
from core.point import Window, window_ends
from core.several.known_latex import short_text
from core.solving.factor_roots import Found
from core.solving.intervals import Interval, between, cut, interval_text, listed, outward
from core.solving.root_search import search
from core.solving.standing import Standing, standing, standing_text

BITS = 200


@dataclass(frozen=True, slots=True, repr=False)
class Root:
    """A root of f.

    Attributes:
        value: Where it is, with its certain digits.
        enclosure: The narrowest doubles that surely enclose it.
        multiplicity: How often f vanishes there: f, f', ... up to this order; None where f has no
            such order (``|x|``, ``sqrt(x)``).
        exact: The root in closed form; None if none was found.
        ball: The root as a ball of some 100 bits.
    """

    value: Certified
    enclosure: Interval
    multiplicity: int | None
    exact: Node | None
    ball: arb = field(compare=False)

    def __repr__(self) -> str:
        """Show the number, and its order if that is above 1."""
        shown = short_text(self.exact) or self.value.decimals
        return f"{shown} (order {self.multiplicity})" if (self.multiplicity or 1) > 1 else shown

    @property
    def latex(self) -> str:
        """LaTeX of the number: its closed form if that is known, else its certain digits."""
        if self.exact is not None:
            return to_latex(self.exact)
        digits, _, exponent = self.value.decimals.partition("e")
        return rf"{digits} \cdot 10^{{{int(exponent)}}}" if exponent else digits


@dataclass(frozen=True, slots=True, repr=False)
class Roots:
    """The roots of f in a closed window.

    Attributes:
        function: f.
        window: The window, its ends rounded outward to doubles.
        roots: All that are proven, in ascending order.
        undecided: Intervals about which nothing is proven: there may be roots in them or none.
        boxes: How many intervals the search looked at.
        standing: ``"complete"``: these are proven to be all. ``"undecided"``: there may be more in
            what is undecided. ``"ended early"``: likewise, as the budget of the search was spent:
            a smaller window may help. ``"identically zero"``: f is proven to be 0 wherever it has a
            value.
    """

    function: Expression
    window: Interval
    roots: tuple[Root, ...]
    undecided: tuple[Interval, ...]
    boxes: int
    standing: Standing

    @property
    def complete(self) -> bool:
        """Whether these are proven to be all roots in the window."""
        return not self.undecided

    @property
    def values(self) -> NDArray[np.float64]:
        """The roots as doubles."""
        return np.array([root.value.value for root in self.roots])

    def __repr__(self) -> str:
        """Show the roots, and whether they are all."""
        everywhere = self.standing == "identically zero"
        found = "everywhere" if everywhere else listed(self.roots, repr) or "none"
        text = standing_text(self.standing, listed(self.undecided, interval_text))
        return f"Roots({found}; {text})"

    def _repr_latex_(self) -> str:
        if self.standing == "identically zero":
            return rf"${to_latex(self.function.tree)} \equiv 0$"
        name = to_latex(Variable(self.function.variables[0]))
        found = listed(self.roots, lambda root: root.latex) or r"\varnothing"
        standing = "" if self.complete else r" \quad \text{(not proven to be all)}"
        return f"${name} = {found}{standing}$" if self.roots else f"${found}{standing}$"


def roots(f: Expression, window: Window) -> Roots:
    """Return all real roots of ``f`` in a closed window, certified.

    Args:
        f: A function of one variable.
        window: Two ends, the lower one first; or text such as ``"0, pi"``.

    Returns:
        The roots that are proven. Where f has no value there is no root: ``sin(x)/x`` has none
        at 0.

    Raises:
        ParseError: if an end is no finite real constant.
        ValueError: if f has several variables, or the window is not two ends in ascending order.

    >>> from core.expression.expression import parse
    >>> roots(parse("x^3 - 2x^2 - x + 2"), (-5, 5))
    Roots(-1, 1, 2; complete)
    >>> roots(parse("x sin x"), (-4, 4))
    Roots(-pi, 0 (order 2), pi; complete)
    >>> roots(parse("cos x - x"), (0, 1))
    Roots(0.739085133215161; complete)
    """
    variables_of(f, 1)
    low, high = window_ends(window)
    with working_precision(BITS):
        found = search(f.tree, f.variables[0], low, high)
        shown = between(enclose(low, {}, BITS), enclose(high, {}, BITS))
        undecided = tuple(cut(outward(ball), shown) for ball in found.undecided)
        all_roots = tuple(map(_root, found.roots))
        ended = standing(bool(undecided), found.ended_early, found.vanishes)
        return Roots(f, shown, all_roots, undecided, found.boxes, ended)


def _root(found: Found) -> Root:
    ball = found.ball
    return Root(Certified.of(ball), outward(ball), found.multiplicity, found.exact, ball)

"""What the Taylor lesson asks of core: series at every center, errors, proven ranges."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from core import Expression, NotAnalytic, parse, point, remainder, taylor
from core.centers import Centers, Floats, centers
from core.expression.balls import enclose
from core.sampling import around, sample
from core.taylor import TaylorPolynomial
from core.within import Within, within
from ui.readout import Readout
from ui.readouts import taylor as words

ORDERS = 20
TOLERANCE = 0.01

# The table of the common expansions: what to type, the series, where it converges.
EXPANSIONS = (
    ("e^x", r"e^x = \sum_{n=0}^{\infty} \frac{x^n}{n!}", r"x \in \mathbb{R}"),
    ("sin x", r"\sin x = \sum_{n=0}^{\infty} \frac{(-1)^n x^{2n+1}}{(2n+1)!}", r"x \in \mathbb{R}"),
    ("cos x", r"\cos x = \sum_{n=0}^{\infty} \frac{(-1)^n x^{2n}}{(2n)!}", r"x \in \mathbb{R}"),
    ("ln(1+x)", r"\ln(1+x) = \sum_{n=1}^{\infty} \frac{(-1)^{n+1} x^n}{n}", r"-1 < x \le 1"),
    ("1/(1-x)", r"\frac{1}{1-x} = \sum_{n=0}^{\infty} x^n", r"|x| < 1"),
    (
        "(1+x)^(1/2)",
        r"(1+x)^\alpha = \sum_{n=0}^{\infty} \binom{\alpha}{n} x^n,\ \alpha = \tfrac12",
        r"|x| < 1",
    ),
    ("arctan x", r"\arctan x = \sum_{n=0}^{\infty} \frac{(-1)^n x^{2n+1}}{2n+1}", r"|x| \le 1"),
    ("sinh x", r"\sinh x = \sum_{n=0}^{\infty} \frac{x^{2n+1}}{(2n+1)!}", r"x \in \mathbb{R}"),
    ("cosh x", r"\cosh x = \sum_{n=0}^{\infty} \frac{x^{2n}}{(2n)!}", r"x \in \mathbb{R}"),
    ("tan x", r"\tan x = x + \frac{x^3}{3} + \frac{2x^5}{15} + \cdots", r"|x| < \tfrac{\pi}{2}"),
)


@dataclass(frozen=True)
class Study:
    """A function expanded about a point, in a window."""

    polynomial: TaylorPolynomial | None
    near: Within | None
    refused: NotAnalytic | None
    window: tuple[float, float]
    curves: tuple[Floats, Floats, Centers, Floats, Floats]

    def readouts(self) -> list[Readout]:
        """Return what to say for each order, in the reader's language."""
        if self.polynomial and self.near:
            return words.orders(self.polynomial, self.near, self.window)
        assert self.refused
        return words.refusal(self.refused, ORDERS + 1)


def window(low: float, high: float, at: str) -> tuple[float, float]:
    """Return the window asked for, moved or widened so that the center lies inside."""
    return around(low, high, float(enclose(point(at), {}, 64)))


def study(f: Expression, at: str, window: tuple[float, float]) -> Study:
    """Return the study of ``f`` about ``at``; remembered by what was typed."""
    return _study(f.text, f.variables, at, window)


@st.cache_resource(max_entries=64, show_spinner=False)
def _study(text: str, variables: tuple[str, ...], at: str, window: tuple[float, float]) -> Study:
    f = parse(text, variables)
    x, y = sample(f, *window)
    polynomial = near = refused = None
    errors = np.full((ORDERS + 1, len(x)), np.nan)
    bands = np.full((ORDERS + 1, 2), np.nan)
    try:
        polynomial = taylor(f, at, ORDERS)
        near = within(f, at, ORDERS, TOLERANCE, window)
        errors = remainder(f, at, ORDERS, x).error
        bands = np.stack([near.lo, near.hi], axis=1)
    except NotAnalytic as error:
        refused = error
    curves = (x, y, centers(f, at, window, ORDERS), errors, bands)
    return Study(polynomial, near, refused, window, curves)

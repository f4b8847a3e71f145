"""What was typed, read: one tree, and each of its interpreters at hand."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import inf
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.errors import ParseError
from core.expression.browser import Data, to_browser
from core.expression.budgets import check
from core.expression.characters import to_ascii
from core.expression.latex import to_latex
from core.expression.numeric import Evaluator, compile_tree
from core.expression.parser import Parser
from core.expression.text import to_text
from core.expression.tokens import tokenize
from core.expression.tree import Node
from core.floats import FORMATS, FloatFormat, float_format

if TYPE_CHECKING:
    import sympy

MAX_VARIABLES = 6

# `y =`, `f(x) =`, `f(x, y) :=`: what stands left of the first sign of equality.
_LEFT_SIDE = re.compile(
    r"\s*(?P<name>\\?[A-Za-z]+(?:\s*_\s*(?:\w|\{\w+\}))?)"
    r"\s*(?:(?:\\left)?[(\[][\w\s,\\{}]*(?:\\right)?[)\]])?\s*:?="
)
_PYTHON = (int, float, Fraction)  # numbers of no format

_NAME = re.compile(r"[A-Za-z]+(?:_[A-Za-z0-9]+)?")


@dataclass(frozen=True)
class Expression:
    """A formula in named variables.

    Attributes:
        text: as typed.
        variables: names of the variables, in the order of the arguments of a call.
        tree: the formula itself.

    >>> f = parse("2x sin x")
    >>> f
    Expression('2*x*sin(x)')
    >>> f(np.array([0, 0.5]))
    array([0.        , 0.47942554])
    """

    text: str
    variables: tuple[str, ...]
    tree: Node

    @cached_property
    def canonical(self) -> str:
        """The formula in ASCII with every sign written, the same for all spellings of it."""
        return to_text(self.tree)

    @cached_property
    def latex(self) -> str:
        """LaTeX of what was typed, not simplified and not reordered."""
        return to_latex(self.tree)

    @cached_property
    def sympy(self) -> "sympy.Expr":
        """The same formula for SymPy, built node by node."""
        from core.expression.symbolic import to_sympy  # SymPy takes a quarter of a second to load

        return to_sympy(self.tree)

    @cached_property
    def browser(self) -> Data:
        """The tree as JSON data, for the browser's own interpreter."""
        return to_browser(self.tree)

    @cached_property
    def _compiled(self) -> dict[str, Evaluator]:
        return {}

    def __call__(self, *values: ArrayLike | Fraction) -> NDArray[np.generic]:
        """Return the values of the formula, every operation rounded in the format of ``values``.

        Args:
            values: one number or array for each variable, in float16, bfloat16, float32 or
                float64. Python's own numbers, Fractions and integers take the format of the
                others, or float64.

        Returns:
            An array of the common shape and that format; nan outside the domain, inf on overflow.

        Raises:
            TypeError: not one value for each variable, values that are no numbers (text is what
                ``parse`` and ``point`` read), or arrays of different formats.
            ValueError: numbers in a format that is none of the four.
        """
        if len(values) != len(self.variables):
            raise TypeError(f"{len(self.variables)} values expected, not {len(values)}")
        fmt = _common_format(values)
        arrays = [fmt.cast(np.asarray(_number(value))) for value in values]
        if fmt.name not in self._compiled:
            self._compiled[fmt.name] = compile_tree(self.tree, self.variables, fmt)
        with np.errstate(all="ignore"):
            result = np.asarray(self._compiled[fmt.name](arrays))
        shape = np.broadcast_shapes(*(array.shape for array in arrays))
        return result if result.shape == shape else np.broadcast_to(result, shape).copy()

    def __reduce__(self) -> tuple[type["Expression"], tuple[str, tuple[str, ...], Node]]:
        """Leave out what was compiled: functions of functions cannot be pickled."""
        return type(self), (self.text, self.variables, self.tree)

    def __repr__(self) -> str:
        """Show the formula as it was read."""
        others = "" if self.variables == ("x",) else f", variables={self.variables}"
        return f"Expression({self.canonical!r}{others})"

    def _repr_latex_(self) -> str:
        r"""Return what a notebook shows.

        >>> print(parse("1/(1+x^2)")._repr_latex_())
        $\displaystyle \frac{1}{1 + x^{2}}$
        """
        return rf"$\displaystyle {self.latex}$"


def variables_of(f: Expression, *allowed: int) -> tuple[str, ...]:
    """Return the names of a formula's variables.

    Args:
        f: What should be a formula: in a notebook it is often the text of one.
        allowed: How many variables it may have; any number if left out.

    Raises:
        TypeError: if it is no formula.
        ValueError: if it has another number of variables.

    >>> variables_of(parse("x y", ("x", "y")), 1)
    Traceback (most recent call last):
    ValueError: a formula in 1 variable expected, not in x, y
    """
    if not isinstance(f, Expression):
        raise TypeError(f"a formula expected, as parse('x^2') makes it, not {f!r}")
    if allowed and len(f.variables) not in allowed:
        counts = " or ".join(map(str, allowed))
        plural = "" if allowed == (1,) else "s"
        found = ", ".join(f.variables) or "none"
        raise ValueError(f"a formula in {counts} variable{plural} expected, not in {found}")
    return f.variables


def parse(text: str, variables: Sequence[str] = ("x",)) -> Expression:
    """Return the formula that ``text`` says, in the way students write or paste it.

    Args:
        text: at most 300 characters; plain, Chinese full-width, Unicode or LaTeX.
        variables: at most 6 names: letters with an optional subscript (``x_1``, ``omega``; also
            ``x₁``, ``ω``). They win over constants and functions of the same name.

    Raises:
        ParseError: with a stable code and the position in ``text``.
        ValueError: if a variable's name is not one, or two are the same.
        TypeError: if ``text`` is none.

    >>> parse("f(x) = e^-x² sin x").canonical
    'e^(-x^2)*sin(x)'
    """
    if not isinstance(text, str):
        raise TypeError(f"a formula is text, such as 'sin x', not {text!r}")
    if len(variables) > MAX_VARIABLES:
        raise ParseError("too_many_variables", 0, 0, text, {"limit": str(MAX_VARIABLES)})
    names = tuple(_variable(name) for name in variables)
    if len(set(names)) < len(names):
        raise ValueError(f"the variables {', '.join(names)} are not distinct")
    ascii_text, positions = to_ascii(text)
    ascii_text = _without_left_side(ascii_text, names)
    tokens = tokenize(text, ascii_text, positions, names)
    if tokens[0].kind == "end":
        raise ParseError("empty", len(text), 0, text)
    parser = Parser(text, tokens)
    tree = parser.parse()
    check(tree, text, parser.spans)
    return Expression(text, names, tree)


def _variable(name: str) -> str:
    """Return the spelled-out name: ``x_1`` for ``x₁``, ``omega`` for ``ω``."""
    plain = re.sub(r"[\\{} ]", "", to_ascii(name)[0])
    if not _NAME.fullmatch(plain):
        raise ValueError(f"{name!r} cannot name a variable")
    return plain


def _without_left_side(ascii_text: str, variables: tuple[str, ...]) -> str:
    """Return the text with ``f(x) =`` blanked out, so that every place stays where it is.

    A variable alone is no left-hand side: in x and y, ``y = x`` is an equation.
    """
    match = _LEFT_SIDE.match(ascii_text)
    if match is None or re.sub(r"[\\{}\s]", "", match["name"]) in variables:
        return ascii_text
    return " " * match.end() + ascii_text[match.end() :]


def _number(value: ArrayLike | Fraction) -> ArrayLike:
    """Return a value that NumPy can cast: one beyond the doubles is inf."""
    if (type(value) is int or type(value) is Fraction) and abs(value) > sys.float_info.max:
        return inf if value > 0 else -inf
    return float(value) if isinstance(value, Fraction) else value


def _common_format(values: Sequence[ArrayLike | Fraction]) -> FloatFormat:
    """Return the one float format among ``values``; float64 if all are Python's or integers."""
    dtypes = {np.asarray(v).dtype for v in values if type(v) not in _PYTHON}
    dtypes = {dtype for dtype in dtypes if dtype.kind not in "iub"}
    if len(dtypes) > 1:
        raise TypeError(f"arrays of different formats: {', '.join(sorted(map(str, dtypes)))}")
    return float_format(dtypes.pop()) if dtypes else FORMATS["float64"]

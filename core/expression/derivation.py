r"""A derivation in the style of textbooks, as data: one rule a line, outermost first.

A line is a formula in which some derivatives are still to be taken, like

    \frac{d}{dx}\left[x^{2}\right] \sin x + x^{2} \frac{d}{dx}\left[\sin x\right].

Each step takes the first of them and applies the rule of the table (``core.expression.rules``) that
fits it. Every line is equal to every other wherever the function is differentiable.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import pairwise

from core.expression.building import ONE, replaced
from core.expression.latex import to_latex
from core.expression.rule import Rule, built
from core.expression.rules import OUTER, rule_for
from core.expression.tree import Node, Variable, walk

# A formula of 300 nodes, the most a reader may type, has about as many steps.
MAX_STEPS = 400
MAX_LATEX = 200_000  # characters of all lines together


@dataclass(frozen=True, slots=True)
class Part:
    """What a letter of a rule stands for.

    Attributes:
        letter: ``"u"``, ``"v"``; ``"a"``, ``"b"``, ``"c"`` or ``"n"`` for constants.
        tree: The formula.
    """

    letter: str
    tree: Node

    @property
    def latex(self) -> str:
        """The formula in LaTeX."""
        return to_latex(self.tree)


@dataclass(frozen=True)
class Line:
    r"""One line of a derivation.

    Attributes:
        tree: A formula, with a variable of its own in the place of each pending derivative.
        pending: The names of these variables, and the formulas that are still to be differentiated.
        operator: LaTeX of "the derivative of", ``\frac{d}{dx}``.
    """

    tree: Node
    pending: Mapping[str, Node]
    operator: str

    @cached_property
    def latex(self) -> str:
        """The line in LaTeX."""
        latex = to_latex(self.tree)
        for name, inner in self.pending.items():
            latex = latex.replace(rf"\mathrm{{{name}}}", bracketed(self.operator, to_latex(inner)))
        return latex


@dataclass(frozen=True, slots=True)
class Step:
    r"""One step of a derivation: a true equality, and the rule that makes it one.

    Attributes:
        rule: The rule's stable code (``core.expression.rules``), ``"chain"`` where an outer
            function of more than the variable is differentiated, ``"simplify"`` for the tidying at
            the end; ``"remaining"`` if a derivation is so long that the rest is one step.
        formula: The rule in general, in LaTeX: ``\left(u v\right)' = u' v + u v'``.
        parts: What its letters stand for.
        before: The whole line before the step, in LaTeX.
        after: The whole line after it, which is the next step's ``before``.
        line: The line after the step, as data.
    """

    rule: str
    formula: str
    parts: tuple[Part, ...]
    before: str
    after: str
    line: Line

    def __repr__(self) -> str:
        """Show the rule and what it made."""
        return f"Step({self.rule}: {self.before} = {self.after})"

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {self.before} = {self.after}$"


def bracketed(operator: str, latex: str) -> str:
    r"""Return ``\frac{d}{dx}\left[u\right]``."""
    return rf"{operator}\left[{latex}\right]"


def derivation(
    formulas: Sequence[Node], variable: str, operator: Callable[[int], str]
) -> Iterator[Step]:
    r"""Yield the steps from ``\frac{d}{dx}\left[f\right]`` to the derivative.

    Args:
        formulas: ``f, f', ..., f^(n)``, each but the first as it is to be shown.
        variable: The name of x.
        operator: LaTeX of "the derivative of order n of".

    >>> from core.expression.expression import parse
    >>> formulas = parse("x sin x").tree, parse("sin x + x cos x").tree
    >>> for step in derivation(formulas, "x", lambda n: "D"):
    ...     print(step.rule.ljust(9), step.after)
    product   D\left[x\right] \sin x + x D\left[\sin x\right]
    identity  1 \sin x + x D\left[\sin x\right]
    table     1 \sin x + x \cos x
    simplify  \sin x + x \cos x
    """
    last, size = Line(formulas[-1], {}, operator(1)), 0
    for count, step in enumerate(_of_all_orders(formulas, variable, operator), start=1):
        yield step
        size += len(step.after)
        if (count >= MAX_STEPS or size > MAX_LATEX) and step.after != last.latex:
            yield Step("remaining", "", (), step.after, last.latex, last)
            return


def _of_all_orders(
    formulas: Sequence[Node], variable: str, operator: Callable[[int], str]
) -> Iterator[Step]:
    for k, (tree, result) in enumerate(pairwise(formulas)):
        line, end = Line(Variable("#0"), {"#0": tree}, operator(1)), Line(result, {}, operator(1))
        written = partial(_written, operator, len(formulas) - k - 2)
        for count in itertools.count(1):
            if not line.pending:
                break
            step = _step(line, variable, count, written)
            yield step
            line = step.line
        if line.latex != end.latex:
            yield Step("simplify", "", (), written(line), written(end), end)


def _written(operator: Callable[[int], str], later: int, line: Line) -> str:
    """Write a line that is to be differentiated again; two operators side by side are one."""
    if isinstance(line.tree, Variable) and line.tree.name in line.pending:
        return bracketed(operator(later + 1), to_latex(line.pending[line.tree.name]))
    return bracketed(operator(later), line.latex) if later else line.latex


def _step(line: Line, x: str, count: int, written: Callable[[Line], str]) -> Step:
    """Take the first pending derivative of a line by its rule."""
    name = next(
        p.name for p in walk(line.tree) if isinstance(p, Variable) and p.name in line.pending
    )
    found = rule_for(line.pending[name], x)
    assert found is not None, "derivations are made of what has a derivative"
    rule, letters = found
    plain = rule.code in OUTER and letters["u"] == Variable(x)
    pending, inner = _inner(rule, letters, count, plain)
    tree = replaced(line.tree, {name: built(rule.right, {**letters, **inner})})
    met = {part.name for part in walk(tree) if isinstance(part, Variable)}  # 0 u' is 0 at once
    left = {it: u for it, u in {**line.pending, **pending}.items() if it in met}
    after = Line(tree, left, line.operator)
    code = "chain" if rule.code in OUTER and not plain and pending else rule.code
    formula = rule.latex(x if plain or rule.code == "identity" else None)
    parts = tuple(Part(it, u) for it, u in letters.items() if not (plain and it == "u"))
    return Step(code, formula, parts, written(line), written(after), after)


def _inner(
    rule: Rule, letters: Mapping[str, Node], count: int, plain: bool
) -> tuple[dict[str, Node], dict[str, Node]]:
    """Return the new pending derivatives by name, and what stands for ``du`` and ``dv``."""
    if plain:
        return {}, {"du": ONE}
    names = {d: f"#{count}{u}" for d, u in rule.inner.items()}
    pending = {names[d]: letters[u] for d, u in rule.inner.items()}
    return pending, {d: Variable(name) for d, name in names.items()}

"""One rule of differentiation: what it differentiates, what comes out, and how both are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from core.expression.branchwise import branchwise
from core.expression.building import ONE, constant, minus, negated, over, plus, power, times
from core.expression.latex import to_latex
from core.expression.parser import Parser
from core.expression.rational import rational
from core.expression.tokens import tokenize
from core.expression.tree import (
    Branch,
    Call,
    Negation,
    Node,
    Operation,
    Variable,
    walk,
    with_children,
)

FUNCTIONS, CONSTANTS, VARIABLE = ("u", "v"), ("a", "b", "c", "n"), "x"
DERIVATIVES = {f"d{name}": name for name in FUNCTIONS}
_LETTERS = (*FUNCTIONS, *CONSTANTS, *DERIVATIVES, VARIABLE)


@dataclass(frozen=True)
class Rule:
    """One row of the table.

    Attributes:
        code: Its stable name.
        pattern: What it differentiates.
        derivative: What comes out.
    """

    code: str
    pattern: str
    derivative: str

    @cached_property
    def inner(self) -> dict[str, str]:
        """Which derivatives it asks for: ``{"du": "u"}``."""
        met = {part.name for part in walk(self.right) if isinstance(part, Variable)}
        return {d: of for d, of in DERIVATIVES.items() if d in met}

    @cached_property
    def left(self) -> Node:
        """The pattern as a tree."""
        return _read(self.pattern)

    @cached_property
    def right(self) -> Node:
        """The derivative as a tree."""
        return _read(self.derivative)

    def latex(self, of_variable: str | None = None) -> str:
        r"""Return the rule in LaTeX: of ``u``, or of the variable itself, where ``u' = 1``.

        >>> print(Rule("product", "u v", "du v + u dv").latex())
        \left(u v\right)' = u' v + u v'
        >>> print(Rule("table", "sin(u)", "cos(u) du").latex("x"))
        \left(\sin x\right)' = \cos x
        """
        letters: dict[str, Node] = {name: Variable(name) for name in _LETTERS}
        if of_variable is not None:
            letters |= {"u": Variable(of_variable), "du": ONE, VARIABLE: Variable(of_variable)}
        left, right = built(self.left, letters), built(self.right, letters)
        inside = to_latex(left)
        primed = f"{inside}'" if isinstance(left, Variable) else rf"\left({inside}\right)'"
        return f"{primed} = {_with_primes(to_latex(right))}"


@dataclass(frozen=True)
class CasesRule(Rule):
    """The rule of a function by cases: branch by branch, inside the regions where each holds.

    Attributes:
        branches: The branches of the function.
    """

    branches: tuple[Branch, ...] = ()

    @cached_property
    def right(self) -> Node:
        """The branches with ``du1``, ``du2``, ... in the place of their values."""
        values = [branch.value for branch in self.branches]
        return branchwise(self.branches, lambda u: Variable(f"du{values.index(u) + 1}"))

    @cached_property
    def inner(self) -> dict[str, str]:
        """Which derivatives it asks for: those of the branches that are more than points."""
        met = [part.name for part in walk(self.right) if isinstance(part, Variable)]
        return {f"d{u}": u for u in case_letters(self.branches) if f"d{u}" in met}

    def latex(self, of_variable: str | None = None) -> str:
        r"""Return the rule, with P for what holds.

        >>> print(CasesRule("cases", "", "", (Branch((), Variable("x")),)).latex())
        \left(\begin{cases} u_{1}, & P_{1} \end{cases}\right)'
        = \begin{cases} u_{1}', & P_{1} \end{cases}
        """
        u, du = (_all_cases(len(self.branches), prime) for prime in ("", "'"))
        return rf"\left({u}\right)' = {du}"


def case_letters(branches: tuple[Branch, ...]) -> list[str]:
    """Return ``u1``, ``u2``, ...: names that no variable of a reader can have."""
    return [f"u{k}" for k in range(1, len(branches) + 1)]


def _all_cases(count: int, prime: str) -> str:
    rows = [f"u_{{{k}}}{prime}, & P_{{{k}}}" for k in range(1, count + 1)]
    return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"


def _with_primes(latex: str) -> str:
    for name, of in DERIVATIVES.items():
        latex = latex.replace(rf"\mathrm{{{name}}}", f"{of}'")
    return latex


def _read(text: str) -> Node:
    """Parse a row; its letters stand where only numbers may be typed, so no budget is checked."""
    return Parser(text, tokenize(text, text, range(len(text) + 1), _LETTERS)).parse()


def built(template: Node, letters: Mapping[str, Node]) -> Node:
    """Return a row's right side with its letters replaced, without zeros, ones and ``3 - 1``."""
    match template:
        case Variable(name):
            return letters.get(name, template)  # a variable in the condition of a case
        case Negation(u):
            return negated(built(u, letters))
        case Operation(operator, u, v):
            return _BUILDERS[operator](built(u, letters), built(v, letters))
        case Call(name, arguments):
            return Call(name, tuple(built(u, letters) for u in arguments))
        case _:
            return with_children(template, lambda u: built(u, letters))


def _sum(u: Node, v: Node) -> Node:
    a, b = rational(u), rational(v)
    return plus(u, v) if a is None or b is None else constant(a + b)


def _difference(u: Node, v: Node) -> Node:
    a, b = rational(u), rational(v)
    return minus(u, v) if a is None or b is None else constant(a - b)


_BUILDERS = {"+": _sum, "-": _difference, "*": times, "/": over, "^": power}

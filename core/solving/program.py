"""Several formulas over one box, the parts that they share evaluated once.

A function and its derivatives have most of their parts in common: the gradient and the Hessian of
MATLAB's ``peaks`` have 1000 nodes, but 190 different ones.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from operator import is_
from typing import TypeAlias

from flint import arb

from core.expression.balls import ARITHMETIC, FUNCTIONS, enclose, power, working_precision
from core.expression.rational import rational
from core.expression.tree import (
    Call,
    Constant,
    Negation,
    Node,
    Operation,
    Variable,
    is_constant,
    walk,
    with_children,
)

# What a function or a power costs, and a node that is walked over, in additions: as measured.
CALL, WALK = 8, 20
# One operation on the values that are known so far.
Step: TypeAlias = Callable[[list[arb]], arb]


class Program:
    """Formulas as a list of single operations, each on earlier results.

    >>> from core.expression.expression import parse
    >>> program = Program([parse("e^sin(x) + 1").tree, parse("cos(x) e^sin(x)").tree], 53)
    >>> len(program), [ball.str(6) for ball in program.values({"x": arb(0)})]
    (5, ['2.00000', '1.00000'])
    """

    def __init__(self, trees: Sequence[Node], bits: int) -> None:
        """Take the formulas apart; their values will have ``bits`` bits."""
        self._bits = bits
        self._variables = sorted(
            {part.name for tree in trees for part in walk(tree) if isinstance(part, Variable)}
        )
        self._indices = {name: index for index, name in enumerate(self._variables)}
        self._steps: list[Step] = []
        self.cost = 0  # of an evaluation: about so many additions
        self.work = 0  # of all evaluations so far
        self._known: list[arb] = []  # of the last place, which is often asked for twice
        self._operations: dict[Node, Variable] = {}
        self._constants: dict[Node, Variable] = {}
        self._results = [self._index(self._taken_apart(tree)) for tree in trees]

    def __len__(self) -> int:
        """Return the number of operations."""
        return len(self._operations)

    def values(self, place: Mapping[str, arb]) -> list[arb]:
        """Return a ball for all values of each formula over a box (``core.expression.balls``)."""
        known = [place[name] for name in self._variables]
        if not (self._known and all(map(is_, known, self._known))):
            self.work += self.cost
            with working_precision(self._bits):
                for step in self._steps:
                    known.append(step(known))
            self._known = known
        return [self._known[index] for index in self._results]

    def _taken_apart(self, tree: Node) -> Node:
        """Return the name of a formula's value; a constant stays what it is, and exponents do."""
        operation = with_children(tree, self._taken_apart)
        if is_constant(operation) or isinstance(operation, Variable):
            return operation
        if operation not in self._operations:
            self._operations[operation] = self._kept(self._step(operation))
        return self._operations[operation]

    def _kept(self, step: Step) -> Variable:
        """Add a step, and return a name for its result."""
        name = f"#{len(self._indices)}"
        self._indices[name] = len(self._indices)
        self._steps.append(step)
        return Variable(name)

    def _index(self, u: Node) -> int:
        """Return where among the known values that of a name or a constant is."""
        if isinstance(u, Variable):
            return self._indices[u.name]
        if u not in self._constants:
            ball = enclose(u, {}, self._bits)
            self._constants[u] = self._kept(lambda _: ball)
        return self._index(self._constants[u])

    def _step(self, operation: Node) -> Step:
        """Return an operation as a function; the commonest ones without a walk through the tree."""
        match operation:
            case Operation("^", Constant("e"), u):
                return self._called(arb.exp, u)
            case Operation("^", u, v) if (r := rational(v)) is not None:
                return self._called(lambda ball: power(ball, r), u)
            case Operation("+" | "-" | "*" | "/" as sign, u, v):
                f, i, j = ARITHMETIC[sign], self._index(u), self._index(v)
                self.cost += 1
                return lambda known: f(known[i], known[j])
            case Negation(u):
                return self._called(arb.__neg__, u)
            case Call(name, (u,)):
                centered = partial(_centered, name)
                return self._called(centered if name in _SLOPES else FUNCTIONS[name], u)
            case _:
                self.cost += WALK * sum(1 for _ in walk(operation))
                used = {u.name: self._index(u) for u in walk(operation) if isinstance(u, Variable)}
                return lambda known: enclose(
                    operation, {name: known[i] for name, i in used.items()}, self._bits
                )

    def _called(self, f: Callable[[arb], arb], u: Node) -> Step:
        i = self._index(u)
        self.cost += CALL
        return lambda known: f(known[i])


_SLOPES: dict[str, Callable[[arb], arb]] = {
    "sin": arb.cos,
    "cos": lambda u: -u.sin(),
    "cosh": arb.sinh,
}


def _centered(name: str, u: arb) -> arb:
    """``f(m) + f'(U) (U - m)``: beside an extremum FLINT's own ball is far too wide.

    It has the radius of U times 1; so of ``1 - cos`` next to 0 not a digit would be left.
    """
    value = FUNCTIONS[name](u)
    if u.is_exact():
        return value
    centered = FUNCTIONS[name](u.mid()) + _SLOPES[name](u) * (u - u.mid())
    return centered if centered.rad() < value.rad() else value

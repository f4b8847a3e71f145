"""Several formulas over one box, the parts that they share evaluated once.

A function and its derivatives have most of their parts in common: the gradient and the Hessian of
MATLAB's ``peaks`` have 1000 nodes, but 190 different ones.
"""

from collections.abc import Callable, Mapping, Sequence

from flint import arb

from core.expression.balls import ARITHMETIC, FUNCTIONS, enclose, working_precision
from core.expression.tree import (
    Call,
    Negation,
    Node,
    Operation,
    Variable,
    is_constant,
    with_children,
)


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
        self._names: dict[Node, Variable] = {}
        self._constants: dict[Node, arb] = {}
        self._results = [self._taken_apart(tree) for tree in trees]

    def __len__(self) -> int:
        """Return the number of operations."""
        return len(self._names)

    def values(self, place: Mapping[str, arb]) -> list[arb]:
        """Return a ball for all values of each formula over a box (``core.expression.balls``)."""
        known = dict(place)
        with working_precision(self._bits):
            for operation, variable in self._names.items():
                known[variable.name] = self._performed(operation, known)
            return [self._operand(result, known) for result in self._results]

    def _taken_apart(self, tree: Node) -> Node:
        """Return the name of a formula's value; a constant stays what it is, and exponents do."""
        operation = with_children(tree, self._taken_apart)
        if is_constant(operation) or isinstance(operation, Variable):
            return operation
        return self._names.setdefault(operation, Variable(f"#{len(self._names)}"))

    def _performed(self, operation: Node, known: Mapping[str, arb]) -> arb:
        """Return the result of one operation; the commonest ones without a detour."""
        match operation:
            case Operation("+" | "-" | "*" | "/" as sign, u, v):
                return ARITHMETIC[sign](self._operand(u, known), self._operand(v, known))
            case Negation(u):
                return -self._operand(u, known)
            case Call("sin" | "cos" | "cosh" as name, (Variable(u),)) if not known[u].is_exact():
                return _centered(name, known[u])
            case _:
                return enclose(operation, known, self._bits)

    def _operand(self, u: Node, known: Mapping[str, arb]) -> arb:
        if isinstance(u, Variable):
            return known[u.name]
        if u not in self._constants:
            self._constants[u] = enclose(u, {}, self._bits)
        return self._constants[u]


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
    centered = FUNCTIONS[name](u.mid()) + _SLOPES[name](u) * (u - u.mid())
    return value.intersection(centered) if value.overlaps(centered) else value

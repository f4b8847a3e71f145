"""Products as a number and powers: ``(2 x) (3/x^2) sin x`` is 6, x and sin x above, x^2 below."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from core.expression.building import constant
from core.expression.rational import rational
from core.expression.tree import Call, Constant, Negation, Node, Number, Operation
from core.expression.writing import written

INDEX = {"sqrt": 2, "cbrt": 3}
MAX_EXPONENT = 1000
MAX_BITS = 2048  # of the number in front, when a product is raised to a power


@dataclass(frozen=True, slots=True)
class Term:
    """``factor Π u^k / Π v^m`` with whole k, m > 0.

    Attributes:
        factor: The number in front.
        above: The powers over the fraction bar: base to exponent.
        below: Those under it.
        decimal: Whether a factor was typed with a decimal point.
    """

    factor: Fraction
    above: Mapping[Node, int] = field(default_factory=dict)
    below: Mapping[Node, int] = field(default_factory=dict)
    decimal: bool = False

    def __neg__(self) -> "Term":
        """Return the term with the other sign."""
        return Term(-self.factor, self.above, self.below, self.decimal)

    def __mul__(self, other: "Term") -> "Term":
        """Add exponents of like bases, above and below apart."""
        return Term(
            self.factor * other.factor,
            added(self.above, other.above),
            added(self.below, other.below),
            self.decimal or other.decimal,
        )

    def inverse(self) -> "Term":
        """Return one over the term; its factor is not 0."""
        return Term(1 / self.factor, self.below, self.above, self.decimal)

    def raised(self, k: int) -> "Term | None":
        """Return the term to a whole power, not 0; None where that is too large, or undefined."""
        largest = max((*self.above.values(), *self.below.values(), 1)) * abs(k)
        n, d = self.factor.as_integer_ratio()
        if (
            largest > MAX_EXPONENT
            or n == 0
            or (n.bit_length() + d.bit_length()) * abs(k) > MAX_BITS
        ):
            return None
        above, below = ({u: m * abs(k) for u, m in it.items()} for it in (self.above, self.below))
        it = Term(self.factor ** abs(k), above, below, self.decimal)
        return it if k > 0 else it.inverse()

    def canceled(self, to_the_end: bool) -> "Term":
        """Cancel what stands above and below.

        Of ``x^2/x`` an x is left below, lest the value undefined at 0 be lost, unless canceling
        goes ``to_the_end``.
        """
        shared = {u: min(k, self.below[u]) for u, k in self.above.items() if u in self.below}
        if not to_the_end:
            shared = {u: k - (k == self.below[u]) for u, k in shared.items()}
        less = {u: -k for u, k in shared.items()}
        it = Term(self.factor, added(self.above, less), added(self.below, less), self.decimal)
        return it._without_opposites()._without_roots() if to_the_end else it

    def _without_opposites(self) -> "Term":
        """Cancel ``e^u e^(-u)``."""
        less: dict[Node, int] = {}
        for u, k in self.above.items():
            match u:
                case Operation("^", Constant("e") as e, Negation(v)):
                    n = min(k, self.above.get(Operation("^", e, v), 0))
                    less |= {u: -n, Operation("^", e, v): -n}
        return Term(self.factor, added(self.above, less), self.below, self.decimal)

    def _without_roots(self) -> "Term":
        """Cancel a root against its radicand, or itself: ``x/sqrt(x)`` to ``sqrt(x)``."""
        for root in (*self.above, *self.below):
            match root:
                case Call(name, (u,)) if name in INDEX and self._is_excess(root, u):
                    n = INDEX[name]
                    left = n * self._exponent(u) + self._exponent(root)  # as a power of the root
                    whole, rest = divmod(abs(left), n)
                    kept = added({u: whole}, {root: rest})
                    above, below = (
                        {v: k for v, k in it.items() if v not in (u, root)}
                        for it in (self.above, self.below)
                    )
                    sides = (added(above, kept), below) if left > 0 else (above, added(below, kept))
                    return Term(self.factor, *sides, self.decimal)._without_roots()
        return self

    def _exponent(self, u: Node) -> int:
        return self.above.get(u, 0) - self.below.get(u, 0)

    def _is_excess(self, root: Call, u: Node) -> bool:
        """Say whether a root stands against its radicand, or makes up a whole power of it."""
        k = self._exponent(root)
        return k * self._exponent(u) < 0 or abs(k) >= INDEX[root.name]

    @property
    def kind(self) -> tuple[frozenset[tuple[Node, int]], frozenset[tuple[Node, int]]]:
        """What like terms share: everything but the number."""
        return frozenset(self.above.items()), frozenset(self.below.items())


def added(u: Mapping[Node, int], v: Mapping[Node, int]) -> dict[Node, int]:
    """Return the sums of exponents, zeros left out."""
    total = dict(u)
    for base, k in v.items():
        total[base] = total.get(base, 0) + k
    return {base: k for base, k in total.items() if k}


def term(tree: Node) -> Term:
    """Take a product apart.

    >>> from core.expression.expression import parse
    >>> term(parse("3x (2x)").tree).factor
    Fraction(6, 1)
    """
    match tree:
        case Number(value, text):
            return Term(value, decimal="." in text)
        case Negation(u):
            return -term(u)
        case Operation("*", u, v):
            return term(u) * term(v)
        case Operation("/", u, v):
            below = term(v)
            if below.factor:  # an undefined quotient stays as it is
                return term(u) * below.inverse()
        case Operation("^", u, v) if rational(u) is None and (r := rational(v)):
            return _power(u, v, r)
        case Operation("^", Constant("e") as e, v) if isinstance(v, Operation | Negation):
            return _exponential(e, v)
    return Term(Fraction(1), {tree: 1})


def _power(u: Node, v: Node, r: Fraction) -> Term:
    """``u^r``: a power of u if r is whole, else ``u^|r|`` above or below the bar."""
    if r.denominator > 1:
        size = v if r > 0 else v.operand if isinstance(v, Negation) else constant(-r)
        root = Term(Fraction(1), {Operation("^", u, size): 1})
        return root if r > 0 else root.inverse()
    raised = term(u).raised(int(r))
    return Term(Fraction(1), {Operation("^", u, v): 1}) if raised is None else raised


def _exponential(e: Node, exponent: Node) -> Term:
    """``e^(k u)``, k > 0 whole, as the power k of ``e^u``, so that ``e^x e^(2x)`` is one power."""
    it = term(exponent)
    k = int(abs(it.factor)) if it.factor.denominator == 1 and not it.decimal else 0
    if not 1 < k <= MAX_EXPONENT:
        return Term(Fraction(1), {Operation("^", e, exponent): 1})
    once = Term(it.factor / k, it.above, it.below)
    return Term(Fraction(1), {Operation("^", e, written(once)): k})


def addends(tree: Node) -> list[Term]:
    """Take a sum apart, brackets and all."""
    match tree:
        case Operation("+", u, v):
            return addends(u) + addends(v)
        case Operation("-", u, v):
            return addends(u) + [-it for it in addends(v)]
        case Negation(u):
            return [-it for it in addends(u)]
        case _:
            return [term(tree)]


def collected(terms: Iterable[Term]) -> list[Term]:
    """Add up like terms, in the order of their first appearance; those that cancel become 0."""
    total: dict[object, Term] = {}
    for it in terms:
        before = total.get(it.kind)
        factor = it.factor + (before.factor if before else 0)
        decimal = it.decimal or (before is not None and before.decimal)
        total[it.kind] = Term(factor, it.above, it.below, decimal)
    return list(total.values())

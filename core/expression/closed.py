"""Constants in closed form: polynomials over the rationals in pi, e, ln 2, sqrt(2), sin 1, etc.

Each irrational constant becomes a generator of a polynomial ring, with the relations that are known
between them (``s^2 = 2``, ``sin^2 + cos^2 = 1``, ``g g^-1 = 1``). A polynomial that reduces to 0
*is* 0: that is the proof that series need where something vanishes. A polynomial that does not may
still be 0, through a relation that is not known here; nothing is concluded from it.
"""

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import reduce

from flint import arb, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from core.expression.balls import enclose
from core.expression.building import ONE, ZERO, constant, negated, over, plus, power, times
from core.expression.rings import Irrational, Undecided
from core.expression.tree import Call, Constant, Node, Number, Operation
from core.expression.values import bits, rational_power

# How many different irrational constants one formula may bring in, inverses and roots included.
MAX_GENERATORS = 16
# Longest polynomial that is carried on: beyond, nobody reads the closed form.
MAX_LENGTH = 80
# Longest numerator or denominator in it, in bits: 2400 digits, and Python writes no more than 4300.
MAX_COEFFICIENT_BITS = 8000
# Highest exponent of a constant: each relation takes it down step by step.
MAX_EXPONENT = 1000
# Steps that cost about as much as one product of terms.
STEPS = 20
# ``e^(n c)`` is the n-th power of ``e^c`` up to here, so that they are known to be related.
MAX_MULTIPLE = 200
# How many products of terms one expansion may cost: about a tenth of a second.
MAX_WORK = 60_000
# Longest integer that is factored into primes, in bits.
MAX_FACTORED_BITS = 48
# Precisions at which the sign of a constant is sought.
SIGN_BITS = (64, 256, 1024)

# Later generators come first in the lexicographic order, so that each relation rewrites the newer.
_CONTEXT = fmpq_mpoly_ctx.get(("g", MAX_GENERATORS), "lex")
_NO_TERM: Node = ZERO
_ZERO, _ONE = _CONTEXT.constant(0), _CONTEXT.constant(1)
# sin(r pi) for 0 <= r <= 1/2, as the rational coefficient and the number under the root.
_SINES = {
    Fraction(0): (Fraction(0), 1),
    Fraction(1, 6): (Fraction(1, 2), 1),
    Fraction(1, 4): (Fraction(1, 2), 2),
    Fraction(1, 3): (Fraction(1, 2), 3),
    Fraction(1, 2): (Fraction(1), 1),
}


class Constants:
    """The constants that one expansion has met."""

    def __init__(self) -> None:
        """Begin with the rationals."""
        self._nodes: list[Node] = []
        self._exponents: dict[Node, fmpq_mpoly] = {}  # c of the generators e^c
        self._relations: list[fmpq_mpoly] = []
        self._work = 0

    # --- arithmetic ---------------------------------------------------------------------------

    def number(self, value: Fraction) -> fmpq_mpoly:
        """Return a rational."""
        return _CONTEXT.constant(fmpq(value.numerator, value.denominator))

    def multiply(self, p: fmpq_mpoly, q: fmpq_mpoly) -> fmpq_mpoly:
        """Return the product, reduced by the known relations."""
        self.spend(len(p) * len(q))
        return self.reduced(p * q)

    def reduced(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``p`` rewritten by the relations, newest generator first."""
        highest = max(map(int, p.degrees()), default=0)
        if highest > MAX_EXPONENT:
            raise Irrational("too long")
        self.spend(len(p) * (1 + len(self._relations)) + highest // STEPS)
        for relation in reversed(self._relations):
            p = p % relation
        if len(p) > MAX_LENGTH or (p and _is_long(p.leading_coefficient())):
            raise Irrational("too long")
        return p

    def spend(self, work: int) -> None:
        """Count the products of terms that were made; leave when they have become too many."""
        self._work += work
        if self._work > MAX_WORK:
            raise Irrational("too long")

    def inverse(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``1/p``: generator by generator for a monomial, else as a new generator."""
        if not p:
            raise ZeroDivisionError
        if len(p) != 1:
            return self._rationalized(p) or self._new_inverse(p)
        (monomial, coefficient), *_ = p.terms()
        result = self.number(1 / as_fraction(coefficient))
        for index, exponent in enumerate(monomial):
            if exponent:
                result = self.multiply(result, self._inverse_generator(index) ** exponent)
        return result

    def _rationalized(self, p: fmpq_mpoly) -> fmpq_mpoly | None:
        """Return ``1/(a + b sqrt(n)) = (a - b sqrt(n)) / (a^2 - b^2 n)``; else None."""
        a = p.coefficient(len(p) - 1)
        conjugate = 2 * self.number(as_fraction(a)) - p
        norm = fraction(self.reduced(p * conjugate))
        return conjugate * self.number(1 / norm) if norm else None

    def _inverse_generator(self, index: int) -> fmpq_mpoly:
        """Return ``1/g``; ``1/e^c`` is ``e^-c`` when it is shown."""
        node = self._nodes[MAX_GENERATORS - 1 - index]
        known = self._exponents.get(node)
        shown = over(ONE, node) if known is None else self._exponential(-known)
        return self._relate_inverse(_CONTEXT.gen(index), shown)

    def _new_inverse(self, p: fmpq_mpoly) -> fmpq_mpoly:
        if self.sign(p) == 0:
            raise ZeroDivisionError
        scale = p.leading_coefficient()
        unit = p * (1 / scale)
        return self._relate_inverse(unit, over(ONE, self.node(unit))) * (1 / scale)

    def _relate_inverse(self, p: fmpq_mpoly, shown: Node) -> fmpq_mpoly:
        """Return the generator for ``1/p``, with the relation ``p g = 1``."""
        known = len(self._nodes)
        inverse = self.generator(shown)
        if len(self._nodes) > known:
            self._relations.append(inverse * p - 1)
        return inverse

    def generator(self, node: Node) -> fmpq_mpoly:
        """Return the generator that stands for ``node``, a new one if need be."""
        if node not in self._nodes:
            if len(self._nodes) == MAX_GENERATORS:
                raise Irrational("too many constants")
            self._nodes.append(node)
        return _CONTEXT.gen(MAX_GENERATORS - 1 - self._nodes.index(node))

    # --- what it is worth ---------------------------------------------------------------------

    def sign(self, p: fmpq_mpoly) -> int:
        """Return the proven sign.

        Raises:
            Undecided: if ``p`` does not reduce to 0 and its ball contains 0 at all precisions.
        """
        if not p:
            return 0
        for precision in SIGN_BITS:
            ball = enclose(self.node(p), {}, precision)
            if ball > 0 or ball < 0:
                return 1 if ball > 0 else -1
        raise Undecided

    def node(self, p: fmpq_mpoly) -> Node:
        """Return ``p`` as a formula, a positive term first if there is one."""
        pairs = list(p.terms())
        first = next((k for k, (_, c) in enumerate(pairs) if c > 0), 0)
        ordered = [pairs[first], *pairs[:first], *pairs[first + 1 :]] if pairs else []
        terms = (self._term(monomial, as_fraction(c)) for monomial, c in ordered)
        return reduce(plus, terms, _NO_TERM)

    def _term(self, monomial: Sequence[int], coefficient: Fraction) -> Node:
        above, below = (constant(Fraction(n)) for n in abs(coefficient).as_integer_ratio())
        for exponent, node in zip(reversed(monomial), self._nodes, strict=False):
            k = constant(Fraction(int(exponent)))
            if exponent and node in self._exponents:
                node = self._exponential(self._exponents[node] * int(exponent))
                above = times(above, node)
                continue
            match node:
                case Operation("/", top, bottom) if top == ONE:
                    below = times(below, power(bottom, k))
                case _:
                    above = times(above, power(node, k))
        size = over(above, below)
        return negated(size) if coefficient < 0 else size

    # --- functions of constants ---------------------------------------------------------------

    def named(self, name: str) -> fmpq_mpoly:
        """Return pi, e or phi."""
        if name == "pi":
            return self.generator(Constant("pi"))
        if name == "e":
            return self.exp(_ONE)
        return (self.power(_CONTEXT.constant(5), Fraction(1, 2)) + 1) * fmpq(1, 2)

    def exp(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``e^p``; ``e^(r ln c) = c^r`` and ``e^(n c)`` is the power of ``e^c``."""
        result = _ONE
        for monomial, c in p.terms():
            result = self.multiply(result, self._exp_of_term(_monomial(monomial), as_fraction(c)))
        return result

    def _exp_of_term(self, monomial: fmpq_mpoly, r: Fraction) -> fmpq_mpoly:
        node = self.node(monomial)
        match node:
            case Call("ln", (Number(value, _),)):
                return self.power(self.number(value), r)
            case _:
                shared = abs(r.numerator) if abs(r.numerator) > MAX_MULTIPLE else 1
                c = monomial * fmpq(shared, r.denominator)
                return self._whole_power(self._exponential_generator(c), r.numerator // shared)

    def _exponential_generator(self, c: fmpq_mpoly) -> fmpq_mpoly:
        """Return the generator for ``e^c``."""
        return self.generator(self._exponential(c))

    def _exponential(self, c: fmpq_mpoly) -> Node:
        """Return ``e^c`` as it is shown, and keep c."""
        shown = power(Constant("e"), self.node(c))
        self._exponents.setdefault(shown, c)
        return shown

    def ln(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``ln p``; of a rational, as a sum over its primes; ``ln(r e^c) = ln r + c``."""
        value, result = fraction(p), _ZERO
        if value is None and (split := self._without_exponentials(p)):
            value, result = split
        if value is None:
            return self.generator(Call("ln", (self.node(p),)))
        for prime, exponent in prime_powers(value):
            result += self.generator(Call("ln", (constant(Fraction(prime)),))) * exponent
        return result

    def _without_exponentials(self, p: fmpq_mpoly) -> tuple[Fraction, fmpq_mpoly] | None:
        """Return r and c for ``p = r e^c``; None if it is not one such product."""
        (monomial, r), *others = p.terms()
        powers = list(zip(self._nodes, reversed(monomial), strict=False))
        if others or r < 0 or any(k and node not in self._exponents for node, k in powers):
            return None
        c = sum((self._exponents[node] * int(k) for node, k in powers if k), _ZERO)
        return as_fraction(r), c

    def power(self, p: fmpq_mpoly, r: Fraction) -> fmpq_mpoly:
        """Return ``p^r``, the real root where ``r`` has an odd denominator."""
        if r.denominator == 1:
            return self._whole_power(p, r.numerator)
        value = fraction(p)
        plain = None if value is None else rational_power(value, r)
        if plain is not None:
            return self.number(plain)
        if self.sign(p) < 0:
            if r.denominator % 2 == 0:
                raise Irrational("not real")
            size = self.power(-p, r)
            return -size if r.numerator % 2 else size
        if value is None:
            return self._whole_power(self._root(p, r.denominator), r.numerator)
        return self._power_of_primes(value, r)

    def _power_of_primes(self, value: Fraction, r: Fraction) -> fmpq_mpoly:
        """Return ``value^r`` from roots of primes: ``sqrt(8) = 2 sqrt(2)``."""
        result = _ONE
        for prime, exponent in prime_powers(value):
            total = exponent * r
            whole = total.numerator // total.denominator
            rest = total - whole
            if abs(whole) * prime.bit_length() > MAX_COEFFICIENT_BITS:
                raise Irrational("too long")
            result = result * self.number(Fraction(prime) ** whole)
            if rest:
                root = self._root(_CONTEXT.constant(prime), rest.denominator)
                result = self.multiply(result, self._whole_power(root, rest.numerator))
        return result

    def _root(self, p: fmpq_mpoly, q: int) -> fmpq_mpoly:
        """Return the generator for the positive ``q``-th root of ``p > 0``."""
        known, inner = len(self._nodes), self.node(p)
        if q <= 3:
            root = self.generator(Call("sqrt" if q == 2 else "cbrt", (inner,)))
        else:
            root = self.generator(Call("root", (constant(Fraction(q)), inner)))
        if len(self._nodes) > known:
            self._relations.append(root**q - p)
        return root

    def _whole_power(self, p: fmpq_mpoly, n: int) -> fmpq_mpoly:
        """Return ``p^n`` by repeated squaring, reduced on the way."""
        if n < 0:
            return self._whole_power(self.inverse(p), -n)
        result = _ONE
        while n:
            if n % 2:
                result = self.multiply(result, p)
            n //= 2
            p = self.multiply(p, p) if n else p
        return result

    def sin(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``sin p``, exact at the multiples of pi/6 and pi/4."""
        r = self._turns(p)
        if r is not None:
            return self._sine_of_turns(r)
        if _leads_negative(p):
            return -self.sin(-p)
        return self._sine_and_cosine(p)[0]

    def cos(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``cos p``."""
        r = self._turns(p)
        if r is not None:
            return self._sine_of_turns(r + Fraction(1, 2))
        return self._sine_and_cosine(-p if _leads_negative(p) else p)[1]

    def _sine_and_cosine(self, p: fmpq_mpoly) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """Return two generators, with ``sin^2 + cos^2 = 1``."""
        known, inner = len(self._nodes), self.node(p)
        cosine = self.generator(Call("cos", (inner,)))
        sine = self.generator(Call("sin", (inner,)))
        if len(self._nodes) > known:
            self._relations.append(sine**2 + cosine**2 - 1)
        return sine, cosine

    def _turns(self, p: fmpq_mpoly) -> Fraction | None:
        """Return ``r`` if ``p = r pi`` and ``sin p`` is in the table."""
        if not p:
            return Fraction(0)
        terms = list(p.terms())
        if len(terms) != 1 or self.node(_monomial(terms[0][0])) != Constant("pi"):
            return None
        r = as_fraction(terms[0][1])
        return r if 12 % r.denominator == 0 and r.denominator != 12 else None

    def _sine_of_turns(self, r: Fraction) -> fmpq_mpoly:
        """Return ``sin(r pi)``."""
        r %= 2
        if r > 1:
            return -self._sine_of_turns(r - 1)
        coefficient, under_root = _SINES[min(r, 1 - r)]
        root = self.power(_CONTEXT.constant(under_root), Fraction(1, 2))
        return root * self.number(coefficient)

    def tan(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``tan p``."""
        if self._turns(p) is not None:
            return self.multiply(self.sin(p), self.inverse(self.cos(p)))
        return self._odd("tan", p)

    def asin(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``asin p``, a multiple of pi where it is one."""
        return self._inverse_trigonometric("asin", self.sin, p)

    def atan(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``atan p``, a multiple of pi where it is one."""
        return self._inverse_trigonometric("atan", self.tan, p)

    def _inverse_trigonometric(
        self, name: str, function: Callable[[fmpq_mpoly], fmpq_mpoly], p: fmpq_mpoly
    ) -> fmpq_mpoly:
        """Return the ``r pi`` of the table whose sine or tangent is ``p``, or a generator."""
        if _leads_negative(p):
            return -self._inverse_trigonometric(name, function, -p)
        pi = self.named("pi")
        for r in _SINES:
            if (name, r) != ("atan", Fraction(1, 2)) and function(pi * self.number(r)) == p:
                return pi * self.number(r)
        return self._odd(name, p)

    def erf(self, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return ``erf p``."""
        return self._odd("erf", p) if p else _ZERO

    def _odd(self, name: str, p: fmpq_mpoly) -> fmpq_mpoly:
        """Return a generator for an odd function, one for both signs of the argument."""
        if _leads_negative(p):
            return -self._odd(name, -p)
        return self.generator(Call(name, (self.node(p),)))

    def enclose(self, p: fmpq_mpoly, bits: int) -> arb:
        """Return a ball around the value."""
        return enclose(self.node(p), {}, bits)


def fraction(p: fmpq_mpoly) -> Fraction | None:
    """Return the value of a polynomial without generators, else None."""
    return as_fraction(p.leading_coefficient()) if p.is_constant() and p else _zero_or_none(p)


def as_fraction(c: fmpq) -> Fraction:
    """Return FLINT's rational as Python's."""
    return Fraction(int(c.numerator), int(c.denominator))


def prime_powers(value: Fraction) -> list[tuple[int, int]]:
    """Return the primes of a positive rational with their exponents; negative below the line."""
    if value <= 0 or max(value.numerator, value.denominator).bit_length() > MAX_FACTORED_BITS:
        raise Irrational("too long to factor")
    above = [(int(p), int(k)) for p, k in fmpz(value.numerator).factor()]
    below = [(int(p), -int(k)) for p, k in fmpz(value.denominator).factor()]
    return above + below


def _is_long(c: fmpq) -> bool:
    return bits(as_fraction(c)) > MAX_COEFFICIENT_BITS


def _zero_or_none(p: fmpq_mpoly) -> Fraction | None:
    return None if p else Fraction(0)


def _leads_negative(p: fmpq_mpoly) -> bool:
    return bool(p) and p.leading_coefficient() < 0


def _monomial(exponents: Sequence[int]) -> fmpq_mpoly:
    return _CONTEXT.from_dict({tuple(exponents): fmpq(1)})

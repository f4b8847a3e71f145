"""Proven enclosures of a formula's value: one interpreter of the tree, over FLINT's real balls.

A ball ``m ± r`` that contains every argument gives a ball that contains every value (the inclusion
principle), however wide it is. Where the formula is undefined somewhere on the argument, or where
that cannot be excluded, the answer is not finite: never a guess.

Source: F. Johansson, *Arb: efficient arbitrary-precision midpoint-radius interval arithmetic*, IEEE
Transactions on Computers 66 (2017).
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from threading import RLock
from typing import TypeAlias

from flint import arb, ctx, fmpq

from core.expression.rational import rational
from core.expression.tree import (
    Branch,
    Call,
    Cases,
    Comparison,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
)

Test: TypeAlias = Callable[[arb, arb], bool]

# FLINT cannot be interrupted: what is asked of it is bounded here.
MAX_BITS = 20_000
MAX_TERMS = 1_200
# FLINT's own root up to this index; beyond, exp(ln(u) / n) is as good and as fast.
MAX_ROOT = 64
# Doubles end at 2^-1074: 0 is the nearest one to anything in a ball that is all below this.
NEGLIGIBLE = arb(2) ** -1080

_LOCK = RLock()


def working_precision(bits: int, terms: int = 1) -> "_Setting":
    """Compute with balls of ``bits`` bits and series of ``terms`` terms inside a ``with`` block.

    FLINT's precision is one setting for the whole process, and Streamlit runs its sessions in
    threads: a lock keeps others out until the block ends. Blocks of one thread may nest.

    Raises:
        ValueError: if more is asked for than ``MAX_BITS`` or ``MAX_TERMS``, or less than 2 bits.
    """
    if not (2 <= bits <= MAX_BITS and 1 <= terms <= MAX_TERMS):
        raise ValueError(f"{bits} bits and {terms} terms: at most {MAX_BITS} and {MAX_TERMS}")
    return _Setting(bits, terms)


class _Setting:
    """FLINT's precision and number of terms, for the time of a block."""

    __slots__ = ("_after", "_before")

    def __init__(self, bits: int, terms: int) -> None:
        self._after = bits, terms
        self._before = bits, terms

    def __enter__(self) -> None:
        _LOCK.acquire()
        self._before = ctx.prec, ctx.cap
        ctx.prec, ctx.cap = self._after

    def __exit__(self, *_: object) -> None:
        ctx.prec, ctx.cap = self._before
        _LOCK.release()


def enclose(tree: Node, values: Mapping[str, arb | Node], bits: int) -> arb:
    """Return a ball that contains the value of ``tree``.

    Args:
        tree: The formula.
        values: A ball, or a constant formula, for every variable in it.
        bits: Working precision. The radius shows what is left of it.

    Returns:
        A ball for every value over the arguments' balls; not finite where none is proven.

    >>> from core.expression.tree import Call, Variable
    >>> print(enclose(Call("sin", (Variable("x"),)), {"x": arb(1)}, 53).str(10))
    [0.8414709848 +/- 7.90e-12]
    """
    with working_precision(bits):
        return _value(tree, values)


def is_accurate(ball: arb, bits: int) -> bool:
    """Say whether so many bits of a number are certain; or it is 0, or nearer to 0 than any double.

    >>> is_accurate(arb("1 +/- 1e-9"), 20), is_accurate(arb("0 +/- 1e-9"), 20)
    (True, False)
    """
    return bool(ball.rel_accuracy_bits() >= bits or abs(ball) < NEGLIGIBLE)


def exact_ball(value: Fraction) -> arb:
    """Return ``value`` as a ball at the working precision."""
    if value.denominator == 1:
        return arb(value.numerator)
    return arb(fmpq(value.numerator, value.denominator))


def _value(node: Node, values: Mapping[str, arb | Node]) -> arb:
    match node:
        case Number(value, _):
            return exact_ball(value)
        case Constant(name):
            return CONSTANTS[name]()
        case Variable(name):
            given = values[name]
            return given if isinstance(given, arb) else _value(given, {})
        case Negation(operand):
            return -_value(operand, values)
        case Operation("^", base, exponent):
            return _power_of_nodes(base, exponent, values)
        case Operation(operator, left, right):
            return ARITHMETIC[operator](_value(left, values), _value(right, values))
        case Call(name, arguments):
            return _call(name, arguments, values)
        case Cases(branches):
            return _cases(branches, values)


def _cases(branches: tuple[Branch, ...], values: Mapping[str, arb | Node]) -> arb:
    """Return a ball around the values of all branches that may be the first to hold.

    It is not finite if maybe none holds, or if a comparison on the way may have no value.
    """
    possible: list[arb] = []
    for branch in branches:
        sides = [_sides(it, values) for it in branch.conditions]
        if not all(u.is_finite() and v.is_finite() for u, v, _ in sides):
            break
        if any(fails(u, v) for u, v, (_, fails) in sides):
            continue
        possible.append(_value(branch.value, values))
        if all(holds(u, v) for u, v, (holds, _) in sides):
            return reduce(arb.union, possible)
    return arb.nan()


def _sides(it: Comparison, values: Mapping[str, arb | Node]) -> tuple[arb, arb, tuple[Test, Test]]:
    return _value(it.left, values), _value(it.right, values), RELATIONS[it.relation]


def _call(name: str, arguments: tuple[Node, ...], values: Mapping[str, arb | Node]) -> arb:
    if name in ("root", "besselj"):
        n = rational(arguments[0])
        if n is None or n.denominator != 1:
            return arb.nan()
        u = _value(arguments[1], values)
        return root(u, n.numerator) if name == "root" else u.bessel_j(n.numerator)
    return FUNCTIONS[name](*(_value(argument, values) for argument in arguments))


def _power_of_nodes(base: Node, exponent: Node, values: Mapping[str, arb | Node]) -> arb:
    """Return ``base^exponent``; a constant rational exponent ``p/q`` with odd ``q`` is real."""
    r = rational(exponent)
    if r is not None:
        return power(_value(base, values), r)
    if base == Constant("e"):
        return _value(exponent, values).exp()
    u = _value(base, values)
    return u ** _value(exponent, values) if u.is_finite() else arb.nan()


def power(u: arb, r: Fraction) -> arb:
    """Return ``u^(p/q)``: the real root where ``q`` is odd, not finite for ``u < 0`` else."""
    p, q = r.numerator, r.denominator
    if q > MAX_ROOT:
        return _power_by_logarithm(u, r)
    v = u if q == 1 else root(u, q)
    if not v.is_finite():  # FLINT's nan^0 is 1
        return arb.nan()
    if v.is_exact() or p < 2:
        return v**p
    if p % 2:
        return _increasing(lambda w: w**p, v)
    return (v.abs_lower() ** p).union(v.abs_upper() ** p)


def _power_by_logarithm(u: arb, r: Fraction) -> arb:
    """Return ``u^r`` as ``exp(r ln |u|)``, with the sign that an odd root has."""
    if u.is_zero() and r > 0:
        return arb(0)
    size = (abs(u).log() * exact_ball(r)).exp()
    if u > 0 or (r.denominator % 2 and r.numerator % 2 == 0):
        return size
    return -size if u < 0 and r.denominator % 2 else arb.nan()


def root(u: arb, n: int) -> arb:
    """Return the real ``n``-th root; for even ``n`` not finite where ``u`` may be negative."""
    if n % 2 == 0 and not u >= 0:
        return arb.nan()
    return _increasing(lambda w: _exact_root(w, n), u)


def _exact_root(u: arb, n: int) -> arb:
    """Return the real root of a number; FLINT's own knows only positive ones."""
    if u.is_zero():
        return u
    size = abs(u)
    size = size.root(n) if n <= MAX_ROOT else (size.log() / n).exp()
    return size if u > 0 else -size


def _increasing(f: Callable[[arb], arb], u: arb) -> arb:
    """Return the range of an increasing function over a ball, from its two ends."""
    if u.is_exact():
        return f(u)
    return f(u.lower()).union(f(u.upper())) if u.is_finite() else arb.nan()


def _up_to_the_end(f: Callable[[arb], arb]) -> Callable[[arb], arb]:
    """Return a monotonic function with values up to the end of its domain.

    There FLINT has none over a ball, only at the end itself.
    """
    return lambda u: y if (y := f(u)).is_finite() else _increasing(f, u)


def _fold(pick: Callable[[arb, arb], arb]) -> Callable[..., arb]:
    """Return ``pick`` for any number of arguments."""

    def folded(first: arb, *rest: arb) -> arb:
        for u in rest:
            first = pick(first, u)
        return first

    return folded


# What a relation is, and what its contrary is: of balls, each for all numbers in them.
RELATIONS: dict[str, tuple[Test, Test]] = {
    "<": (lt, ge),
    "<=": (le, gt),
    "=": (eq, ne),
    "!=": (ne, eq),
    ">=": (ge, lt),
    ">": (gt, le),
}
ARITHMETIC: dict[str, Callable[[arb, arb], arb]] = {
    "+": lambda u, v: u + v,
    "-": lambda u, v: u - v,
    "*": lambda u, v: u * v,
    "/": lambda u, v: u / v,
}
CONSTANTS: dict[str, Callable[[], arb]] = {
    "pi": arb.pi,
    "e": arb.const_e,
    "phi": lambda: (1 + arb(5).sqrt()) / 2,
}
FUNCTIONS: dict[str, Callable[..., arb]] = {
    "sqrt": lambda u: root(u, 2),
    "cbrt": lambda u: root(u, 3),
    "exp": arb.exp,
    "ln": arb.log,
    "log10": lambda u: u.log() / arb(10).log(),
    "log2": lambda u: u.log() / arb(2).log(),
    "log": lambda b, u: u.log() / b.log(),
    "sin": arb.sin,
    "cos": arb.cos,
    "tan": arb.tan,
    "cot": arb.cot,
    "sec": arb.sec,
    "csc": arb.csc,
    "asin": _up_to_the_end(arb.asin),
    "acos": _up_to_the_end(arb.acos),
    "atan": arb.atan,
    "acot": lambda u: arb.pi() / 2 - u.atan(),
    "asec": lambda u: FUNCTIONS["acos"](1 / u),
    "acsc": lambda u: FUNCTIONS["asin"](1 / u),
    "sinh": arb.sinh,
    "cosh": arb.cosh,
    "tanh": arb.tanh,
    "coth": arb.coth,
    "sech": arb.sech,
    "csch": arb.csch,
    "asinh": arb.asinh,
    "acosh": _up_to_the_end(arb.acosh),
    "atanh": arb.atanh,
    "acoth": lambda u: (1 / u).atanh(),
    "asech": lambda u: FUNCTIONS["acosh"](1 / u),
    "acsch": lambda u: (1 / u).asinh(),
    "abs": abs,
    "sign": lambda u: u if u.is_nan() else u.sgn(),  # FLINT's sign of nan is [-1, 1]
    "floor": arb.floor,
    "ceil": arb.ceil,
    "factorial": lambda u: (u + 1).gamma(),
    "erf": arb.erf,
    "gamma": arb.gamma,
    "min": _fold(arb.min),
    "max": _fold(arb.max),
}

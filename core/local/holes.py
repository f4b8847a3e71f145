"""Where a formula certainly has no value, and where its secants swing to and fro."""

from itertools import pairwise

from flint import arb

from core.errors import NotAnalytic
from core.expression.balls import enclose, working_precision
from core.expression.building import ONE, minus, plus
from core.expression.rational import rational
from core.expression.series import coefficients
from core.expression.tree import Call, Node, Operation, walk
from core.local.germs import Unsettled, decided, whole

BITS = 300
_UNDEFINED_AT_ZERO = "ln log10 log2 cot csc coth csch acsch acoth asec acsc asech".split()
LOOK_BITS = 2500  # sin(1/h^4) at the smallest h loses 800 of them, e^(1/h) all from h = 2^-11 on
# Distances from 1/4 down to 2^-200, four an octave; proven turns over the nearer half of them.
SCALES = range(2, 200)
PARTS = (16, 13, 11, 9)  # sixteenths
END = arb(2) ** -400
SHARP = 2.0**-20
TURNS = 5


def has_no_value(tree: Node, variable: str, at: Node) -> bool:
    """Prove that ``tree`` is undefined: a denominator, or what stands under a logarithm, is 0.

    Or no branch of a function by cases holds; of the branches only the one that holds counts.

    False only means that nothing is proven.
    """
    try:
        tree = decided(tree, variable, at)
    except Unsettled:
        return False
    except NotAnalytic:
        return True
    forbidden = (u for part in walk(tree) for u in _forbidden_zeros(part, variable, at))
    return any(_is_zero(u, variable, at) for u in forbidden)


def _forbidden_zeros(node: Node, variable: str, at: Node) -> tuple[Node, ...]:
    """Return what must not vanish for ``node`` to have a value at the point."""
    match node:
        case Operation("/", _, v):
            return (v,)
        case Operation("^", u, v):
            r = rational(v)
            return (u,) if r is not None and r < 0 else ()
        case Call(name, (u,)) if name in _UNDEFINED_AT_ZERO:
            return (u,)
        case Call("log", (base, u)):
            return (u, base, minus(base, ONE))
        case Call("tan" | "sec", (u,)):
            return (Call("cos", (u,)),)
        case Call("gamma" | "factorial" as name, (u,)):
            return _pole_of_gamma(u if name == "gamma" else plus(u, ONE), variable, at)
    return ()


def _pole_of_gamma(u: Node, variable: str, at: Node) -> tuple[Node, ...]:
    """Return ``u + n`` for the whole number ``-n <= 0`` that ``u`` may be at the point."""
    n = enclose(u, {variable: at}, BITS).unique_fmpz()
    return (plus(u, whole(-int(n))),) if n is not None and n <= 0 else ()


def _is_zero(u: Node, variable: str, at: Node) -> bool:
    """Prove that ``u`` is 0 at the point, or has no value there but the limit 0."""
    if enclose(u, {variable: at}, BITS).is_zero():
        return True
    try:
        return bool(coefficients(u, variable, at, 0)[0].is_zero())
    except NotAnalytic:
        return False


def oscillates(tree: Node, variable: str, at: Node, direction: int) -> bool:
    """Say whether f or its secants' slopes turn back and forth again and again on one side.

    Each turn is proven by balls; that they go on for ever is an estimate.
    """
    with working_precision(LOOK_BITS):
        center = enclose(at, {}, LOOK_BITS)

        def value(h: arb) -> arb:
            return enclose(tree, {variable: center + direction * h}, LOOK_BITS)

        steps = [arb(2) ** -k * p / 16 for k in SCALES for p in PARTS]
        values, last = [value(h) for h in steps], value(END)
        slopes = [(y - last) / (h - END) for y, h in zip(values, steps, strict=True)]
        return max(_turns(values), _turns(slopes)) >= TURNS


def _turns(numbers: list[arb]) -> int:
    """Return how often the nearer half of the known numbers turns from rising to falling."""
    known = [y for y in numbers if y.is_finite() and y.rad() < SHARP * (1 + abs(y))]
    half = known[len(known) // 2 :]
    changes = [v - u for u, v in pairwise(half)]
    signs = [1 if c > 0 else -1 for c in changes if c > 0 or c < 0]
    return sum(u != v for u, v in pairwise(signs))

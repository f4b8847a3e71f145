"""How the two sides of a point meet: in one value or not, with one slope or not.

Floats cannot tell, and balls only what differs. But with ``x = a + t^m`` and ``x = a - t^m``

    right - left = (c_0 - d_0) + ...,    right + left = ... + (c_m + d_m) t^m + ...

where ``c_0 - d_0`` is the jump and ``c_m + d_m`` the right slope minus the left one; and whether a
coefficient of a single series is exactly 0 can be proven, by closed forms.
"""

from math import isinf, isnan
from typing import Literal, TypeAlias

from core.expression.balls import enclose
from core.expression.building import minus, plus
from core.expression.rational import rational
from core.expression.tree import Call, Cases, Constant, Node, Operation, walk
from core.local.germs import Unsettled, series, sign_of
from core.local.one_sided import Side, Standing

Verdict: TypeAlias = Literal[
    "differentiable",
    "corner",
    "cusp",
    "vertical_tangent",
    "jump",
    "pole",
    "oscillation",
    "undecided",
    "undefined",
]
# The sign of a difference, and whether it is proven.
Sign: TypeAlias = tuple[int, bool]

ESTIMATE = 2.0**-18  # how far an estimated number may be off, relatively
BITS = 300


def meet(
    tree: Node, value: Node | None, hole: bool, left: Side, right: Side
) -> tuple[Verdict, Standing]:
    """Return the verdict on two sides and the value between them, and its standing.

    Args:
        tree: The function.
        value: ``f(a)`` as a constant formula, None if none is proven.
        hole: Whether it is proven that f has no value at a; its limit is put there.
        left: f on the left of a.
        right: f on the right of a.
    """
    sides = [s for s in (left, right) if s.defined]
    proven = left.standing == right.standing == "proven"
    if not sides:
        return "undefined", _standing(proven)
    if any(isinf(s.limit) for s in sides):
        return "pole", _standing(any(isinf(s.limit) and s.standing == "proven" for s in sides))
    if any(isnan(s.limit) for s in sides):
        return "undecided", "estimated"
    unbroken = _is_unbroken(tree)
    steps = [] if value is not None and unbroken else _steps(value, sides)
    if broken := [sure for sign, sure in steps if sign]:
        return "jump", _standing(any(broken))
    verdict, sure = _on_slopes(sides)
    known = value is not None or hole or unbroken  # else the value may stand off the limit
    return verdict, _standing(proven and sure and known and all(sure for _, sure in steps))


def _standing(proven: bool) -> Standing:
    return "proven" if proven else "estimated"


def _is_unbroken(tree: Node) -> bool:
    """Say whether ``tree`` is continuous wherever it has a value, being made of what is so."""
    return not any(_jumps(part) for part in walk(tree))


def _jumps(part: Node) -> bool:
    match part:
        case Cases() | Call("sign" | "floor" | "ceil"):
            return True
        case Operation("^", base, exponent):  # 0^0 is 1, whatever is near
            return rational(exponent) is None and base != Constant("e")
    return False


def _steps(value: Node | None, sides: list[Side]) -> list[Sign]:
    """Compare the limits, and the value with them: every sign that is not 0 is that of a jump."""
    steps = [] if value is None else [step(s, value) for s in sides]
    return steps if len(sides) < 2 else [*steps, _between(*sides)]


def step(it: Side, value: Node) -> Sign:
    """Return the sign of a limit minus the function's value."""
    if it.germ is not None:
        sign = _sign(minus(it.germ.formula, value), 0)
        if sign is not None:
            return sign, True
    return _estimated(it.limit, float(enclose(value, {}, BITS).mid())), False


def _between(left: Side, right: Side) -> Sign:
    """Return the sign of the right limit minus the left one."""
    if left.germ is not None and right.germ is not None:
        sign = _sign(minus(right.germ.formula, left.germ.formula), 0)
        if sign is not None:
            return sign, True
    return _estimated(right.limit, left.limit), False


def _on_slopes(sides: list[Side]) -> tuple[Verdict, bool]:
    """The verdict on a continuous function, and whether it is proven if both sides are."""
    if any(isnan(s.slope) for s in sides):
        return "undecided", False
    if len(sides) == 1:
        return ("vertical_tangent" if isinf(sides[0].slope) else "undefined"), True
    left, right = sides
    if isinf(left.slope) and isinf(right.slope):
        return ("vertical_tangent" if left.slope == right.slope else "cusp"), True
    if isinf(left.slope) or isinf(right.slope):
        return "corner", True
    sign, sure = _bend(left, right)
    return ("corner" if sign else "differentiable"), sure


def _bend(left: Side, right: Side) -> Sign:
    """Return the sign of the right slope minus the left one, both finite."""
    if left.germ is not None and right.germ is not None:
        sign = _sign(plus(right.germ.formula, left.germ.formula), right.germ.power)
        if sign is not None:
            return sign, True
    return _estimated(right.slope, left.slope), False


def _sign(tree: Node, k: int) -> int | None:
    """Return the proven sign of the coefficient of ``t^k``; None if it is open."""
    try:
        c = series(tree, k)[k]
        return 0 if c.is_zero() else sign_of(c)
    except Unsettled:
        return None


def _estimated(u: float, v: float) -> int:
    """Return the sign of ``u - v`` where that is not within the error of estimates."""
    return 0 if abs(u - v) <= ESTIMATE * (abs(u) + abs(v)) else 1 if u > v else -1

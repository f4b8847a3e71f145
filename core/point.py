"""A point as it is given: a number, a fraction, or text such as ``pi/2``, kept exact."""

import math
import re
from collections.abc import Sequence
from fractions import Fraction
from numbers import Real
from typing import TypeAlias

import numpy as np

from core.errors import ParseError
from core.expression.balls import enclose
from core.expression.budgets import MAX_BITS, check
from core.expression.expression import parse
from core.expression.tree import Negation, Node, Number, Operation

Point: TypeAlias = float | int | Fraction | str
Window: TypeAlias = tuple[Point, Point] | str

# A plain number as an address writes it, `1e-3` too; anything else is a formula.
_PLAIN = re.compile(
    r"\s*([+-]?)([0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})(?:[eE]([+-]?[0-9]{1,2}))?\s*"
)

# Enough to tell a pole from a number of at most 60 digits.
_BITS = 512
_OPENING, _CLOSING, _COMMAS = "([{（［｛【", ")]}）］｝】", ",，、"


def point(at: Point) -> Node:
    """Return ``at`` as an exact constant.

    Args:
        at: text such as ``"pi/2"``, ``"ln 2"``, ``"0.3"`` (three tenths exactly); or a number: an
            int or Fraction as it is, a float as the binary number that it really is.

    Raises:
        ParseError: if it is not a finite real constant within the budgets; nothing else, whatever
            ``at`` is.

    >>> point("0.30")
    Number(value=Fraction(3, 10), literal='0.30')
    """
    if isinstance(at, str):
        return _typed(at)
    if isinstance(at, np.generic | np.ndarray) and at.ndim == 0:  # a number of NumPy
        at = at.item()
    if isinstance(at, bool) or not isinstance(at, Real):
        raise ParseError("not_constant", 0, len(repr(at)), repr(at))
    if isinstance(at, float) and not math.isfinite(at):
        raise ParseError("constant_undefined", 0, len(repr(at)), repr(at))
    value = Fraction(at)
    if value.numerator.bit_length() + value.denominator.bit_length() > MAX_BITS:
        details = {"limit": str(MAX_BITS)}
        raise ParseError("exact_constant_too_large", 0, 0, "", details)
    node = _number(value)
    check(node, str(at), {})
    return node


def points(at: Point | Sequence[Point], dimension: int | None) -> tuple[Node, ...]:
    """Return the coordinates of a point: ``"1, pi"``, ``(1, "pi")``, or one number on a line.

    Raises:
        ParseError: from ``point``, or if there are not ``dimension`` coordinates; None takes any.

    >>> len(points("1, pi/2", 2))
    2
    """
    if isinstance(at, np.ndarray):
        at = at.ravel().tolist()
    if not isinstance(at, str):
        given = at if isinstance(at, Sequence) else (at,)
        check_dimension(len(given), dimension, at)
        return tuple(point(coordinate) for coordinate in given)
    pieces = _split(at)
    check_dimension(len(pieces), dimension, at)
    return tuple(_shifted(at, start, piece) for start, piece in pieces)


def window_ends(window: Window) -> tuple[Node, Node]:
    """Return the ends of an interval, the lower one first: of ``(0, 1)`` or ``"0, pi/2"``.

    Raises:
        ParseError: if an end is no finite real constant.
        ValueError: if these are not two ends, or the first is not below the second.

    >>> low, high = window_ends("-1, 2.5")
    >>> high
    Number(value=Fraction(5, 2), literal='2.5')
    """
    try:
        low, high = points(window, 2)
    except ParseError as error:
        if error.code != "wrong_dimension":
            raise
        raise ValueError(f"{window!r:.80} is no window: two ends, as (0, 1)") from None
    if not enclose(low, {}, _BITS) < enclose(high, {}, _BITS):
        raise ValueError(f"the window {window!r:.80} is empty: the lower end comes first")
    return low, high


def _typed(text: str) -> Node:
    if plain := _PLAIN.fullmatch(text):
        sign, digits, exponent = plain.groups()
        value = Fraction(f"{digits}e{exponent or 0}")
        number = Number(value, digits) if exponent is None else _number(value)
        check(number, text, {})
        return Negation(number) if sign == "-" else number
    tree = _constant(text)
    # In float64 tan(pi/2) is a large number; a ball around pi/2 knows better.
    if not enclose(tree, {}, _BITS).is_finite():
        raise ParseError("constant_undefined", 0, len(text), text)
    return tree


def _constant(text: str) -> Node:
    try:
        return parse(text, ()).tree
    except ParseError as error:
        if error.code == "unknown_name" and error.length == 1:  # a letter: meant as a variable
            raise ParseError("not_constant", error.position, 1, text, error.details) from None
        raise


def _number(value: Fraction) -> Node:
    """Return the literal of ``value``, or a quotient of two where no decimal ends.

    A single literal is rounded once in any float format; a quotient would round three times.
    """
    if value < 0:
        return Negation(_number(-value))
    decimal = _finite_decimal(value)
    if decimal is not None:
        return Number(value, decimal)
    top, bottom = value.numerator, value.denominator
    return Operation("/", Number(Fraction(top), str(top)), Number(Fraction(bottom), str(bottom)))


def _finite_decimal(value: Fraction) -> str | None:
    """Return all digits of ``n / (2^a 5^b)``, or None for another denominator."""
    rest, places = value.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest > 1:
        return None
    digits = str(value.numerator * 10**places // value.denominator).rjust(places + 1, "0")
    return f"{digits[:-places]}.{digits[-places:]}" if places else digits


def _split(text: str) -> list[tuple[int, str]]:
    """Cut a typed point at its commas outside brackets; a pair around all of it may stand."""
    start, stop = _inside(text)
    depth, pieces = 0, []
    for index in range(start, stop):
        depth += (text[index] in _OPENING) - (text[index] in _CLOSING)
        if depth == 0 and text[index] in _COMMAS:
            pieces.append((start, text[start:index]))
            start = index + 1
    return [*pieces, (start, text[start:stop])]


def _inside(text: str) -> tuple[int, int]:
    """Return where the coordinates begin and end: within ``(1, 2)``, but all of ``(1)+(2)``."""
    start, stop = len(text) - len(text.lstrip()), len(text.rstrip())
    depth = 0
    for index in range(start, stop):
        depth += (text[index] in _OPENING) - (text[index] in _CLOSING)
        if depth == 0:
            whole = start < index == stop - 1
            return (start + 1, stop - 1) if whole else (0, len(text))
    return 0, len(text)


def _shifted(text: str, start: int, piece: str) -> Node:
    """Read one coordinate; an error points into the whole text."""
    try:
        return point(piece)
    except ParseError as error:
        raise ParseError(
            error.code, start + error.position, error.length, text, error.details
        ) from None


def check_dimension(found: int, dimension: int | None, at: object) -> None:
    """Raise ``ParseError`` if there are not ``dimension`` coordinates; None takes any number."""
    if dimension is not None and found != dimension:
        text = str(at)
        details = {"found": str(found), "expected": str(dimension)}
        raise ParseError("wrong_dimension", 0, len(text), text, details)

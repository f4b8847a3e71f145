"""The numbers in a difference quotient, digit by digit: cancelled, kept, or wrong."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import reduce
from math import isfinite, log10

import numpy as np

from core.anatomy import Anatomy
from core.floats import shared_prefix
from ui.readout import Line, Part, mark, role, row
from ui.words import number, t

POSITIONAL = range(-6, 9)  # decimal exponents of a column that is written without powers of ten
MOST_DIGITS = 16  # of the truth, which is a float64


def rows(a: Anatomy, scheme: str) -> Iterator[Line]:
    """Return points, values, difference, quotient and the split of its error, a row each."""
    places = [(o, it.value) for o, it in zip(a.stencil.offsets, a.points, strict=True) if o]
    digits = a.format.decimal_digits
    for (o, _), text in zip(
        [(Fraction(0), 0.0), *places],
        _column([a.x.value, *(value for _, value in places)], digits),
        strict=True,
    ):
        yield row(_place(o), text)
    yield row(t("roundoff.step_taken"), number(a.step_taken.value, digits))
    yield from _subtraction(a, scheme)
    yield from _outcome(a)


def _subtraction(a: Anatomy, scheme: str) -> Iterator[Line]:
    """The values of f and their difference: digits that cancel are gone, the others kept."""
    numbers = [*(it.value for it in a.values), a.difference.value]
    *values, difference = _column(numbers, a.format.decimal_digits)
    shared = len(reduce(shared_prefix, values))
    pairs = list(zip(a.stencil.offsets, values, strict=True))
    for offset, text in reversed(pairs):
        yield row(f"f({_place(offset)})", *_parted(text, shared, "gone", "kept"))
    label = "roundoff.weighted_sum" if scheme == "five-point" else "roundoff.difference"
    zeros = re.compile(r"−?[0.]*").match(difference)
    assert zeros is not None  # it matches nothing at least
    yield row(t(label), *_parted(difference, zeros.end(), "gone", "kept"))


def _outcome(a: Anatomy) -> Iterator[Line]:
    """The quotient beside the truth, and the exact split of what is between them."""
    digits = min(a.format.decimal_digits, MOST_DIGITS)
    quotient, truth = _column([a.quotient.value, a.truth], digits)
    right = len(shared_prefix(quotient, truth))
    parts = _parted(quotient, right, "kept", "error")
    yield row(t("roundoff.quotient"), *parts, mark("measured"))
    if isfinite(a.truth):
        yield row("f′(x)", truth, mark("certified"))
    if not isfinite(a.truncation + a.roundoff):
        return
    yield row(t("roundoff.truncation"), number(a.truncation, 3), mark("certified"))
    yield row(t("roundoff.roundoff"), number(a.roundoff, 3), mark("measured"))


def _parted(text: str, end: int, first: str, second: str) -> list[Part]:
    """The characters up to ``end`` in one role, the others in another."""
    pieces = ((first, text[:end]), (second, text[end:]))
    return [role(name, piece) for name, piece in pieces if piece]


def _column(values: Sequence[float], digits: int) -> list[str]:
    """Numbers as they stand above each other: as many places for all as the largest needs.

    >>> _column([0.289106220, 0.289013803, 0.000092417], 9)
    ['0.289106220', '0.289013803', '0.000092417']
    """
    largest = max((abs(v) for v in values if isfinite(v)), default=0.0)
    exponent = int(np.floor(log10(largest))) if largest else 0
    if exponent not in POSITIONAL:
        return [number(v, digits) for v in values]
    places = max(digits - 1 - exponent, 0)
    return [f"{v:.{places}f}".replace("-", "−") if v and isfinite(v) else number(v) for v in values]


def _place(offset: Fraction) -> str:
    """``x + 2h``: where f is taken."""
    if not offset:
        return "x"
    size = "" if abs(offset) == 1 else str(abs(offset))
    return f"x {'−' if offset < 0 else '+'} {size}h"

"""What stands under a live figure: sentences, formulas and rows of numbers, as data.

A readout is a list of lines; a line is made of parts, and a part is plain text or one of `role`,
`mark`, `tex`, `link`. The browser turns them into text nodes and KaTeX, never into HTML, so typed
text could not do harm there (none is put there all the same).
"""

from typing import Any, TypeAlias

from core.certified import Certified
from ui.standing import STANDINGS
from ui.words import number, t

Part: TypeAlias = str | dict[str, Any]
Line: TypeAlias = dict[str, Any]
Readout: TypeAlias = list[Line]


def sentence(*parts: Part) -> Line:
    """Return the one computed sentence of a figure."""
    return {"kind": "sentence", "parts": list(parts)}


def note(*parts: Part) -> Line:
    """Return a smaller remark."""
    return {"kind": "note", "parts": list(parts)}


def row(label: str, *parts: Part) -> Line:
    """Return a number with its name at the left; rows align into a table."""
    return {"kind": "row", "label": label, "parts": list(parts)}


def formula(tex: str) -> Line:
    r"""Return a displayed formula; ``\slope{…}`` and the other roles color a part of it."""
    return {"kind": "formula", "tex": tex}


def role(name: str, text: str) -> Part:
    """Return text in a role's color: ``function approximation slope error muted kept gone``.

    ``P_5`` has a subscript. ``kept`` and ``gone`` are digits that survive a subtraction and
    digits that cancel in it.
    """
    return {"role": name, "text": text}


def mark(standing: str) -> Part:
    """Return the mark of a number's standing; ValueError if there is no such standing."""
    if standing not in STANDINGS:
        raise ValueError(standing)
    return {"mark": standing, "text": t(f"common.standing_{standing}")}


def tex(formula: str) -> Part:
    """Return a formula within a sentence."""
    return {"tex": formula}


def link(text: str, lesson: str) -> Part:
    """Return a link to another lesson (``roundoff?at=1``)."""
    return {"link": lesson, "text": text}


def say(key: str, **parts: Part) -> list[Part]:
    """Return the words of ``key`` with parts in the places of its named placeholders.

    >>> say("taylor.within", n=role("approximation", "P_5"))  # doctest: +SKIP
    ['For ', {...}, ' …']
    """
    text = t(key, **{name: f"\0{name}\0" for name in parts})
    pieces = text.split("\0")
    return [parts[it] if i % 2 else it for i, it in enumerate(pieces) if it]


def rounded(value: float, digits: int) -> str:
    """Return a number in so many digits, or in fewer if that is all of it.

    Trailing zeros stay where they are rounded: ``2`` is 2, ``0.50000`` only nearly a half.
    """
    short, long = number(value), number(value, digits)
    return short if len(short) <= len(long) else long


def certain(it: Certified, most: int) -> str:
    """Return a certified number in at most so many digits, all of them certain."""
    mantissa = it.decimals.lstrip("-0.").partition("e")[0]
    return rounded(it.value, max(1, min(most, sum(map(str.isdigit, mantissa)))))

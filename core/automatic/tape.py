"""The tape of reverse mode: every operation in the order in which it was done (Wengert's list).

    v_k = f(v_i, v_j)        recorded forward, with the values
    adjoint of v_i += ∂f/∂v_i * adjoint of v_k        replayed backward

The adjoint of a line is the derivative of the result by that line's value.

Source: R. E. Wengert, "A simple automatic derivative evaluation program", Communications of the
ACM 7 (1964), 463-464; S. Linnainmaa, "Taylor expansion of the accumulated rounding error", BIT 16
(1976), 146-160.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.automatic.indexing import Scattered, scatter
from core.automatic.primitives import Primitive, Value
from core.automatic.printing import shown, table
from core.automatic.traced import Traced, apply


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the tape, ``v = f(u_0, u_1, ...)``.

    Attributes:
        value: ``v``.
        rule: f, or None for an input.
        operands: The values ``u_i``.
        sources: For each of them the line it came from; None for a constant.
        name: How it is called.
    """

    value: Value
    rule: Primitive | None
    operands: Sequence[Value]
    sources: Sequence[int | None]
    name: str


class Tape:
    """The record of one evaluation."""

    def __init__(self, level: int) -> None:
        """Begin an empty tape; ``level`` tells nested differentiations apart."""
        self.level = level
        self.lines: list[Line] = []
        self.inputs = 0
        self._locked: dict[int, np.ndarray] = {}  # by id; what a view looks into, before the view

    @property
    def operations(self) -> int:
        """How many operations were recorded, inputs not counted."""
        return len(self.lines) - self.inputs

    def input(self, value: Value, name: str) -> "Recorded":
        """Write an independent variable."""
        self.inputs += 1
        return self._append(Line(value, None, (), (), name))

    def write(
        self, rule: Primitive, operands: Sequence[Value], sources: Sequence[int | None], v: Value
    ) -> "Recorded":
        """Write one operation.

        It may be replayed from its operands, so the function must not change constant arrays after
        using them: until ``unlock`` they are read-only.
        """
        pairs = zip(operands, sources, strict=True)
        kept = tuple(self._kept(u) if source is None else u for u, source in pairs)
        return self._append(Line(v, rule, kept, sources, f"v{self.operations + 1}"))

    def _kept(self, u: Value) -> Value:
        """Lock a constant array and all it looks into; copy it where NumPy could not unlock it.

        A view is made writable again only while what it looks into is writable: so not while an
        outer differentiation or the caller holds that read-only.
        """
        for array in reversed(list(_views(u))):
            if array.flags.writeable:
                base = array.base
                if isinstance(base, np.ndarray) and not self._will_unlock(base):
                    return np.array(u)
                array.flags.writeable = False
                self._locked[id(array)] = array
        return u

    def _will_unlock(self, array: np.ndarray) -> bool:
        return array.flags.writeable or id(array) in self._locked

    def unlock(self) -> None:
        """Make constant arrays writable again."""
        for array in self._locked.values():
            array.flags.writeable = True
        self._locked.clear()

    def _append(self, line: Line) -> "Recorded":
        self.lines.append(line)
        return Recorded(line.value, self, len(self.lines) - 1)

    def adjoints(self, last: int, seed: Value) -> Iterator[tuple[int, Value]]:
        """Yield the lines on which line ``last`` depends, backward, each with its adjoint.

        An adjoint is let go as soon as it has been handed on: the memory is soon used again.

        Args:
            last: the line to differentiate, whose own adjoint is ``seed``.
            seed: weights of its elements, in its shape.

        Returns:
            The lines' numbers; arrays in the shape and format of the lines' values.
        """
        totals = {last: _Total(self.lines[last].value)}
        totals[last].add(seed)
        for k in range(last, -1, -1):
            if k not in totals:
                continue
            line, adjoint = self.lines[k], totals.pop(k).sum
            yield k, adjoint
            for i, source in enumerate(line.sources):
                if line.rule is not None and source is not None:
                    total = totals.setdefault(source, _Total(self.lines[source].value))
                    with np.errstate(all="ignore"):  # at a pole the value has warned already
                        piece = line.rule.pull(i, adjoint, line.value, line.operands)
                    total.add(piece)

    def formula(self, line: Line) -> str:
        """Return the right-hand side of one line: ``sin(v2)``."""
        if line.rule is None:
            return ""
        pairs = zip(line.operands, line.sources, strict=True)
        return line.rule.write(
            *(shown(u) if source is None else self.lines[source].name for u, source in pairs)
        )

    def __repr__(self) -> str:
        """Show every line with its value."""
        return table([self.row(line) for line in self.lines])

    def row(self, line: Line) -> list[str]:
        """Return one line as a name, a formula and a value."""
        return [f"{line.name} = {self.formula(line)}".rstrip(" ="), shown(line.value)]


def _views(array: Value) -> Iterator[np.ndarray]:
    """Yield an array, what it is a view of, what that is a view of."""
    while isinstance(array, np.ndarray):
        yield array
        array = array.base


class Recorded(Traced):
    """A value that a tape records."""

    __slots__ = ("index", "tape")

    def __init__(self, value: Value, tape: Tape, index: int) -> None:
        """Stand for line ``index`` of ``tape``."""
        super().__init__(value, tape.level)
        self.tape, self.index = tape, index

    def follow(
        self, rule: Primitive, arguments: Sequence[Value], values: Sequence[Value], v: Value
    ) -> "Recorded":
        """Write the operation down."""
        sources = [
            a.index if isinstance(a, Recorded) and a.level == self.level else None
            for a in arguments
        ]
        return self.tape.write(rule, values, sources, v)


class _Total:
    """The growing adjoint of one value.

    It is added to in place once the array is its own: then reading n elements one by one costs n
    operations backward, and not n arrays of n zeros.
    """

    __slots__ = ("own", "sum", "value")

    def __init__(self, value: Value) -> None:
        self.value, self.own = value, False
        self.sum: Value | None = None

    def add(self, piece: Value) -> None:
        """Add one contribution."""
        if isinstance(piece, Scattered):
            if isinstance(piece.w, Traced) or isinstance(self.sum, Traced):
                rule, operands = scatter(piece.w, piece.index, self.value.shape)
                return self._add(apply(rule, *operands))
            return piece.add_to(self._made_own())
        return self._add(piece)

    def _add(self, piece: Value) -> None:
        if piece.dtype != self.value.dtype:
            piece = piece.astype(self.value.dtype)
        if self.sum is None:
            self.sum = piece
        elif self.own and not isinstance(piece, Traced):
            self.sum += piece
        else:
            self.sum = self.sum + piece
            self.own = isinstance(self.sum, np.ndarray)  # of numbers the sum is a scalar

    def _made_own(self) -> Value:
        if self.sum is None:
            self.sum = np.zeros(self.value.shape, self.value.dtype)
        elif not self.own:
            self.sum = np.array(self.sum)
        self.own = True
        return self.sum

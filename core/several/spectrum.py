"""The eigenvalues of a symmetric matrix of known constants, in closed form where there is one."""

from fractions import Fraction

from flint import arb

from core.expression.building import ZERO, constant
from core.expression.closed import as_fraction
from core.expression.expression import parse
from core.expression.tree import walk
from core.several.eigenvalues import symmetric_eigenvalues
from core.several.known import Known, ball, combined, sign
from core.several.matrices import Matrix, rational_matrix, zero_eigenvalues

MAX_NODES = 60  # of all entries together

_NAMES = ("a", "b", "d")
_TRACE = parse("a + d", _NAMES).tree
_ENDS = [parse(f"(a + d)/2 {s} sqrt((a - d)^2/4 + b^2)", _NAMES).tree for s in "-+"]


def eigenvalues(matrix: Matrix) -> tuple[Known, ...]:
    """Return the eigenvalues in ascending order, each as often as it occurs.

    In closed form for two rows of short entries, and where all are rational; else as balls, and 0
    where that is proven.

    >>> from core.expression.building import ONE, TWO
    >>> from core.expression.text import to_text
    >>> [to_text(c) for c in eigenvalues([[ONE, ONE], [ONE, TWO]])]
    ['3/2 - sqrt(5)/2', 'sqrt(5)/2 + 3/2']
    """
    plain = (matrix[0][0],) if len(matrix) == 1 else _rational(matrix)
    if plain is not None:
        return plain
    return _of_two_rows(matrix) if len(matrix) == 2 and _reads_well(matrix) else _balls(matrix)


def _reads_well(matrix: Matrix) -> bool:
    """Say whether all entries have closed forms, and short ones: a root of long ones helps none."""
    entries = [c for row in matrix for c in row]
    closed = [c for c in entries if not isinstance(c, arb)]
    return len(closed) == len(entries) and sum(1 for c in closed for _ in walk(c)) <= MAX_NODES


def _rational(matrix: Matrix) -> tuple[Known, ...] | None:
    """Return the eigenvalues if they are rational: the zeros of the characteristic polynomial."""
    rationals = rational_matrix(matrix)
    if rationals is None:
        return None
    found: list[Fraction] = []
    for factor, times in rationals.charpoly().factor()[1]:
        if factor.degree() > 1:
            return None
        found += [as_fraction(-factor[0] / factor[1])] * int(times)
    return tuple(map(constant, sorted(found)))


def _of_two_rows(matrix: Matrix) -> tuple[Known, ...]:
    """``(a + d)/2 ± sqrt((a - d)^2/4 + b^2)``; 0 and the trace where the determinant vanishes."""
    (a, b), (_, d) = matrix
    values = {"a": a, "b": b, "d": d}
    low, high = (combined(end, values) for end in _ENDS)
    if zero_eigenvalues(matrix) == 0:
        return low, high
    trace = combined(_TRACE, values)
    return (trace, ZERO) if sign(trace) == -1 else (ZERO, trace)


def _balls(matrix: Matrix) -> tuple[Known, ...]:
    """Balls, with 0 in the place of those that contain it if as many are proven to be 0."""
    found = symmetric_eigenvalues([[ball(c) for c in row] for row in matrix])
    maybe = sum(x.contains(0) for x in found)
    if maybe and maybe == zero_eigenvalues(matrix):
        return tuple(ZERO if x.contains(0) else x for x in found)
    return tuple(found)

"""Series in interval arithmetic beside a removable point, where plain division would blow up.

``sin(x)/x`` on [0, 1/8] divides by an interval around 0. But if ``g`` vanishes at a,

    g(x)/(x - a) = int_0^1 g'(a + s (x - a)) ds,

so its k-th Taylor coefficient at any x is an average of ``c_(k+1)(g)`` between a and x, and lies in
the enclosure of ``c_(k+1)(g)`` over that interval. Numerator and denominator may thus be shifted
over the whole interval just as at a itself. Which signs and zeros the expansion meets at a is
recorded there, with proof, and replayed over the interval; signs are proven anew.
"""

from collections.abc import Iterator

from flint import arb, arb_series

from core.expression.expansion import expand
from core.expression.flint_rings import BallRing, Balls
from core.expression.pairs import Pair, PairRing
from core.expression.rings import Undecided
from core.expression.tree import Node


class _Recorder(PairRing):
    """Pairs that keep every sign that was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.signs: list[int | None] = []

    def sign(self, c: Pair) -> int:
        """Return the sign, and keep it; None stands for one that could not be told."""
        self.signs.append(None)
        sign = self.signs[-1] = super().sign(c)
        return sign


class Replay(BallRing):
    """Balls over an interval that contains the point whose signs were recorded.

    ``(x - a)`` itself is an interval here, ``distance``. The signs are asked for in the same order
    as at the point: which way an expansion takes hangs on signs and floors only, and what is proven
    of them over the interval is true at the point, which lies in it.
    """

    def __init__(self, signs: list[int | None], distance: arb) -> None:
        """Start the record from its beginning."""
        self._signs: Iterator[int | None] = iter(signs)
        self._distance = distance

    def sign(self, c: Balls) -> int:
        """Return 0 where that was proven at the point; else prove the sign over the interval."""
        recorded = next(self._signs, None)
        if recorded is None:
            raise Undecided
        return super().sign(c) if recorded else 0

    def shift(self, u: Balls, k: int) -> Balls:
        """Return ``(x - a)^k u``; for ``k < 0`` by leaving out what vanishes at a."""
        if k <= 0:
            return super().shift(u, k)
        return u * arb_series([self._distance, 1]) ** k


def recorded_signs(tree: Node, variable: str, at: Node) -> list[int | None]:
    """Return the signs that the expansion of ``tree`` at a constant asks for, in order.

    To be called with a working precision set, and as many terms as zeros may use up.

    Raises:
        NotAnalytic, Undecided, TermsExhausted: as ``expand`` does.
    """
    ring = _Recorder()
    center = expand(at, {}, ring)
    assert isinstance(center, Pair), "a constant has no pole"
    ring.signs.clear()
    expand(tree, {variable: ring.moving(center)}, ring)
    return ring.signs

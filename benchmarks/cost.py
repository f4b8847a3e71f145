"""The gradient by reverse mode beside one evaluation, beside it by hand, beside differences."""

from collections.abc import Callable, Iterator

from benchmarks.clock import Row, milliseconds, seconds
from core.autodiff import value_and_gradient
from core.cost import SIZES, cost
from core.cost_problems import NAMES, Name, Problem, problem
from core.cost_table import METHODS
from core.gradient_by_differences import difference_gradient

# Baydin et al. (2018), section 3: a reverse pass costs less than six times the operations of f.
EVALUATIONS = 6.0
BY_HAND = 3.4
# Central differences beside reverse mode: what the lesson promises at each n.
ADVANTAGE = {10: 1.0, 1000: 100.0, 10_000: 1000.0}
BUDGET = 2.0


def measure() -> Iterator[Row]:
    """Measure the chain of sines against all, then every problem against its gradient by hand."""
    for n in (100_000, 1_000_000):
        yield beside_an_evaluation(problem("chain of sines", n))
    for name in NAMES:
        yield beside_the_hand(problem(name, 1_000_000))
    for n, wanted in ADVANTAGE.items():
        yield beside_differences(problem("chain of sines", n), wanted)
    for name in NAMES:
        yield whole_table(name)


def reverse(p: Problem) -> float:
    """Return the time of a gradient in reverse mode."""
    return seconds(lambda x: value_and_gradient(p.function, x), lambda: p.point)


def evaluation(p: Problem) -> float:
    """Return the time of one evaluation."""
    return seconds(p.function, lambda: p.point)


def least(ratio: Callable[[], float]) -> float:
    """Return the least disturbed of three: fresh memory costs what others make it cost."""
    return min(ratio() for _ in range(3))


def beside_an_evaluation(p: Problem) -> Row:
    """Return how many evaluations a gradient costs."""
    time = reverse(p)
    ratio = least(lambda: reverse(p) / evaluation(p))
    what = f"gradient in reverse mode, {p.name}, n = {len(p.point)}, in evaluations"
    return Row(
        what, f"{ratio:.1f} ({milliseconds(time)})", f"≤ {EVALUATIONS:g}", ratio <= EVALUATIONS
    )


def beside_the_hand(p: Problem) -> Row:
    """Return how much longer than the gradient that somebody wrote."""
    ratio = least(lambda: reverse(p) / seconds(p.gradient, lambda: p.point))
    what = f"the same beside the gradient by hand, {p.name}, n = {len(p.point)}"
    return Row(what, f"{ratio:.1f}×", f"≤ {BY_HAND:g}×", ratio <= BY_HAND)


def beside_differences(p: Problem, wanted: float) -> Row:
    """Return how many times longer central differences take; beyond a second, 2n evaluations."""
    n = len(p.point)
    step = 2.0**-17
    if n <= 1000:
        time = seconds(lambda x: difference_gradient(p.function, x, step), lambda: p.point)
    else:
        time = 2 * n * evaluation(p)
    ratio = time / reverse(p)
    how = "" if n <= 1000 else " (extrapolated)"
    what = f"central differences beside reverse mode, {p.name}, n = {n}{how}"
    return Row(what, f"{ratio:.3g}×", f"≥ {wanted:g}×", ratio >= wanted)


def whole_table(name: Name) -> Row:
    """Return the time of the lesson's table, and the worst proven error of the two modes."""
    time = seconds(lambda _: cost(name, SIZES, BUDGET), lambda: None)
    proven = [
        row.error
        for row in cost(name, (10, 100), BUDGET).rows
        if row.method in METHODS[3:] and row.error_standing == "proven"
    ]
    measured = f"{time:.2f} s, error of both modes ≤ {max(proven):.1e}"
    met = time <= BUDGET and max(proven) < 1e-15
    return Row(f"the table of costs, {name}", measured, f"≤ {BUDGET:g} s, 1e-15", met)

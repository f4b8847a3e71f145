"""What a gradient costs, as counts and as a table.

    forward differences     (f(x + h e_i) - f(x)) / h            n + 1 evaluations
    backward differences    (f(x) - f(x - h e_i)) / h            n + 1 evaluations
    central differences     (f(x + h e_i) - f(x - h e_i)) / 2h   2 n evaluations
    forward mode            f'(x) e_i, one direction a pass      n passes
    reverse mode            ∇f(x) at once                        1 pass forward and back

Evaluations and operations are different counts: one evaluation of f: R^n -> R^m gives all m values,
and takes as many operations as f has. So the n m entries of a Jacobian cost n + 1 evaluations and
not n m. If f takes O(n) operations, the gradient by differences takes O(n²), in reverse O(n).
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from core.automatic.printing import table
from core.cost_problems import Name

Method: TypeAlias = Literal[
    "forward differences",
    "backward differences",
    "central differences",
    "forward mode",
    "reverse mode",
]
METHODS: tuple[Method, ...] = get_args(Method)
Standing: TypeAlias = Literal["measured", "extrapolated"]
ErrorStanding: TypeAlias = Literal["proven", "measured", "unknown"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one method takes for the gradient of a function of n parameters.

    Attributes:
        method: Which.
        n: How many parameters.
        evaluations: How often f is evaluated, exactly; with tangents or adjoints in the two modes
            of automatic differentiation.
        operations: What f itself does in these evaluations: sums, products, elementary functions.
        seconds: How long it took, or would take.
        ratio: The same in evaluations of f, each as long as one was measured to be.
        standing: ``"measured"``, or ``"extrapolated"``: evaluations times the time of one.
        error: ``|g - ∇f| / |∇f|``; nan where no gradient was computed.
        error_standing: ``"proven"``: ∇f is enclosed by ball arithmetic. ``"measured"``: against the
            gradient by hand in NumPy's longdouble, as good as the machine's. ``"unknown"``: none.
    """

    method: Method
    n: int
    evaluations: int
    operations: int
    seconds: float
    ratio: float
    standing: Standing
    error: float
    error_standing: ErrorStanding


@dataclass(frozen=True, slots=True)
class Costs:
    """The costs of the gradient of one problem.

    Attributes:
        problem: Its name.
        rows: One for each n and each method.
    """

    problem: Name
    rows: tuple[Cost, ...]

    def row(self, method: Method, n: int) -> Cost:
        """Return the row of one method at one n.

        Raises:
            ValueError: if there is none.
        """
        for row in self.rows:
            if (row.method, row.n) == (method, n):
                return row
        raise ValueError(f"no row of {method!r} for n = {n}")

    def __repr__(self) -> str:
        """Show the table."""
        head = ["n", "method", "evaluations", "seconds", "ratio", "standing", "error"]
        rows = [
            [str(r.n), r.method, str(r.evaluations), *_figures(r), r.standing, _error_text(r)]
            for r in self.rows
        ]
        return f"Gradient of {self.problem}\n{table([head, *rows])}"


def _figures(row: Cost) -> tuple[str, str]:
    return f"{row.seconds:.2g}", f"{row.ratio:.3g}"


def _error_text(row: Cost) -> str:
    return "-" if row.error_standing == "unknown" else f"{row.error:.1e}"


def evaluations(method: Method, n: int, m: int = 1) -> int:
    """Return how many evaluations the Jacobian of f: R^n -> R^m takes, all n m entries of it.

    >>> [evaluations(method, 1000) for method in METHODS]
    [1001, 1001, 2000, 1000, 1]
    >>> evaluations("forward differences", 1000, 50), evaluations("reverse mode", 1000, 50)
    (1001, 50)

    Raises:
        ValueError: if there is no such method.
    """
    match method:
        case "forward differences" | "backward differences":
            return n + 1
        case "central differences":
            return 2 * n
        case "forward mode":
            return n
        case "reverse mode":
            return m
    raise ValueError(f"the method {method!r} is not one of {', '.join(METHODS)}")

"""The derivative of a function by cases, branch by branch, inside the regions where each holds.

Where two branches meet f' is no matter of a rule: f may jump there, or have a corner, and at a
single point, as in ``(e^x - 1)/x if x != 0, 1 otherwise``, the derivative of the branch is not that
of f. So every comparison becomes strict, and the seams stay outside: there f' is undefined as a
formula, and is found by a limit (``core.derivative``).
"""

from collections.abc import Callable
from dataclasses import replace

from core.expression.tree import Branch, Cases, Comparison, Node, Relation, is_constant

_STRICT: dict[Relation, Relation] = {"<=": "<", ">=": ">"}
_CONTRARY: dict[Relation, Relation] = {"<": ">", "<=": ">", ">": "<", ">=": "<"}


def branchwise(branches: tuple[Branch, ...], derived: Callable[[Node], Node]) -> Cases:
    """Return the branches' derivatives on the open regions; those at single points drop out.

    >>> from core.expression.expression import parse
    >>> from core.expression.text import to_text
    >>> f = parse("x^2 if x <= 1, 2x - 1 otherwise").tree
    >>> to_text(branchwise(f.branches, lambda u: u))
    'x^2 if x < 1, 2*x - 1 if x > 1'
    """
    kept: list[Branch] = []
    before: tuple[Comparison, ...] = ()
    for branch in branches:
        conditions = _opened(branch.conditions, before)
        reached = conditions not in (other.conditions for other in kept)
        if reached and all(it.relation != "=" for it in conditions):
            kept.append(Branch(conditions, derived(branch.value)))
        before += tuple(it for it in branch.conditions if it not in before)
    return Cases(tuple(kept))


def _opened(own: tuple[Comparison, ...], before: tuple[Comparison, ...]) -> tuple[Comparison, ...]:
    """Return strict conditions that keep away from the seams of all branches up to this one."""
    if not own and len(before) == 1 and before[0].relation in _CONTRARY:
        (only,) = before  # what is not x < 1 and not x = 1 is x > 1
        return (replace(only, relation=_CONTRARY[only.relation]),)
    strict = tuple(replace(it, relation=_STRICT.get(it.relation, it.relation)) for it in own)
    kept_away = {_sides(it) for it in strict}
    seams: dict[frozenset[Node], Comparison] = {}
    for it in before:
        if _sides(it) not in kept_away:
            seams.setdefault(_sides(it), _apart(it))
    return strict + tuple(seams.values())


def _apart(it: Comparison) -> Comparison:
    """Say that the sides differ, the one with a variable first."""
    sides = (it.right, it.left) if is_constant(it.left) else (it.left, it.right)
    return Comparison("!=", *sides)


def _sides(it: Comparison) -> frozenset[Node]:
    return frozenset((it.left, it.right))

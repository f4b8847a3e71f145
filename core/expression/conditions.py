r"""Functions by cases, as they are typed and pasted.

    cases      = branch {separator branch}
    branch     = [otherwise] expression condition | otherwise expression
    condition  = [,] [&] (otherwise | [if] comparison {and comparison})
    comparison = expression relation expression {relation expression}
    separator  = , | ; | \\\\

``x^2 if x < 1, 2x - 1 otherwise``; ``x^2 (x < 1); 2x - 1 (x >= 1)``; in braces a comma may do for
"if", ``{x^2, x < 1; 2x - 1, x >= 1}``, and so in ``\begin{cases} x^2, & x < 1 \\ ...``. Between the
arguments of a function a comma means something else: cases have brackets of their own there.
"""

from functools import partial
from typing import TYPE_CHECKING

from core.expression.cursor import RELATIONS
from core.expression.tokens import Token
from core.expression.tree import MAX_BRANCHES, Branch, Cases, Comparison, Node, is_constant

if TYPE_CHECKING:
    from core.expression.parser import Parser

# What closes the brackets within which a comma may precede a condition.
LISTS = ("}", r"\end{cases}", r"\end{array}")
_SEPARATORS = (",", ";")


def follows(parser: "Parser", listed: bool) -> bool:
    """Say whether a condition follows here, right behind a formula."""
    if listed and parser.token.kind == ",":
        return parser.compares(parser.index + 1)
    return parser.token.kind in ("if", "otherwise", "&") or parser.opens_condition()


def read_cases(parser: "Parser", value: Node, start: int, listed: bool) -> Node:
    """Read the branches of which the first ``value`` was read, typed from ``start`` on."""
    token = parser.token
    branches = [Branch(_condition(parser, listed), value)]
    if not branches[0].conditions:  # "otherwise" to nothing
        raise parser.error("missing_condition", token)
    while _another(parser):
        if not branches[-1].conditions:
            raise parser.error("branch_after_last", parser.token)
        if len(branches) == MAX_BRANCHES:
            raise parser.error("too_many_branches", parser.token, limit=str(MAX_BRANCHES))
        branches.append(_branch(parser, listed))
    return parser.placed(Cases(tuple(branches)), start)


def _another(parser: "Parser") -> bool:
    """Take what separates two branches, and say whether one more follows."""
    separated = False
    while parser.token.kind in _SEPARATORS:  # both in "x < 1, \\\\"
        parser.advance()
        separated = True
    if parser.token.kind == "otherwise":
        return True
    return separated and parser.token.kind not in ("end", ")")


def _branch(parser: "Parser", listed: bool) -> Branch:
    """Read a branch after the first: ``2x if x > 1``, ``2x otherwise`` or ``otherwise 2x``."""
    otherwise = parser.token.kind == "otherwise"
    if otherwise:
        parser.advance()
    value = parser.expression()
    if otherwise and not follows(parser, listed):
        return Branch((), value)
    return Branch(_condition(parser, listed), value)


def _condition(parser: "Parser", listed: bool) -> tuple[Comparison, ...]:
    """Read a condition with what introduces it; ``()`` for "otherwise"."""
    if not follows(parser, listed):
        raise parser.error("missing_condition", parser.token)
    for sign in (",", "&"):
        if parser.token.kind == sign:
            parser.advance()
    return _stated(parser)


def _stated(parser: "Parser") -> tuple[Comparison, ...]:
    """Read ``otherwise``, or comparisons behind an ``if`` that may be left out."""
    if parser.token.kind == "otherwise":
        parser.advance()
        return ()
    if parser.token.kind == "if":
        parser.advance()
    found = _comparison(parser)
    while parser.token.kind == "and":
        parser.advance()
        found += _comparison(parser)
    return found


def _comparison(parser: "Parser") -> tuple[Comparison, ...]:
    """Read a chain, ``0 < x <= 1``, or a condition in brackets."""
    if parser.opens_condition():
        return parser.inside(partial(_stated, parser))
    first, left = parser.token, parser.expression()
    chain: list[Comparison] = []
    while parser.token.kind in RELATIONS:
        relation = parser.advance().kind
        right = parser.expression()
        chain.append(Comparison(relation, left, right))  # type: ignore[arg-type]
        _check(parser, first, chain[-1])
        left = right
    if not chain:
        raise parser.error("missing_comparison", parser.token)
    return tuple(chain)


def _check(parser: "Parser", first: Token, it: Comparison) -> None:
    """Refuse what always holds or never does: ``1 < 2``, ``x < x``."""
    if (is_constant(it.left) and is_constant(it.right)) or it.left == it.right:
        end = parser.tokens[parser.index - 1]
        raise parser.error("constant_condition", first._replace(end=end.end))

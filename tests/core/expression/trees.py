"""Random formulas for property tests, and the grammar without its budgets."""

from fractions import Fraction

from hypothesis import assume
from hypothesis import strategies as st

from core.expression.characters import to_ascii
from core.expression.parser import Parser
from core.expression.tokens import tokenize
from core.expression.tree import (
    FUNCTIONS,
    Branch,
    Call,
    Cases,
    Comparison,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
    is_constant,
)

RELATIONS = ("<", "<=", "=", "!=", ">=", ">")
NAMES = ("x", "y", "x_1", "omega")

# The parser gives these their own names (log_2, log_10, square and cube root).
_RENAMED = {("log", "2"), ("log", "10"), ("root", "2"), ("root", "3")}

literals = st.from_regex(r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?|\.[0-9]{1,2}", fullmatch=True)
numbers = literals.map(lambda literal: Number(Fraction(literal), literal))
leaves = st.one_of(
    numbers,
    st.sampled_from(NAMES).map(Variable),
    st.sampled_from(("pi", "e", "phi")).map(Constant),
)


def _composites(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    calls = st.sampled_from(sorted(FUNCTIONS)).flatmap(
        lambda name: st.lists(
            inner, min_size=FUNCTIONS[name][0], max_size=min(FUNCTIONS[name][1], 3)
        ).map(lambda arguments: Call(name, tuple(arguments)))
    )
    return st.one_of(
        st.builds(Negation, inner),
        st.builds(Operation, st.sampled_from("+-*/^"), inner, inner),
        calls.filter(
            lambda call: (call.name, getattr(call.arguments[0], "literal", "")) not in _RENAMED
        ),
    )


trees = st.recursive(leaves, _composites, max_leaves=12)


@st.composite
def _comparisons(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> Comparison:
    relation, left, right = draw(st.sampled_from(RELATIONS)), draw(inner), draw(inner)
    assume(left != right and not (is_constant(left) and is_constant(right)))
    return Comparison(relation, left, right)


@st.composite
def _cases(draw: st.DrawFn, inner: st.SearchStrategy[Node]) -> Cases:
    conditions = st.lists(_comparisons(inner), min_size=1, max_size=2).map(tuple)
    branches = [Branch(draw(conditions), draw(inner)) for _ in range(draw(st.integers(1, 2)))]
    if draw(st.booleans()):
        branches.append(Branch((), draw(inner)))
    return Cases(tuple(branches))


# The same with functions by cases on every level.
def _all(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    return _cases(inner) | _composites(inner)


trees_by_cases = st.recursive(leaves, _all, max_leaves=12)
cases = _cases(trees)


def read(text: str, variables: tuple[str, ...] = NAMES) -> Node:
    """Return the tree of ``text``, whatever it may cost."""
    ascii_text, positions = to_ascii(text)
    return Parser(text, tokenize(text, ascii_text, positions, variables)).parse()

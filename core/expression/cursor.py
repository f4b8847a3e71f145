"""A place in the tokens: where the parser is, how deep, and how an error there is reported."""

from fractions import Fraction

from core.errors import ParseError
from core.expression.text import to_text
from core.expression.tokens import Token
from core.expression.tree import Node, Number, Operation

MAX_DEPTH = 40
# A level of the tree may take two levels of the grammar (an exponent in its brackets), and each
# costs about six frames of the interpreter's stack, which holds a thousand.
_MAX_NESTING = 2 * MAX_DEPTH

# What can begin a factor, and what brackets with a meaning of their own stand for.
STARTS = {"number", "variable", "constant", "function", "(", "fraction", "radical"}
# What can stand between the two sides of a condition.
RELATIONS = {"<", "<=", "=", "!=", ">=", ">"}
# Which tokens tell a condition, ``x < 1``, from cases, ``x if x < 1``, and from other brackets.
_TELLING = {*RELATIONS, "otherwise", "if", "&", ",", ";"}
GROUP_FUNCTIONS = {"|": "abs", "⌋": "floor", "⌉": "ceil"}


class Cursor:
    """The tokens of a text and a place among them.

    Attributes:
        spans: ``id`` of a node -> where it was typed, for errors that only the budgets find. The
            ids stay unique as long as the tree is alive.
    """

    def __init__(self, text: str, tokens: list[Token]) -> None:
        """Start before the first token of ``text``."""
        self.text = text
        self.tokens = tokens
        self.index = 0
        self.token = tokens[0]
        self.nesting = 0
        self.brackets = 0
        self.open_bars = 0
        self.spans: dict[int, tuple[int, int]] = {}

    def advance(self) -> Token:
        """Take the current token."""
        token = self.token
        self.index += 1
        self.token = self.tokens[self.index]
        return token

    def error(self, code: str, token: Token, **details: str) -> ParseError:
        """Return an error that points at ``token``."""
        return ParseError(code, token.start, token.end - token.start, self.text, details)

    def opens_condition(self) -> bool:
        """Say whether here a bracket opens around a condition: ``(x < 1)``, not ``(x)``."""
        return self.token.kind == "(" and self.compares(self.index + 1)

    def compares(self, start: int) -> bool:
        """Say whether from token ``start`` on a condition stands, up to the end of the bracket."""
        depth = 0
        while self.tokens[start].kind in ("&", "if"):
            start += 1
        for token in self.tokens[start:]:
            depth += (token.kind == "(") - (token.kind == ")")
            if (depth == 0 and token.kind in _TELLING) or depth < 0:
                return token.kind in RELATIONS or token.kind == "otherwise"
        return False

    def placed(self, node: Node, start: int) -> Node:
        """Remember that ``node`` was typed from ``start`` up to the current token."""
        self.spans[id(node)] = (start, self.tokens[self.index - 1].end)
        return node

    def operation(self, operator: str, left: Node, right: Node, start: int) -> Node:
        """Return ``left operator right``, typed from ``start`` up to here."""
        return self.placed(Operation(operator, left, right), start)  # type: ignore[arg-type]

    def stray(self) -> ParseError:
        """Return the error for a token at which no rule can go on."""
        match self.token.kind:
            case ")":
                return self.error("unopened_bracket", self.token, name=self.token.value)
            case ",":
                return self.error("unexpected_comma", self.token)
            case "=":
                return self.error("unexpected_equals", self.token)
            case "number":
                return self.error("missing_operator", self.token)
            case kind if kind in RELATIONS:
                return self.error("unexpected_comparison", self.token, name=kind)
            case kind:
                return self.error("unexpected_symbol", self.token, name=kind)

    def ambiguous(self, start: int, first: Node, second: Node) -> ParseError:
        """Return the refusal of the text from ``start`` to here, with its two readings."""
        end = self.tokens[self.index - 1].end
        details = {"first": to_text(first), "second": to_text(second)}
        return ParseError("ambiguous", start, end - start, self.text, details)

    def deeper(self, by: int) -> None:
        """Go one level down (or up again), within the budget that guards Python's own stack."""
        self.nesting += by
        if self.nesting > _MAX_NESTING:
            raise self.error("too_deep", self.token, limit=str(MAX_DEPTH))

    def bracketed(self, by: int, opener: Token) -> None:
        """Enter or leave a pair of brackets or bars, redundant or not."""
        self.brackets += by
        if self.brackets > MAX_DEPTH:
            raise self.error("too_deep", opener, limit=str(MAX_DEPTH))


def number(literal: str) -> Number:
    """Return the literal that was typed, with its exact value."""
    return Number(Fraction(literal), literal)

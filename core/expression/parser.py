r"""The grammar: recursive descent over the tokens, one method for each rule.

    formula     = expression [by cases: core/expression/conditions.py]
    expression  = product {(+|-) product}
    product     = signed {(*|/) signed}
    signed      = {+|-} juxtaposed
    juxtaposed  = power {power}                 2x sin x; never ended by a number
    power       = postfix [^ exponent]          right-associative: a^b^c = a^(b^c)
    exponent    = {+|-} power                   2^-x;  -x^2 = -(x^2)
    postfix     = primary {!}
    primary     = number | name | function | bracket | |expression| | \frac | root

A function without brackets takes the run of factors that follows, up to the next function name:
``sin 2x cos y`` is ``sin(2x)·cos(y)``, ``sin x/2`` is ``(sin x)/2``; a root sign takes one factor.
A bracket straight after a function name holds its arguments: ``sin(x)y`` is ``sin(x)·y``. What two
readers could read in two ways (``1/2x``, ``sin x(x+1)``, ``√2x``, ``x2``) is refused, and both
spellings are offered.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from core.errors import ParseError
from core.expression.application import read_fraction, read_function, read_radical
from core.expression.conditions import LISTS, follows, read_cases
from core.expression.cursor import GROUP_FUNCTIONS, STARTS, Cursor, number
from core.expression.text import to_text
from core.expression.tokens import Token
from core.expression.tree import Call, Constant, Negation, Node, Number, Operation, Variable

T = TypeVar("T")


class Parser(Cursor):
    """One reading of one text: a method for each rule of the grammar."""

    def parse(self) -> Node:
        """Return the tree of the whole text, or raise ``ParseError``."""
        tree = self.formula()
        if self.token.kind != "end":
            raise self.stray()
        return tree

    # The rules, from the loosest to the tightest.

    def formula(self, listed: bool = False) -> Node:
        """Read a formula, maybe by cases; ``listed`` where a comma may precede a condition."""
        start = self.token.start
        value = self.expression()
        return read_cases(self, value, start, listed) if follows(self, listed) else value

    def expression(self) -> Node:
        """Read a sum."""
        start = self.token.start
        left = self.product()
        while self.token.kind in ("+", "-"):
            operator = self.advance().kind
            left = self.operation(operator, left, self.product(), start)
        return left

    def product(self) -> Node:
        """Read products and quotients with a written sign, left to right."""
        start = self.token.start
        left = self.signed()
        while self.token.kind in ("*", "/"):
            operator = self.advance().kind
            right = self.signed(numerator=left if operator == "/" else None)
            left = self.operation(operator, left, right, start)
        return left

    def signed(self, numerator: Node | None = None) -> Node:
        """Read signs and the factors after them; under a slash more than one factor is refused."""
        start = self.token.start
        if self.token.kind in ("+", "-"):
            return self.after_sign(lambda: self.signed(numerator))
        factors = self.factors()
        product = factors[0]
        for factor in factors[1:]:
            product = self.operation("*", product, factor, start)
        if numerator is not None and len(factors) > 1:
            first: Node = Operation("/", numerator, factors[0])
            for factor in factors[1:]:
                first = Operation("*", first, factor)
            raise self.ambiguous(start, first, Operation("/", numerator, product))
        return product

    def after_sign(self, rule: Callable[[], Node]) -> Node:
        """Read a sign and what ``rule`` reads after it."""
        sign = self.advance()
        self.deeper(1)
        operand = rule()
        self.deeper(-1)
        return operand if sign.kind == "+" else self.placed(Negation(operand), sign.start)

    def factors(self) -> list[Node]:
        """Read factors written side by side."""
        factors = [self.power()]
        while self.starts_factor():
            factors.append(self.power())
        if self.token.kind == "number":
            raise self.number_behind(factors[-1])
        return factors

    def starts_factor(self) -> bool:
        """Say whether the current token can begin a factor right behind another one."""
        kind = self.token.kind
        if self.opens_condition():
            return False
        return (kind in STARTS and kind != "number") or (kind == "|" and not self.open_bars)

    def number_behind(self, factor: Node) -> ParseError:
        """Return the refusal of ``x2``, which could be 2x or x²; ``2 3`` just lacks its sign."""
        if isinstance(factor, Number):
            return self.error("missing_operator", self.token)
        behind = number(self.token.value)
        details = {
            "first": to_text(Operation("*", factor, behind)),
            "second": to_text(Operation("^", factor, behind)),
        }
        return self.error("ambiguous", self.token, **details)

    def power(self) -> Node:
        """Read a factor with its exponent."""
        start = self.token.start
        base = self.postfix()
        if self.token.kind != "^":
            return base
        self.advance()
        return self.operation("^", base, self.exponent(), start)

    def exponent(self) -> Node:
        """Read an exponent: one factor, with its own sign and its own exponent."""
        if self.token.kind in ("+", "-"):
            return self.after_sign(self.exponent)
        self.deeper(1)
        exponent = self.power()
        self.deeper(-1)
        return exponent

    def postfix(self) -> Node:
        """Read a primary and the factorial sign behind it."""
        start = self.token.start
        operand = self.primary()
        if self.token.kind != "!":
            return operand
        self.advance()
        factorial = self.placed(Call("factorial", (operand,)), start)
        if self.token.kind == "!":  # a factorial twice, or the double factorial: that has no word
            first = to_text(Call("factorial", (factorial,)))
            raise self.error("ambiguous", self.token, first=first)
        return factorial

    def primary(self) -> Node:
        """Read a number, a name, a function with its argument, or something in brackets."""
        token = self.token
        match token.kind:
            case "number":
                self.advance()
                return self.placed(number(token.value), token.start)
            case "variable":
                self.advance()
                return Variable(token.value)
            case "constant":
                self.advance()
                return Constant(token.value)  # type: ignore[arg-type]
            case _:
                self.deeper(1)
                compound = self.compound()
                self.deeper(-1)
                return compound

    def compound(self) -> Node:
        """Read what contains a formula of its own."""
        match self.token.kind:
            case "function":
                return read_function(self)
            case "(":
                return self.group()
            case "|":
                return self.bars()
            case "fraction":
                return read_fraction(self)
            case "radical":
                return read_radical(self)
            case _:
                raise self.no_operand()

    def no_operand(self) -> ParseError:
        """Return the error for a place where something to compute with was expected."""
        last = self.tokens[self.index - 1]
        before = last.kind if self.index else ""
        if before == "|" and self.token.kind in ("end", ")"):
            return self.error("unbalanced_bar", last)
        if self.token.kind == ")" and not self.brackets:
            return self.stray()
        if self.token.kind in ("=", ",") and before not in ("+", "-", "*", "/", "^", "("):
            return self.stray()
        return self.error("missing_operand", self.token, name=self.token.value)

    # Brackets of every kind.

    def group(self) -> Node:
        """Read what stands in one pair of brackets."""
        opener = self.token
        inner = self.inside(partial(self.formula, listed=opener.value in LISTS))
        name = GROUP_FUNCTIONS.get(opener.value)
        return self.placed(Call(name, (inner,)), opener.start) if name else inner

    def inside(self, rule: Callable[[], T]) -> T:
        """Read an opening bracket, what ``rule`` reads, and the bracket that closes it."""
        opener = self.advance()
        self.bracketed(1, opener)
        bars, self.open_bars = self.open_bars, 0
        inner = rule()
        self.close(opener)
        self.open_bars = bars
        self.bracketed(-1, opener)
        return inner

    def close(self, opener: Token) -> None:
        """Take the bracket that closes ``opener``."""
        if self.token.kind == ")":
            if self.token.value != opener.value:
                raise self.error("mismatched_bracket", self.token, expected=opener.value)
            self.advance()
        elif self.token.kind == "end":
            raise self.error("unclosed_bracket", opener, expected=opener.value)
        else:
            raise self.stray()

    def bars(self) -> Node:
        """Read ``|u|``: a bar opens where an operand is due, and closes where one has ended."""
        opener = self.advance()
        self.open_bars += 1
        self.bracketed(1, opener)
        inner = self.expression()
        if self.token.kind != "|":
            alone = self.token.kind in ("end", ")")
            raise self.error("unbalanced_bar", opener) if alone else self.stray()
        self.advance()
        self.open_bars -= 1
        self.bracketed(-1, opener)
        return self.placed(Call("abs", (inner,)), opener.start)

r"""The grammar: recursive descent over the tokens, one method for each rule.

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
from fractions import Fraction
from typing import NoReturn, TypeVar

from core.errors import ParseError
from core.expression.text import to_text
from core.expression.tokens import Token
from core.expression.tree import (
    FUNCTIONS,
    Call,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    Variable,
    is_constant,
    walk,
)
from core.expression.words import INVERSES

MAX_DEPTH = 40
# Brackets, signs, exponents and bare functions each cost a few frames of the interpreter's stack;
# a tree of depth 40 needs at most two of them a level.
_MAX_NESTING = 2 * MAX_DEPTH

_STARTS = {"number", "variable", "constant", "function", "(", "fraction", "radical"}
_GROUP_FUNCTIONS = {"|": "abs", "⌋": "floor", "⌉": "ceil"}
_ROOTS = ("sqrt", "cbrt")
_BY_BASE = {"2": "log2", "10": "log10"}
_BY_INDEX = {"2": "sqrt", "3": "cbrt"}

T = TypeVar("T")


class Parser:
    """One reading of one list of tokens.

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

    def parse(self) -> Node:
        """Return the tree of the whole text, or raise ``ParseError``."""
        tree = self.expression()
        if self.token.kind != "end":
            raise self.stray()
        return tree

    # The tokens and their places.

    def advance(self) -> Token:
        """Take the current token."""
        token = self.token
        self.index += 1
        self.token = self.tokens[self.index]
        return token

    def error(self, code: str, token: Token, **details: str) -> ParseError:
        """Return an error that points at ``token``."""
        return ParseError(code, token.start, token.end - token.start, self.text, details)

    def placed(self, node: Node, start: int) -> Node:
        """Remember that ``node`` was typed from ``start`` up to the current token."""
        self.spans[id(node)] = (start, self.tokens[self.index - 1].end)
        return node

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

    # The rules, from the loosest to the tightest.

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

    def operation(self, operator: str, left: Node, right: Node, start: int) -> Node:
        """Return ``left operator right``, typed from ``start`` up to here."""
        return self.placed(Operation(operator, left, right), start)  # type: ignore[arg-type]

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
        return (kind in _STARTS and kind != "number") or (kind == "|" and not self.open_bars)

    def number_behind(self, factor: Node) -> ParseError:
        """Return the refusal of ``x2``, which could be 2x or x²; ``2 3`` just lacks its sign."""
        if isinstance(factor, Number):
            return self.error("missing_operator", self.token)
        number = Number(Fraction(self.token.value), self.token.value)
        details = {
            "first": to_text(Operation("*", factor, number)),
            "second": to_text(Operation("^", factor, number)),
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
        if self.token.kind == "!":  # the double factorial, or a factorial twice
            details = {"first": to_text(Call("factorial", (factorial,))), "second": ""}
            raise self.error("ambiguous", self.token, **details)
        return factorial

    def primary(self) -> Node:
        """Read a number, a name, a function with its argument, or something in brackets."""
        token = self.token
        match token.kind:
            case "number":
                self.advance()
                return self.placed(_number(token.value), token.start)
            case "variable":
                self.advance()
                return Variable(token.value)
            case "constant":
                self.advance()
                return Constant(token.value)  # type: ignore[arg-type]
            case "function":
                return self.function()
            case "(":
                return self.group()
            case "|":
                return self.bars()
            case "fraction":
                return self.fraction()
            case "radical":
                return self.radical()
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
        inner = self.inside(self.expression)
        name = _GROUP_FUNCTIONS.get(opener.value)
        return self.placed(Call(name, (inner,)), opener.start) if name else inner

    def inside(self, rule: Callable[[], T]) -> T:
        """Read an opening bracket, what ``rule`` reads, and the bracket that closes it."""
        opener = self.advance()
        self.brackets += 1
        self.deeper(1)
        if self.brackets > MAX_DEPTH:
            raise self.error("too_deep", opener, limit=str(MAX_DEPTH))
        bars, self.open_bars = self.open_bars, 0
        inner = rule()
        self.close(opener)
        self.open_bars = bars
        self.brackets -= 1
        self.deeper(-1)
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
        self.deeper(1)
        inner = self.expression()
        if self.token.kind != "|":
            alone = self.token.kind in ("end", ")")
            raise self.error("unbalanced_bar", opener) if alone else self.stray()
        self.advance()
        self.open_bars -= 1
        self.deeper(-1)
        return self.placed(Call("abs", (inner,)), opener.start)

    # Functions, roots and fractions.

    def function(self) -> Node:
        """Read a function: its subscript, its power, its argument."""
        token = self.advance()
        name = token.value
        subscript = self.subscript() if self.token.kind == "_" else None
        exponent = self.function_power(name) if self.token.kind == "^" else None
        if isinstance(exponent, Negation):  # sin^-1 is the inverse function
            name, exponent = INVERSES[name], None
        arguments = self.arguments(token, subscript)
        applied = self.placed(self.applied(name, arguments, token), token.start)
        if exponent is None:
            return applied
        return self.operation("^", applied, exponent, token.start)

    def subscript(self) -> Node:
        """Read the base of ``log_2`` or the order of ``J_0``."""
        self.advance()
        return self.primary()

    def function_power(self, name: str) -> Node:
        """Read the exponent in ``sin^2 x``; the only negative one is the inverse, ``sin^-1 x``."""
        caret = self.advance()
        if self.token.kind == "-":
            self.advance()
            exponent: Node = Negation(self.primary())
        else:
            exponent = self.primary()
        if isinstance(exponent, Negation):
            one = isinstance(exponent.operand, Number) and exponent.operand.value == 1
            if not one or name not in INVERSES:
                raise self.error("negative_function_power", caret, name=name)
        return exponent

    def arguments(self, token: Token, subscript: Node | None) -> tuple[Node, ...]:
        """Read the arguments of the function ``token``, in brackets or bare."""
        first = () if subscript is None else (subscript,)
        if self.token.kind == "(" and self.token.value not in _GROUP_FUNCTIONS:
            return first + self.inside(self.listed)
        if FUNCTIONS[token.value][1] > 1 and not first and token.value != "log":
            raise self.error("missing_bracket", token, name=token.value)
        self.deeper(1)
        argument = self.bare(token)
        self.deeper(-1)
        return (*first, argument)

    def listed(self) -> tuple[Node, ...]:
        """Read arguments between commas."""
        arguments = [self.expression()]
        while self.token.kind == ",":
            self.advance()
            arguments.append(self.expression())
        return tuple(arguments)

    def bare(self, token: Token) -> Node:
        """Read an argument without brackets: the run of factors up to the next function name."""
        if self.token.kind in ("+", "-"):
            return self.after_sign(lambda: self.bare(token))
        if self.token.kind not in _STARTS and self.token.kind != "|":
            raise self.error("missing_argument", token, name=token.value)
        start, one = self.token, token.kind == "radical" or token.value in _ROOTS
        glued = token.value in ("log2", "log10") and start.start == token.end
        argument = self.power()
        whole = start.kind in ("function", "|", "(")
        while not (one or whole) and self.continues_run(argument):
            whole = self.token.kind in ("(", "|")
            argument = self.operation("*", argument, self.power(), start.start)
        if glued and start.kind != "(":  # log2x: base two, or the logarithm of 2x
            base = _number(token.value[3:])
            second = Call("ln", (Operation("*", base, argument),))
            raise self.ambiguous(token.start, Call(token.value, (argument,)), second)
        if self.token.kind != "function" and self.starts_factor() and self.token.kind != "radical":
            self.refuse_run(token, argument)
        return argument

    def continues_run(self, argument: Node) -> bool:
        """Say whether the next factor still belongs to a bare argument.

        A bracket does only behind a bare coefficient, ``sin 2(x+1)``, ``cos π|x|``.
        """
        match self.token.kind:
            case "variable" | "constant" | "radical" | "fraction":
                return True
            case "(" | "|":
                return self.starts_factor() and _is_coefficient(argument)
            case _:
                return self.token == ("function", "sqrt", *self.token[2:])

    def refuse_run(self, token: Token, argument: Node) -> NoReturn:
        """Refuse ``sin x(x+1)`` and ``√2x``: what follows could stand inside or outside."""
        behind = self.power()
        name = "sqrt" if token.kind == "radical" else token.value
        name = "ln" if name == "log" else name
        first = Operation("*", Call(name, (argument,)), behind)
        second = Call(name, (Operation("*", argument, behind),))
        raise self.ambiguous(token.start, first, second)

    def applied(self, name: str, arguments: tuple[Node, ...], token: Token) -> Node:
        """Return the call of ``name``, under the most exact name it has."""
        if name == "log" and len(arguments) == 1:
            return Call("ln", arguments)
        least, most = FUNCTIONS[name]
        if not least <= len(arguments) <= most:
            code = "too_many_arguments" if name in ("min", "max") else "wrong_argument_count"
            details = {"name": name, "limit": str(most), "found": str(len(arguments))}
            raise self.error(code, token, **details)
        table = {"log": _BY_BASE, "root": _BY_INDEX}.get(name, {})
        first = arguments[0]
        if isinstance(first, Number) and first.literal in table:
            return Call(table[first.literal], arguments[1:])
        return Call(name, arguments)

    def radical(self) -> Node:
        r"""Read ``\sqrt{u}``, ``\sqrt[n]{u}``."""
        token = self.advance()
        index: tuple[Node, ...] = ()
        if self.token.kind == "(" and self.token.value == "]":
            index = (self.inside(self.expression),)
        argument = self.group() if self.token.kind == "(" else self.bare(token)
        name = "root" if index else "sqrt"
        return self.placed(self.applied(name, (*index, argument), token), token.start)

    def fraction(self) -> Node:
        r"""Read ``\frac{u}{v}``, ``\frac12``, ``\frac x2``."""
        token = self.advance()
        return self.operation("/", self.fraction_part(), self.fraction_part(), token.start)

    def fraction_part(self) -> Node:
        r"""Read one bracket, or one digit or name: ``\frac12`` is one half."""
        token = self.token
        if token.kind == "number" and len(token.value) > 1 and token.value.isdigit():
            split = token.start + 1
            self.tokens[self.index] = Token("number", token.value[1:], split, token.end)
            self.token = self.tokens[self.index]
            return _number(token.value[0])
        return self.primary()


def _number(literal: str) -> Number:
    return Number(Fraction(literal), literal)


def _is_coefficient(node: Node) -> bool:
    return is_constant(node) and Constant("e") not in walk(node)

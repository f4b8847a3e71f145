"""Functions, roots and fractions: a name and what it is applied to."""

from functools import partial
from typing import TYPE_CHECKING, NoReturn

from core.expression.cursor import GROUP_FUNCTIONS, STARTS, number
from core.expression.tokens import Token
from core.expression.tree import (
    FUNCTIONS,
    Call,
    Constant,
    Negation,
    Node,
    Number,
    Operation,
    is_constant,
    walk,
)
from core.expression.words import INVERSES

if TYPE_CHECKING:
    from core.expression.parser import Parser

_ROOTS = ("sqrt", "cbrt")
# Where a name of its own is more exact, it is used.
_BY_BASE = {"2": "log2", "10": "log10"}
_BY_INDEX = {"2": "sqrt", "3": "cbrt"}


def read_function(parser: "Parser") -> Node:
    """Read a function: its subscript, its power, its argument."""
    token = parser.advance()
    name = token.value
    subscript = _subscript(parser, name) if parser.token.kind == "_" else None
    exponent = _function_power(parser, name) if parser.token.kind == "^" else None
    if isinstance(exponent, Negation):  # sin^-1 is the inverse function
        name, exponent = INVERSES[name], None
    arguments = _arguments(parser, token, subscript)
    applied = parser.placed(_applied(parser, name, arguments, token), token.start)
    if exponent is None:
        return applied
    return parser.operation("^", applied, exponent, token.start)


def _subscript(parser: "Parser", name: str) -> Node:
    """Read the base of ``log_2`` or the order of ``J_0``; other functions take none."""
    sign = parser.advance()
    if name not in ("log", "besselj", "root"):
        raise parser.error("unexpected_symbol", sign, name="_")
    return parser.primary()


def _function_power(parser: "Parser", name: str) -> Node:
    """Read the exponent in ``sin^2 x``; the only negative one is the inverse, ``sin^-1 x``."""
    caret = parser.advance()
    if parser.token.kind == "-":
        parser.advance()
        exponent: Node = Negation(parser.primary())
    else:
        exponent = parser.primary()
    if isinstance(exponent, Negation):
        one = isinstance(exponent.operand, Number) and exponent.operand.value == 1
        if not one or name not in INVERSES:
            raise parser.error("negative_function_power", caret, name=name)
    return exponent


def _arguments(parser: "Parser", token: Token, subscript: Node | None) -> tuple[Node, ...]:
    """Read the arguments of the function ``token``, in brackets or bare."""
    first = () if subscript is None else (subscript,)
    if parser.token.kind == "(" and parser.token.value not in GROUP_FUNCTIONS:
        return first + parser.inside(partial(_listed, parser))
    if FUNCTIONS[token.value][1] > 1 and not first and token.value != "log":
        raise parser.error("missing_bracket", token, name=token.value)
    return (*first, _bare(parser, token))


def _listed(parser: "Parser") -> tuple[Node, ...]:
    """Read arguments between commas."""
    arguments = [parser.expression()]
    while parser.token.kind == ",":
        parser.advance()
        arguments.append(parser.expression())
    return tuple(arguments)


def _bare(parser: "Parser", token: Token) -> Node:
    """Read an argument without brackets: the run of factors up to the next function name."""
    if parser.token.kind in ("+", "-"):
        return parser.after_sign(lambda: _bare(parser, token))
    if parser.token.kind not in STARTS and parser.token.kind != "|":
        raise parser.error("missing_argument", token, name=token.value)
    start = parser.token
    argument = parser.power()
    whole = token.kind == "radical" or token.value in _ROOTS or start.kind in ("function", "|", "(")
    while not whole and _continues_run(parser, argument):
        whole = parser.token.kind in ("(", "|")
        argument = parser.operation("*", argument, parser.power(), start.start)
    if parser.text[token.end - 1].isdigit() and start.start == token.end:
        _refuse_glued(parser, token, argument)
    if parser.starts_factor() and parser.token.kind not in ("function", "radical"):
        _refuse_run(parser, token, argument)
    return argument


def _refuse_glued(parser: "Parser", token: Token, argument: Node) -> NoReturn:
    """Refuse ``log2x``: the logarithm to base two of x, or the logarithm of 2x."""
    second = Call("ln", (Operation("*", number(token.value.removeprefix("log")), argument),))
    raise parser.ambiguous(token.start, Call(token.value, (argument,)), second)


def _continues_run(parser: "Parser", argument: Node) -> bool:
    """Say whether the next factor still belongs to a bare argument.

    A bracket does only behind a bare coefficient, ``sin 2(x+1)``, ``cos π|x|``.
    """
    match parser.token.kind:
        case "variable" | "constant" | "radical" | "fraction":
            return True
        case "(" | "|":
            return parser.starts_factor() and _is_coefficient(argument)
        case _:
            return parser.token == ("function", "sqrt", *parser.token[2:])


def _refuse_run(parser: "Parser", token: Token, argument: Node) -> NoReturn:
    """Refuse ``sin x(x+1)`` and ``√2x``: what follows could stand inside or outside."""
    behind = parser.power()
    name = "sqrt" if token.kind == "radical" else token.value
    name = "ln" if name == "log" else name
    first = Operation("*", Call(name, (argument,)), behind)
    second = Call(name, (Operation("*", argument, behind),))
    raise parser.ambiguous(token.start, first, second)


def _applied(parser: "Parser", name: str, arguments: tuple[Node, ...], token: Token) -> Node:
    """Return the call of ``name``, under the most exact name it has."""
    if name == "log" and len(arguments) == 1:
        return Call("ln", arguments)
    least, most = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        code = "too_many_arguments" if name in ("min", "max") else "wrong_argument_count"
        details = {"name": name, "limit": str(most), "found": str(len(arguments))}
        raise parser.error(code, token, **details)
    table = {"log": _BY_BASE, "root": _BY_INDEX}.get(name, {})
    first = arguments[0]
    if isinstance(first, Number) and first.literal in table:
        return Call(table[first.literal], arguments[1:])
    return Call(name, arguments)


def read_radical(parser: "Parser") -> Node:
    r"""Read ``\sqrt{u}``, ``\sqrt[n]{u}``."""
    token = parser.advance()
    index: tuple[Node, ...] = ()
    if parser.token.kind == "(" and parser.token.value == "]":
        index = (parser.inside(parser.expression),)
    argument = parser.group() if parser.token.kind == "(" else _bare(parser, token)
    name = "root" if index else "sqrt"
    return parser.placed(_applied(parser, name, (*index, argument), token), token.start)


def read_fraction(parser: "Parser") -> Node:
    r"""Read ``\frac{u}{v}``, ``\frac12``, ``\frac x2``."""
    token = parser.advance()
    return parser.operation("/", _fraction_part(parser), _fraction_part(parser), token.start)


def _fraction_part(parser: "Parser") -> Node:
    r"""Read one bracket, or one digit or name: ``\frac12`` is one half."""
    token = parser.token
    if token.kind == "number" and len(token.value) > 1 and token.value.isdigit():
        split = token.start + 1
        parser.tokens[parser.index] = Token("number", token.value[1:], split, token.end)
        parser.token = parser.tokens[parser.index]
        return number(token.value[0])
    return parser.primary()


def _is_coefficient(node: Node) -> bool:
    return is_constant(node) and Constant("e") not in walk(node)

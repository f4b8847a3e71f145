"""The text cut into tokens: numbers, names, functions, signs and brackets, each with its place.

A run of letters is cut into the longest words that are known, so ``xsinx`` is ``x sin x`` and
``asinx`` is ``arcsin x``. Variables win over functions and constants of the same name.
"""

import difflib
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from core.errors import ParseError
from core.expression.words import CASE_WORDS, CONSTANT_WORDS, FUNCTION_WORDS, GREEK_COMMANDS

MAX_DIGITS = 20


class Token(NamedTuple):
    """A piece of the typed text; brackets carry what closes them as their ``value``."""

    kind: str
    value: str
    start: int
    end: int


# LaTeX that is written differently but means what a plain sign means.
_COMMANDS = {
    **dict.fromkeys(("cdot", "times", "ast"), ("*", "*")),
    "div": ("/", "/"),
    **dict.fromkeys(("frac", "dfrac", "tfrac", "cfrac"), ("fraction", "")),
    "sqrt": ("radical", ""),
    **dict.fromkeys(("vert", "mid"), ("|", "|")),
    "lvert": ("(", "|"),
    "rvert": (")", "|"),
    "lfloor": ("(", "⌋"),
    "rfloor": (")", "⌋"),
    "lceil": ("(", "⌉"),
    "rceil": (")", "⌉"),
    "{": ("(", "}"),
    "}": (")", "}"),
    **dict.fromkeys(("lt", "<"), ("<", "<")),
    **dict.fromkeys(("gt", ">"), (">", ">")),
    **dict.fromkeys(("le", "leq", "leqslant"), ("<=", "<=")),
    **dict.fromkeys(("ge", "geq", "geqslant"), (">=", ">=")),
    **dict.fromkeys(("ne", "neq"), ("!=", "!=")),
    **dict.fromkeys(("land", "wedge"), ("and", "and")),
    "\\": (";", ";"),
}
_SYMBOLS = {
    **{sign: (sign, sign) for sign in "+-*/^!_,=|;&<>"},
    **{sign: (sign, sign) for sign in ("<=", ">=", "!=")},
    "**": ("^", "^"),
    "==": ("=", "="),
    **{left: ("(", right) for left, right in ("()", "[]", "{}")},
    **{right: (")", right) for right in ")]}"},
}
_SPACING = (
    r"[ $~]+|\\[,;:! ]|\\(?:quad|qquad|displaystyle|textstyle|limits|nolimits)(?![A-Za-z])"
    r"|\\(?:left|right|[bB]igg?[lr]?)(?![A-Za-z])(?!\s*\|)"
)
_STYLED = (
    r"\\(?:operatorname\*?|mathrm|mathit|mathbf|mathsf|text|textrm)"
    r"\s*\{([A-Za-z0-9 \u4e00-\u9fff]*)\}"
)
# LaTeX environments that hold a function by cases, each a kind of bracket.
_ENVIRONMENTS = {
    r"\end{cases}": (r"\\begin *\{d?cases\}", r"\\end *\{d?cases\}"),
    r"\end{array}": (
        r"\\left *\\\{ *\\begin *\{array\} *\{[lcr ]*\}",
        r"\\end *\{array\} *\\right *\.",
    ),
}
_OPENING, _CLOSING = map("|".join, zip(*_ENVIRONMENTS.values(), strict=True))
_SCIENTIFIC = re.compile(r"[eE]([+-]?[0-9]+)")


def tokenize(
    text: str, ascii_text: str, positions: Sequence[int], variables: tuple[str, ...]
) -> list[Token]:
    """Return the tokens of ``ascii_text``, placed in ``text``; the last one has kind ``"end"``.

    Args:
        text: the text as typed.
        ascii_text: what ``characters.to_ascii`` made of it.
        positions: where in ``text`` each character of ``ascii_text`` came from.
        variables: names of the variables, spelled out.

    Raises:
        ParseError: an unknown name or command, a malformed number, a sign without meaning here.
    """
    pattern, words = _vocabulary(variables)
    tokens = []
    for match in _matches(pattern, ascii_text):
        group = match.lastgroup
        if group == "space":
            continue
        start, end = positions[match.start()], positions[match.end() - 1] + 1
        kind_value = _read(match, words)
        if kind_value is None:
            raise _unknown(match, text, start, end, variables)
        if group == "number":
            _check_number(match, text, start, end)
        tokens.append(Token(*kind_value, start, end))
    tokens.append(Token("end", "", len(text), len(text)))
    return tokens


def _matches(pattern: re.Pattern[str], ascii_text: str) -> Iterator[re.Match[str]]:
    """Cut ``ascii_text`` without gaps: the last alternative of the pattern takes any character."""
    return pattern.finditer(ascii_text)


@lru_cache(maxsize=64)
def _vocabulary(
    variables: tuple[str, ...],
) -> tuple[re.Pattern[str], dict[str, tuple[str, str]]]:
    """Return the pattern that cuts a text over ``variables``, and what each word means."""
    words = {word: ("function", name) for word, name in FUNCTION_WORDS.items()}
    # With variables t and h, `th` is a product, not the hyperbolic tangent of Chinese textbooks.
    words = {w: kind for w, kind in words.items() if len(w) > 2 or not set(w) <= set(variables)}
    words |= {w: (kind, w) for w, kind in CASE_WORDS.items() if not set(w) <= set(variables)}
    words |= {word: ("constant", word) for word in CONSTANT_WORDS}
    words |= {name: ("variable", name) for name in variables}
    plain = sorted((word for word in words if "_" not in word), key=len, reverse=True)
    pattern = "|".join(
        (
            r"(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)",
            f"(?P<subscripted>{'|'.join(map(_subscripted, variables)) or '(?!)'})",
            f"(?P<word>{'|'.join(_guarded(word) for word in plain)})",
            f"(?P<opening>{_OPENING})",
            f"(?P<closing>{_CLOSING})",
            f"(?P<space>{_SPACING})",
            f"(?P<styled>{_STYLED})",
            r"(?P<bar>\\(?:left|[bB]iggl?|[bB]igl)\s*\||\\(?:right|[bB]iggr|[bB]igr)\s*\|)",
            r"(?P<command>\\[A-Za-z]+|\\.)",
            r"(?P<symbol>\*\*|[<>!=]=|[-+*/^!_,=|()\[\]{}<>;&])",
            r"(?P<unknown>[A-Za-z]+|.)",
        )
    )
    return re.compile(pattern, re.DOTALL), words


def _guarded(word: str) -> str:
    # `log25` is log 25, and only `log2` and `log10` end in a digit.
    return rf"{word}(?![0-9.])" if word[-1].isdigit() else word


def _subscripted(name: str) -> str:
    r"""Return the pattern of a subscripted name: ``x_1``, ``x_{1}``, ``\omega_1``."""
    base, _, subscript = name.partition("_")
    if not subscript:
        return "(?!)"
    more = "(?![0-9])" if subscript[-1].isdigit() else "(?![A-Za-z])"
    return rf"\\?{base} *_ *(?:{subscript}{more}|\{{ *{subscript} *\}})"


def _read(match: re.Match[str], words: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Return kind and value of a piece, or None if it means nothing here."""
    piece = match.group()
    match match.lastgroup:
        case "number":
            return "number", piece
        case "word":
            return words[piece]
        case "symbol":
            return _SYMBOLS[piece]
        case "subscripted":
            return "variable", re.sub(r"[\\{} ]", "", piece)
        case "opening" | "closing" as side:
            return ("(" if side == "opening" else ")"), _environment(piece)
        case "bar":
            return ("(", "|") if piece[1] == "l" or "l" in piece[1:-1] else (")", "|")
        case "styled":
            return words.get(piece[piece.index("{") + 1 : -1].strip())
        case "command":
            name = piece[1:]
            return _COMMANDS.get(name) or words.get(GREEK_COMMANDS.get(name, name))
        case _:
            return None


def _environment(piece: str) -> str:
    """Return what closes the environment that ``piece`` opens or closes."""
    return next(end for end in _ENVIRONMENTS if end[5:-1] in piece)


def _check_number(match: re.Match[str], text: str, start: int, end: int) -> None:
    literal, rest = match.group(), match.string[match.end() :]
    if sum(character != "." for character in literal) > MAX_DIGITS:
        raise ParseError("too_many_digits", start, end - start, text, {"limit": str(MAX_DIGITS)})
    if rest.startswith("."):
        raise ParseError("malformed_number", start, end - start + 1, text, {"name": literal + "."})
    if power := _SCIENTIFIC.match(rest):  # 1e-3: a thousandth, or e less 3
        exponent = power.group(1)
        sign = "" if exponent[0] in "+-" else "*"
        end += power.end()
        spellings = f"{literal}*10^({exponent})", f"{literal}*e{sign}{exponent}"
        first, second = (text[:start] + spelling + text[end:] for spelling in spellings)
        raise ParseError("ambiguous", start, end - start, text, {"first": first, "second": second})


def _unknown(
    match: re.Match[str], text: str, start: int, end: int, variables: tuple[str, ...]
) -> ParseError:
    """Return the error that names what was not understood, with the nearest known word."""
    piece = match.group()
    if match.lastgroup == "command":
        return ParseError("unknown_command", start, end - start, text, {"name": piece})
    if not piece[0].isalpha() and match.lastgroup == "unknown":
        return ParseError("unexpected_symbol", start, end - start, text, {"name": piece})
    details = {"name": piece, "variables": ", ".join(variables)}
    words, alike = (*variables, *FUNCTION_WORDS, *CASE_WORDS), 0.7 if len(piece) < 3 else 0.6
    if near := difflib.get_close_matches(piece, words, 1, alike):
        details["suggestion"] = near[0]
    elif len(variables) == 1 and len(piece) == 1:
        details["suggestion"] = variables[0]
    return ParseError("unknown_name", start, end - start, text, details)

"""Every character a reader may type, turned into ASCII, with the way back to where it stood.

The table is explicit. ``unicodedata.normalize`` would also turn roman numerals and ligatures into
letters behind the reader's back. Whatever is not in the table is refused and named: invisible
marks and letters of other alphabets that look like ours are never guessed.
"""

import unicodedata
from collections.abc import Sequence

from core.errors import ParseError
from core.expression.words import CASE_WORDS, GREEK, GREEK_VARIANTS

MAX_LENGTH = 300

_SPACES = "\t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
_SPACES += "\u202f\u205f\u3000"

_SYMBOLS = {
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys("×·⋅∙•・∗✕", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("−–—‐‑‒﹣", "-"),
    **dict.fromkeys("∣", "|"),
    **dict.fromkeys("、", ","),
    **dict(zip("≤≦⩽≥≧⩾≠", "<= <= <= >= >= >= !=".split(), strict=True)),
    # Chinese words are read as they stand; 当 x<1 时 says no more than 当 x<1.
    **{letter: letter for word in CASE_WORDS for letter in word if not letter.isascii()},
    "时": " ",
    **dict(zip("【】〔〕", "[][]", strict=True)),
    **dict(zip("⌊⌋⌈⌉", ("\\lfloor ", "\\rfloor ", "\\lceil ", "\\rceil "), strict=True)),
    **dict(zip("√∛∜", (" sqrt ", "\\sqrt[3]", "\\sqrt[4]"), strict=True)),
    **dict(zip("ℯⅇℎ", "eeh", strict=True)),
}
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
# A command ends at its blank: without it `zη` would spell `zeta`.
_GREEK = {letter: f"\\{name} " for letter, name in (GREEK | GREEK_VARIANTS).items()}


def _mathematical_alphanumerics() -> dict[str, str]:
    """Return the styled letters and digits of U+1D400 to U+1D7FF with their plain meaning."""
    plain = {
        chr(code): unicodedata.normalize("NFKC", chr(code)) for code in range(0x1D400, 0x1D800)
    }
    return {
        styled: _GREEK.get(letter, letter)
        for styled, letter in plain.items()
        if letter in _GREEK or (letter.isascii() and letter.isalnum())
    }


_ONE_TO_ONE = {
    **{chr(code): chr(code) for code in range(0x20, 0x7F)},
    **_SYMBOLS,
    **_FULL_WIDTH,
    **_GREEK,
    **_mathematical_alphanumerics(),
}
_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣʸᵗ", "0123456789+-()nxyt", strict=True))
_SUBSCRIPTS = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₓₙₖₘₜᵢⱼ", "0123456789aexnkmtij", strict=True))
_FRACTIONS = dict(
    zip(
        "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞",
        "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split(),
        strict=True,
    )
)
_LOOKALIKES = {
    **dict(zip("асеорхуіѕјһАВСЕНКМОРТХУ", "aceopxyisjhABCEHKMOPTXY", strict=True)),  # Cyrillic
    **dict(zip("οΟΑΒΕΖΗΙΚΜΝΡΤΧ", "oOABEZHIKMNPTX", strict=True)),  # Greek
    "。": ".",
}
_BLANK_LETTERS = "\u115f\u1160\u2800\u3164\uffa0"


def to_ascii(text: str) -> tuple[str, Sequence[int]]:
    r"""Return ``text`` in plain ASCII and, for each of its characters, where it was typed.

    ``２ｘ²`` becomes ``2x^(2)`` with the positions ``0, 1, 2, 2, 2, 2``; Greek letters become LaTeX
    commands (``\omega``), subscripts ``_{1}``.

    Raises:
        ParseError: more than ``MAX_LENGTH`` characters, or one that is not in the table.
    """
    if len(text) > MAX_LENGTH:
        raise ParseError(
            "too_long", MAX_LENGTH, len(text) - MAX_LENGTH, text, {"limit": str(MAX_LENGTH)}
        )
    if text.isascii() and text.isprintable():
        return text, range(len(text))
    return _translated(text)


def _translated(text: str) -> tuple[str, list[int]]:
    pieces: list[str] = []
    positions: list[int] = []
    closing = ""  # what ends the run of raised or lowered characters we are in
    for index, character in enumerate(text):
        run, piece = _piece(text, index, character)
        if closing and run != closing:
            pieces.append(closing)
            positions.append(index - 1)
        if run and run != closing:
            piece = ("^(" if run == ")" else "_{") + piece
        closing = run
        pieces.append(piece)
        positions.extend([index] * len(piece))
    pieces.append(closing)
    positions.extend([len(text) - 1] * len(closing))
    return "".join(pieces), positions


def _piece(text: str, index: int, character: str) -> tuple[str, str]:
    """Return what closes the run ``character`` belongs to (or nothing), and its translation."""
    if character in _ONE_TO_ONE:
        return "", _ONE_TO_ONE[character]
    if character in _SUPERSCRIPTS:
        return ")", _SUPERSCRIPTS[character]
    if character in _SUBSCRIPTS:
        return "}", _SUBSCRIPTS[character]
    if character in _FRACTIONS:
        return "", _vulgar_fraction(text, index, _FRACTIONS[character])
    raise _refusal(text, index, character)


def _vulgar_fraction(text: str, index: int, fraction: str) -> str:
    whole = text[:index].rstrip()[-1:]
    if whole.isdecimal():  # 2½ is two and a half to a cook, and 2 · ½ to a parser
        details = {"first": f"{whole}+{fraction}", "second": f"{whole}*({fraction})"}
        raise ParseError("ambiguous", index, 1, text, details)
    return "\\frac{{{}}}{{{}}}".format(*fraction.split("/"))


def _refusal(text: str, index: int, character: str) -> ParseError:
    name = unicodedata.name(character, "")
    details = {"character": character, "codepoint": f"U+{ord(character):04X}", "name": name}
    if unicodedata.category(character) in ("Cf", "Cc", "Cs", "Cn", "Co", "Zl", "Zp") or (
        character in _BLANK_LETTERS or name.startswith("VARIATION SELECTOR")
    ):
        return ParseError("invisible_character", index, 1, text, details)
    if character in _LOOKALIKES:
        details["suggestion"] = _LOOKALIKES[character]
        return ParseError("lookalike_character", index, 1, text, details)
    return ParseError("unsupported_character", index, 1, text, details)

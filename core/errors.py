"""The two ways in which what a reader typed can fail: its text, or its mathematics."""

import unicodedata

# Characters shown on either side of an error.
AROUND = 30

# Every `ParseError.code`. They are stable: words in each language and tests hang on them.
PARSE_CODES = (
    # the characters
    "empty",
    "too_long",
    "invisible_character",
    "lookalike_character",
    "unsupported_character",
    # the words
    "unknown_name",
    "unknown_command",
    "malformed_number",
    "too_many_digits",
    # the grammar
    "missing_operand",
    "missing_operator",
    "missing_argument",
    "missing_bracket",
    "wrong_argument_count",
    "unexpected_comma",
    "unexpected_equals",
    "unexpected_symbol",
    "unclosed_bracket",
    "unopened_bracket",
    "mismatched_bracket",
    "unbalanced_bar",
    "negative_function_power",
    "ambiguous",
    # functions by cases
    "unexpected_comparison",
    "missing_condition",
    "missing_comparison",
    "constant_condition",
    "branch_after_last",
    # the budgets
    "too_many_variables",
    "too_many_nodes",
    "too_deep",
    "too_many_arguments",
    "too_many_branches",
    "too_many_slow_functions",
    "exponent_too_large",
    "degree_too_large",
    "exact_constant_too_large",
    "constant_too_large",
    "constant_undefined",
    "factorial_too_large",
    "root_index",
    "bessel_order",
    # points
    "not_constant",
    "wrong_dimension",
)


# Why there is no Taylor series at a point: every `NotAnalytic.code`.
REASONS = {
    "pole": "it tends to infinity like a power of 1/(x - a), as 1/x at 0",
    "corner": "it or a derivative of it has a corner, as |x| and x|x| at 0",
    "jump": "it jumps there, or a part of it does, as sign x and x^2 sign x at 0",
    "seam": "two branches of a function by cases meet, as x^2 if x < 1, 2x - 1 otherwise, at 1",
    "branch_point": "a root or logarithm of zero, or of infinity, as sqrt x and ln x at 0",
    "outside_domain": "it has no value there, or none on one side of the point, as ln x at -1",
    "essential": "no power of (x - a) tames it, as sin(1/x) at 0",
    "removable_flat": "it is undefined there, and with the point filled in all derivatives of a"
    " part are 0, so that the series is not the function, as exp(-1/x^2) at 0",
    "undecided": "it could not be proven whether something vanishes at the point, or that the"
    " function is differentiable there",
}


class ParseError(ValueError):
    """A typed text that cannot be read, or that asks for more than the budgets allow.

    Attributes:
        code: stable name of the reason, one of ``PARSE_CODES``.
        position: 0-based index into ``text`` where the reason sits, ``0 <= position <= len(text)``.
        length: how many characters of ``text`` are concerned; 0 at the end of the text.
        text: the text as it was typed.
        details: what a sentence about this error needs: ``name``, ``suggestion``; for
            ``ambiguous`` the spellings ``first`` and, if there are two, ``second``; for a budget
            its ``limit``.
    """

    def __init__(
        self,
        code: str,
        position: int,
        length: int,
        text: str,
        details: dict[str, str] | None = None,
    ) -> None:
        """Keep everything in ``args`` too, so that the error survives pickling."""
        super().__init__(code, position, length, text, details)
        self.code = code
        self.position = position
        self.length = length
        self.text = text
        self.details = details or {}

    def __str__(self) -> str:
        """Say the code and the details, and point into the text."""
        details = ", ".join(f"{key}: {value}" for key, value in self.details.items())
        said = f"{self.code} at {self.position}" + (f" ({details})" if details else "")
        where = pointed(self.text, self.position, self.length) if self.text else ()
        return "\n    ".join([said, *where])


class NotAnalytic(ValueError):
    """A function that has no Taylor series at the point asked for.

    Attributes:
        code: stable name of the reason, one of ``REASONS``.
    """

    def __init__(self, code: str) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        """Say the code and what it means."""
        return f"{self.code}: {REASONS[self.code]}"


def pointed(text: str, position: int, length: int) -> tuple[str, str]:
    """Return the part of ``text`` around the error and the line of carets beneath it.

    A wide character is two columns wide only in some fonts, so the carets' line is built from
    characters of the same widths: an ideographic space stands under a Han character.

    >>> pointed("2 + 中 x", 4, 1)
    ('2 + 中 x', '    ＾')
    """
    start, end = max(0, position - AROUND), position + max(length, 1) + AROUND
    shown = "".join(c if c.isprintable() else " " for c in text[start:end])
    before = shown[: position - start]
    marked = shown[position - start :][: max(length, 1)] or " "
    if start:
        shown, before = "…" + shown, "…" + before
    carets = "".join("\u3000" if _wide(c) else " " for c in before)
    carets += "".join("＾" if _wide(c) else "^" for c in marked)
    return shown + ("…" if end < len(text) else ""), carets


def _wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"

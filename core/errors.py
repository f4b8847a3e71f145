"""The two ways in which what a reader typed can fail: its text, or its mathematics."""

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


class ParseError(ValueError):
    """A typed text that cannot be read, or that asks for more than the budgets allow.

    Attributes:
        code: stable name of the reason, one of ``PARSE_CODES``.
        position: 0-based index into ``text`` where the reason sits, ``0 <= position <= len(text)``.
        length: how many characters of ``text`` are concerned; 0 at the end of the text.
        text: the text as it was typed.
        details: what a sentence about this error needs: ``name``, ``suggestion``; for
            ``ambiguous`` the two spellings ``first`` and ``second``; for a budget its ``limit``.
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
        """Say the code, the place and the details in one line."""
        details = "".join(f", {key}: {value}" for key, value in self.details.items())
        return f"{self.code} at {self.position} in {self.text[:40]!r}{details}"


class NotAnalytic(ValueError):
    """A function that has no Taylor series at the point asked for.

    Attributes:
        code: stable name of the reason, such as ``"corner"``, ``"pole"``, ``"branch_point"``.
    """

    def __init__(self, code: str) -> None:
        """Keep the reason."""
        super().__init__(code)
        self.code = code

"""Words and numbers as the reader sees them."""

import math
from decimal import Decimal

import streamlit as st

import i18n

SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def language() -> str:
    """Return the reader's language: the one chosen, else the browser's, else Chinese."""
    chosen = st.session_state.get("lang")
    if chosen:
        return str(chosen)
    return "en" if not (st.context.locale or "zh").lower().startswith("zh") else "zh"


def t(key: str, **named: object) -> str:
    """Return the words for ``key`` (``lesson.item``) in the reader's language.

    Raises:
        KeyError: if the key or a placeholder is missing.
    """
    return i18n.text(language(), key, **named)


def number(value: float, digits: int | None = None) -> str:
    """Return a number as people write it: ``number(1.7e-3)`` is ``1.7 × 10⁻³``.

    Args:
        value: Any float.
        digits: Significant digits, trailing zeros kept; None for as few as give ``value`` back.

    >>> number(1.7e-3), number(-0.25), number(2.0, digits=3), number(1e-16)
    ('1.7 × 10⁻³', '−0.25', '2.00', '10⁻¹⁶')
    """
    if not math.isfinite(value):
        return "—" if math.isnan(value) else "∞" if value > 0 else "−∞"
    if value == 0:
        return "0"
    mantissa, exponent = _scientific(abs(value), digits)
    sign = "−" if value < 0 else ""
    if -2 <= exponent < 6:
        return sign + _positional(mantissa, exponent)
    power = "10" + str(exponent).translate(SUPERSCRIPTS)
    return sign + (power if mantissa == "1" else f"{_positional(mantissa, 0)} × {power}")


def plain(value: float) -> str:
    """Return a number as an address or a text box holds it; ``float`` reads it back exactly.

    >>> plain(0.001), plain(3.0), plain(-0.25), plain(1e-16)
    ('1e-3', '3', '-0.25', '1e-16')
    """
    if value == 0:
        return "0"
    mantissa, exponent = _scientific(abs(value), None)
    sign = "-" if value < 0 else ""
    if -2 <= exponent < 6:
        return sign + _positional(mantissa, exponent)
    return f"{sign}{_positional(mantissa, 0)}e{exponent}"


def _scientific(value: float, digits: int | None) -> tuple[str, int]:
    """Split a positive float into its digits (no point) and its decimal exponent."""
    if digits is None:
        decimal = Decimal(repr(float(value))).normalize()
    else:
        decimal = Decimal(f"{value:.{digits - 1}e}")
    return "".join(map(str, decimal.as_tuple().digits)), decimal.adjusted()


def _positional(digits: str, exponent: int) -> str:
    """Put the decimal point ``exponent + 1`` places after the first digit."""
    if exponent < 0:
        return "0." + "0" * (-exponent - 1) + digits
    digits = digits.ljust(exponent + 1, "0")
    whole, rest = digits[: exponent + 1], digits[exponent + 1 :]
    return f"{whole}.{rest}" if rest else whole

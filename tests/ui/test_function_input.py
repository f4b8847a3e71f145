import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import PARSE_CODES, ParseError
from ui.function_input import pointed, reason


@pytest.mark.parametrize(
    ("text", "position", "length", "carets"),
    [
        ("sin", 0, 3, "^^^"),
        ("2+", 2, 0, "  ^"),
        ("２+中x", 2, 1, "\u3000 ＾"),
        ("", 0, 0, "^"),
        ("a\tb?", 3, 1, "   ^"),
    ],
)
def test_carets_stand_under_the_error(text, position, length, carets):
    assert pointed(text, position, length)[1] == carets


def test_a_long_text_is_cut_around_the_error():
    line, carets = pointed("x+" * 140 + "?" + "+x" * 9, 280, 1)
    assert line[0] == "…" and len(line) < 80
    assert line[carets.index("^")] == "?"


@given(st.text(max_size=300), st.data())
def test_carets_fit_any_text(text, data):
    position = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, len(text) - position))
    line, carets = pointed(text, position, length)
    assert "\n" not in line + carets
    assert carets.strip("\u3000 ") and set(carets.strip("\u3000 ")) <= {"^", "＾"}


@pytest.mark.parametrize("code", [*PARSE_CODES, "a_code_of_tomorrow"])
def test_an_error_has_a_reason_even_without_details(code):
    assert reason(ParseError(code, 0, 1, "?x"))

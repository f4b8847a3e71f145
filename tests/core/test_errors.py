"""What an error says in a notebook: the code, the details, and where in the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import NotAnalytic, ParseError, parse, taylor
from core.errors import REASONS, pointed


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


def test_a_parse_error_points_into_the_text():
    with pytest.raises(ParseError) as caught:
        parse("2 + y")
    first, text, carets = str(caught.value).splitlines()
    assert first.startswith("unknown_name at 4") and "variables: x" in first
    assert text[carets.index("^")] == "y"


def test_an_empty_text_is_not_pointed_into():
    with pytest.raises(ParseError) as caught:
        parse("")
    assert str(caught.value) == "empty at 0"


@pytest.mark.parametrize("code", REASONS)
def test_a_missing_series_says_why(code):
    assert str(NotAnalytic(code)).startswith(f"{code}: ")


def test_the_code_of_a_missing_series_is_its_reason():
    with pytest.raises(NotAnalytic, match="corner") as caught:
        taylor(parse("|x|"))
    assert caught.value.code == "corner"

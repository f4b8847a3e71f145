import pytest
from streamlit.testing.v1 import AppTest

import i18n
from core import ParseError, parse
from core.errors import PARSE_CODES
from ui.function_input import reason


@pytest.mark.parametrize("code", [*PARSE_CODES, "a_code_of_tomorrow"])
def test_an_error_has_a_reason_even_without_details(code):
    assert reason(ParseError(code, 0, 1, "?x"))


def page():
    import streamlit as st

    from ui import address
    from ui.function_input import function_input, point_input
    from ui.parameters import Text

    address.arrive("one", Text("f", "sin x"), Text("at", "0"))
    st.session_state["f"] = function_input().text
    st.session_state["at"] = point_input()[0]


def test_while_a_text_is_wrong_the_last_good_one_counts():
    app = AppTest.from_function(page).run()
    for key, good, bad in (("f", "x^3", "x^"), ("at", "pi/2", "1/0")):
        app.text_input(key=f"one.{key}").set_value(good).run()
        app.text_input(key=f"one.{key}").set_value(bad).run()
        assert app.session_state[key] == good


def test_a_wrong_text_in_a_link_leaves_the_default():
    app = AppTest.from_function(page)
    app.query_params["f"] = "x^"
    assert app.run().session_state["f"] == "sin x"


WRONG = {
    "empty": "",
    "too_long": "x" * 301,
    "invisible_character": "x\u200b+1",
    "lookalike_character": "х+1",
    "unsupported_character": "∂x",
    "unknown_name": "sni x",
    "unknown_command": "\\foo",
    "malformed_number": "1.2.3",
    "too_many_digits": "1" * 21,
    "missing_operand": "2 + * x",
    "missing_argument": "sin",
    "wrong_argument_count": "sin(x, 1)",
    "unexpected_comma": "x, 1",
    "unexpected_equals": "x = 1",
    "unexpected_symbol": "x # 1",
    "unclosed_bracket": "(x",
    "unopened_bracket": "x)",
    "mismatched_bracket": "(x]",
    "unbalanced_bar": "|x",
    "negative_function_power": "sin^-2 x",
    "ambiguous": "1/2x",
    "unexpected_comparison": "x < 1",
    "missing_condition": "x if x < 1, 2x",
    "missing_comparison": "x if x",
    "constant_condition": "x if 1 < 2",
    "branch_after_last": "x if x < 1, 2 otherwise, 3 if x > 5",
    "too_many_branches": "; ".join(f"{k} if x < {k}" for k in range(9)),
    "too_many_slow_functions": "gamma(" * 13 + "x" + ")" * 13,
    "too_deep": "(" * 41 + "x" + ")" * 41,
    "too_many_arguments": "max(x,1,2,3,4,5,6,7,8)",
    "exponent_too_large": "x^1001",
    "degree_too_large": "(x^100)^100",
    "constant_too_large": "10^61 + x",
    "constant_undefined": "1/0",
    "factorial_too_large": "factorial(61)",
    "root_index": "root(-1, x)",
    "bessel_order": "besselj(61, x)",
}


@pytest.mark.parametrize("language", i18n.LANGUAGES)
@pytest.mark.parametrize(("code", "text"), WRONG.items(), ids=WRONG)
def test_what_a_reader_may_get_wrong_has_its_own_words(monkeypatch, language, code, text):
    monkeypatch.setattr("ui.words.language", lambda: language)
    monkeypatch.setattr("ui.function_input.language", lambda: language)
    with pytest.raises(ParseError) as caught:
        parse(text)
    assert caught.value.code == code
    said = reason(caught.value)
    assert "{" not in said
    assert said.split("\n")[0] != i18n.text(language, "errors.unknown")

"""The frame and the formula box, through app.py."""

import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import i18n

APP = Path(__file__).parents[2] / "app.py"
LESSONS = ("home", "derivative", "gradient", "taylor", "roundoff")


def visit(lesson="derivative", **query):
    app = AppTest.from_file(APP, default_timeout=30)
    app.query_params.update(query)
    app.switch_page(f"pages/{lesson}.py")
    app.run()
    assert not app.exception, app.exception
    return app


def query(app):
    """The address; AppTest keeps lists of values once the script has written."""
    return {k: v if isinstance(v, str) else v[0] for k, v in app.query_params.items()}


@pytest.mark.parametrize("lesson", LESSONS)
@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_every_lesson_opens_in_each_language(lesson, language):
    app = visit(lesson, lang=language)
    assert app.title[0].value == i18n.text(language, f"{lesson}.title")
    assert len(app.title) == 1


def test_without_a_language_the_reader_gets_the_browsers_or_chinese():
    assert visit().title[0].value == i18n.text("zh", "derivative.title")


def test_switching_the_language_keeps_the_state_and_the_address():
    app = visit(f="x^3", at="2", lang="zh")
    app.segmented_control(key="language").set_value("en").run()
    assert app.title[0].value == i18n.text("en", "derivative.title")
    assert app.text_input(key="derivative.f").value == "x^3"
    assert query(app) == {"f": "x^3", "at": "2", "lang": "en"}


def test_the_language_chosen_goes_along_to_another_lesson():
    app = visit(lang="en")
    app.query_params.clear()
    app.switch_page("pages/gradient.py").run()
    assert app.title[0].value == i18n.text("en", "gradient.title")


def test_an_unknown_language_is_said_and_does_no_harm():
    app = visit(lang="xx")
    assert app.title[0].value == i18n.text("zh", "derivative.title")
    assert "lang" in app.caption[0].value


def test_a_wrong_formula_is_pointed_at_and_the_last_good_one_kept():
    app = visit(f="x^3", lang="en")
    good = next(m.value for m in app.markdown if m.value.startswith("$f(x) ="))
    app.text_input(key="derivative.f").set_value("2 + * x").run()
    assert app.code[0].value.split("\n") == ["2 + * x", "    ^"]
    assert app.text[0].value.startswith(i18n.text("en", "errors.missing_operand"))
    assert query(app)["f"] == "2 + * x"
    app.text_input(key="derivative.f").set_value("x^3").run()
    assert not app.code
    assert good in [m.value for m in app.markdown]


def test_a_link_with_a_wrong_formula_opens():
    app = visit(f="<img src=x>", lang="zh")
    assert app.code[0].value.startswith("<img src=x>")


def test_a_wrong_point_is_pointed_at():
    app = visit(at="1/0", lang="en")
    assert app.code and app.text


def test_an_example_sets_all_that_it_names():
    app = visit()
    app.pills(key="examples_derivative").set_value("|x|").run()
    assert app.text_input(key="derivative.f").value == "|x|"
    assert query(app) == {"f": "|x|", "at": "0"}
    assert app.pills(key="examples_derivative").value is None


# Formulas, code and the names of Markdown's badges are no words.
FORMULA = re.compile(r"\$\$.*?\$\$|\$[^$]*\$|`[^`]*`|:[a-z]+-badge", re.DOTALL)
# Two letters in a row that no function name explains, or a Han character: somebody's words.
WORDS = re.compile(r"[\u4e00-\u9fff]|\b(?!sin|cos|tan|exp|ln|sqrt|cbrt|float|bfloat)[A-Za-z]{3,}")


@pytest.fixture
def fresh_words():
    """No words remembered from other tests, and none of these left to them."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


@pytest.mark.usefixtures("fresh_words")
@pytest.mark.parametrize("lesson", LESSONS)
def test_no_words_stand_outside_the_word_lists(lesson, monkeypatch):
    monkeypatch.setattr(i18n, "text", lambda language, key, **named: f"※{sum(map(ord, key))}")
    app = visit(lesson)
    seen = [e.value for kind in ("title", "markdown", "caption", "text") for e in app.get(kind)]
    widgets = ("text_input", "slider", "pills", "button")
    labels = [e.label for kind in widgets for e in app.get(kind)]
    left = [WORDS.findall(FORMULA.sub("", text)) for text in (*seen, *labels)]
    assert not [words for words in left if words]


@pytest.mark.usefixtures("fresh_words")
@pytest.mark.parametrize("lesson", LESSONS)
def test_words_twice_as_long_do_no_harm(lesson, monkeypatch):
    text = i18n.text
    monkeypatch.setattr(i18n, "text", lambda *key, **named: " ".join([text(*key, **named)] * 2))
    visit(lesson)

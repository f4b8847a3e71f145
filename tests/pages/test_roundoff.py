"""The lesson on round-off, and the first page, run through app.py."""

import base64
import json

import numpy as np
import pytest

from ui.words import number


def data(app):
    """What travels to the live figure."""
    sent = (json.loads(it.proto.json) for it in app.get("bidi_component"))
    return next(it for it in sent if "recipe" in it)


def said(app):
    return json.dumps(data(app)["readouts"], ensure_ascii=False)


def values(app):
    """The steps of the handle's places."""
    packed = data(app)["recipe"]["values"]
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"])


def speaks_of_its_own_step(app):
    """Whether slider, sentence and handle agree at every place."""
    sent = data(app)
    places = zip(values(app), sent["texts"], sent["readouts"], strict=True)
    return all(
        text == f"h = {number(h)}" and text in said[0]["parts"][0] for h, text, said in places
    )


def names(app):
    return [it["text"] for it in data(app)["figure"]["layout"]["annotations"]]


@pytest.mark.parametrize(("lang", "word"), [("zh", "舍入误差占上风"), ("en", "round-off rules")])
def test_the_page_opens_small_in_both_languages(open_lesson, lang, word):
    app = open_lesson("roundoff", lang=lang)
    sent = data(app)
    assert word in names(app)
    assert len(json.dumps(sent)) < 220_000
    assert speaks_of_its_own_step(app)
    assert len(app.expander) == 3


def test_a_link_opens_its_step_formulas_and_formats(open_lesson):
    app = open_lesson(
        "roundoff", f="sin x", at="1", scheme="central", format="float16,float64", step="1e-3"
    )
    assert data(app)["value"] == {"step": 1e-3}
    assert app.session_state["roundoff.scheme"] == ["central"]
    dots = [it for it in data(app)["figure"]["data"] if it["mode"] == "markers"]
    assert len(dots) == 2


def test_an_example_replaces_function_and_point(open_lesson):
    app = open_lesson("roundoff", lang="en")
    app.pills(key="examples_roundoff").set_value("sin x").run()
    assert not app.exception
    assert [it.value for it in app.text_input] == ["sin x", "1"]
    assert "0.841470" in said(app)


def test_without_a_derivative_the_figure_stays_and_says_why(open_lesson):
    app = open_lesson("roundoff", f="|x|", at="0", lang="en")
    assert "f has no derivative here" in said(app)


def test_without_any_formula_the_forward_one_stands_in(open_lesson):
    app = open_lesson("roundoff", scheme="none", lang="en")
    assert any("No formula is chosen" in it.value for it in app.caption)
    assert "forward error" in said(app)


def test_a_point_beyond_every_chosen_format_is_no_exception(open_lesson):
    app = open_lesson("roundoff", f="x^2", at="10^6", format="float16", lang="en")
    assert any("wide enough" in it.value for it in app.caption)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_first_page_is_a_figure_and_the_ways_on(open_lesson, lang):
    app = open_lesson(lang=lang)
    left, right = data(app)["figure"]["layout"]["xaxis"]["range"]
    assert left > right and values(app)[0] > values(app)[-1]  # h goes to zero from left to right
    assert speaks_of_its_own_step(app)
    assert len(app.get("page_link")) >= 4
    assert len(json.dumps(data(app))) < 60_000

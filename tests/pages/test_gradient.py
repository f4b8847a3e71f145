"""The lesson on the gradient, run through app.py."""

import json
import time

import pytest

from core import NotAnalytic, gradient_at, parse
from core.certified import Certified
from ui.readout import certain
from ui.readouts.gradient import DIGITS, look_up

XY = ("x", "y")


def data(app):
    """What travels to the live figure."""
    sent = (json.loads(it.proto.json) for it in app.get("bidi_component"))
    return next(it for it in sent if "recipe" in it)


def said(app):
    """All text beside the figure."""
    return json.dumps(data(app)["readouts"], ensure_ascii=False)


def test_the_articles_example(open_lesson):
    app = open_lesson("gradient", f="x^2+y^2", at="1,2", lang="en")
    rows = [line for line in data(app)["readouts"][0] if line["kind"] == "row"]
    numbers = [row["parts"][0] for row in rows]
    assert numbers[0] == "5" and numbers[1]["text"] == "(2, 4)" and numbers[2]["text"] == "4.4721"
    assert all(row["parts"][1]["mark"] == "certified" for row in rows)
    assert data(app)["recipe"]["at"] == [1, 2] and data(app)["recipe"]["gradient"] == [2, 4]
    assert "f = 5 and ∇f = (2, 4)" in data(app)["alt"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_opens_small_in_both_languages(open_lesson, lang):
    app = open_lesson("gradient", lang=lang)
    assert len(json.dumps(data(app))) < 150_000
    assert len(app.expander) == 4


def test_a_critical_point_says_so(open_lesson):
    app = open_lesson("gradient", f="x^2-y^2", at="0,0", lang="en")
    assert "critical point" in said(app)


@pytest.mark.parametrize(("lang", "words"), [("en", "not proven"), ("zh", "没能证明")])
def test_partial_derivatives_alone_promise_no_direction(open_lesson, lang, words):
    app = open_lesson("gradient", f="min(|x|,|y|)", at="0,0", lang=lang)
    assert words in said(app)
    assert "critical" not in said(app) and "驻点" not in said(app)
    assert data(app)["recipe"]["gradient"] == [None, None]


@pytest.mark.parametrize(
    ("f", "why"),
    [("ln(x²+y²)", "undefined"), ("sqrt(x²+y²)", "edge"), ("floor(x)+y", "jumps")],
)
def test_where_there_is_no_gradient_the_figure_stays_and_says_why(open_lesson, f, why):
    app = open_lesson("gradient", f=f, at="0,0", lang="en")
    assert why in said(app) and why in data(app)["alt"]
    assert data(app)["recipe"]["gradient"] == [None, None]


def test_a_wrong_formula_keeps_the_last_picture(open_lesson):
    app = open_lesson("gradient", f="x y", at="1,2", lang="en")
    before = said(app)
    app.text_input[0].set_value("x y +").run()
    assert not app.exception and said(app) == before


def test_the_formula_shows_the_partial_derivatives_in_the_slopes_color(open_lesson):
    app = open_lesson("gradient", f="x^2 y", at="1,2", lang="en")
    [formula] = [line["tex"] for line in data(app)["readouts"][0] if line["kind"] == "formula"]
    assert formula.startswith(r"\nabla f") and r"\slope{" in formula and "2 x y" in formula


def test_a_formula_nobody_can_read_is_left_out(open_lesson):
    for text in ("gamma(x) y", "*".join(f"sin({k}x y)" for k in range(1, 12))):
        [formula] = [
            line["tex"]
            for line in data(open_lesson("gradient", f=text))["readouts"][0]
            if line["kind"] == "formula"
        ]
        assert r"\slope" not in formula


def test_windows_from_links_never_fail(open_lesson):
    app = open_lesson("gradient", xmin="5", xmax="5", ymin="9", ymax="-9", at="100,100")
    low, high = data(app)["figure"]["layout"]["xaxis"]["range"]
    assert low < 100 < high


def test_the_window_is_typed(open_lesson):
    app = open_lesson("gradient", ymin="-3", lang="en")
    app.number_input(key="gradient.xmax").set_value(5.0).run()
    axes = data(app)["figure"]["layout"]
    assert axes["xaxis"]["range"] == pytest.approx([-3.4, 5])
    assert axes["yaxis"]["range"] == pytest.approx([-3, 2.6])


def test_an_example_is_taken_over_with_its_window(open_lesson):
    app = open_lesson("gradient", xmin="-9", lang="en")
    app.get("button_group")[-1].set_value("x²+y²").run()
    assert app.query_params["at"] == "1,2" and "xmin" not in app.query_params
    assert data(app)["recipe"]["gradient"] == [2, 4]


def test_only_certain_digits_are_shown():
    assert certain(Certified(2.0, "2.00000000000000"), DIGITS) == "2"
    assert certain(Certified(0.5000000000000001, "0.500000000000000"), DIGITS) == "0.50000"
    assert certain(Certified(1.23456789e-7, "1.23e-7"), DIGITS) == "1.23 × 10⁻⁷"
    assert certain(Certified(-0.0123456, "-0.012"), DIGITS) == "−0.012"


def test_looking_up_keeps_the_reason():
    assert look_up("x y", XY, "1,2") == gradient_at(parse("x y", XY), "1,2")
    assert isinstance(look_up("1/x", XY, "0,0"), NotAnalytic)


def test_a_rerun_is_fast(open_lesson):
    app = open_lesson("gradient")
    begun = time.perf_counter()
    app.run()
    assert time.perf_counter() - begun < 1  # usually 0.03 s; shared cores

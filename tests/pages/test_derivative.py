"""The lesson on the derivative, through app.py: what it says at each h."""

import json

import pytest

from ui.readouts import derivative as words


@pytest.fixture
def said(open_lesson, monkeypatch):
    """Open the lesson and return what stands under the figure at a given h, as plain text."""

    def said(h, **query):
        kept = {}
        original = words.readouts

        def spy(*args):
            kept["h"], kept["lines"] = args[4], original(*args)
            return kept["lines"]

        monkeypatch.setattr(words, "readouts", spy)
        open_lesson("derivative", **{"lang": "en", **query})
        lines = kept["lines"][list(kept["h"]).index(h)]
        return "\n".join(plain(line) for line in lines)

    return said


def plain(line):
    parts = line.get("parts", [line.get("tex")])
    words = [part if isinstance(part, str) else part.get("text", "") for part in parts]
    return "".join([line.get("label", ""), *words])


def test_the_slopes_their_difference_and_what_comes_next(said):
    text = said(1.0)
    # (sin 2 - sin 1)/1 = 0.067826..., cos 1 = 0.540302...
    assert "secant slope0.06782644measured" in text
    assert "tangent slope0.5403023certified" in text
    assert "difference−0.47measured" in text
    assert "At h = 0.1 it will be 0.043." in text


def test_what_comes_next_on_the_left_is_nearer_too(said):
    assert "At h = −0.1 it will be 0.041." in said(-1.0)  # (sin 1 - sin 0.9)/0.1 = 0.58144


def test_near_the_last_digit_it_says_why_and_leads_on(said):
    assert "falling apart" in said(1e-14, f="x^2", at="3")
    lucky = said(7.9e-16, f="x^2", at="3")
    assert "have the same slope" in lucky and "falling apart" in lucky
    assert "falling apart" not in said(1e-3, f="x^2", at="3")


def test_the_way_to_round_off_takes_the_function_along(open_lesson):
    from core import parse

    assert words._roundoff(parse("x^2+1"), "1/3").startswith("roundoff?f=x%5E2%2B1&at=1%2F3")


def test_at_zero_there_is_no_quotient(said):
    assert "0/0" in said(0.0)
    assert "rounded to a itself" in said(1e-16)


def test_a_function_without_round_off_never_falls_apart(said):
    assert "falling apart" not in said(1e-16, f="sin x", at="0")


@pytest.mark.parametrize(
    ("f", "at", "start", "standing"),
    [
        ("|x|", "0", "A corner", "certified"),
        ("cbrt x", "0", "The secants turn", "certified"),
        ("|x|^(2/3)", "0", "A cusp", "certified"),
        ("sign x", "0", "The curve jumps", "certified"),
        ("1/x", "0", "The curve runs off", "certified"),
        ("x sin(1/x)", "0", "The secants never", "estimate"),
        ("|x|^1.0001", "0", "It could not be decided", "estimate"),
        ("x^(3/2)", "0", "The curve ends", "certified"),
        ("sqrt(x-9)", "0", "f has no derivative", "certified"),
    ],
)
def test_where_there_is_no_tangent_the_page_says_why(said, f, at, start, standing):
    first = said(0.1, f=f, at=at).split("\n")[0].strip()
    assert first.startswith(start)
    assert first.endswith(standing)


def test_a_corner_has_a_slope_on_each_side(said):
    text = said(0.1, f="|x|", at="0")
    assert "left slope−1certified" in text
    assert "right slope1certified" in text


def test_a_hole_is_named(said):
    text = said(0.1, f="x^2 sin(1/x)", at="0")
    assert "no value here" in text
    assert "tangent slope0certified" in text
    assert "lim" in text and "f(0)" not in text
    assert "f(0)" in said(0.1, f="x^2", at="0")


def test_a_value_that_is_not_proven_is_not_called_a_hole(said):
    assert "no value" not in said(0.1, f="asin(sin x)", at="pi/2")


def test_without_a_value_there_is_no_secant(said):
    text = said(1.0, f="1/x", at="0")
    assert "no value at a itself" in text
    assert "no value at a + h" not in text


def test_beyond_the_domain_it_says_so(said):
    assert "no value at a + h" in said(-1.0, f="sqrt x", at="0")
    assert "no value at a + h" in said(-1.0, f="sqrt x", at="1/2")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_readout_is_data_that_travels(open_lesson, monkeypatch, language):
    kept = []
    original = words.readouts
    monkeypatch.setattr(words, "readouts", lambda *args: kept.append(original(*args)) or kept[-1])
    open_lesson("derivative", f="x^2", at="3", lang=language)
    assert len(kept[0]) == 323
    json.dumps(kept[0], allow_nan=False)


def test_a_step_in_the_link_is_taken(open_lesson):
    app = open_lesson("derivative", step="7.9e-16", lang="en")
    assert not app.caption
    app = open_lesson("derivative", step="2", lang="en")
    assert "step" in app.caption[0].value


def test_an_example_brings_its_window(open_lesson):
    app = open_lesson("derivative", lang="en")
    app.pills(key="examples_derivative").set_value("x sin(1/x)").run()
    assert not app.exception
    assert app.number_input(key="derivative.xmax").value == 0.5
    app.pills(key="examples_derivative").set_value("x²").run()
    assert app.number_input(key="derivative.xmax").value == 3.6


def test_where_two_branches_fit_the_derivative_is_certified(said):
    text = said(0.5, f="x^2 if x < 1, 2x - 1 otherwise", at="1")
    assert "tangent slope2" in text and "certified" in text

"""The Taylor lesson, through app.py."""

import json

import pytest


def figure(app) -> dict:
    """Return what the live figure was given."""
    found = [json.loads(it.proto.json) for it in app.get("bidi_component") if it.proto.json]
    (data,) = [it for it in found if "recipe" in it]
    return data


def words(app, order: int) -> str:
    """Return the sentence under the figure at an order."""
    line = figure(app)["readouts"][order][0]
    return "".join(it if isinstance(it, str) else it.get("text", "") for it in line["parts"])


def test_the_sentence_of_the_brief(open_lesson) -> None:
    app = open_lesson("taylor", f="sin x", at="0", order="3", lang="en")
    # |sin x - (x - x³/6)| = 0.01 at x = 1.0424…: the next term x⁵/120 alone gives 1.037.
    assert words(app, 3).startswith("For |x| ≤ 1.04, P_{3} stays within 0.01 of f.")


@pytest.mark.parametrize(
    ("f", "at", "reason"),
    [
        ("|x|", "0", "corner"),
        ("1/x", "0", "pole"),
        ("sqrt(x)", "0", "branches"),
        ("ln x", "-1", "not defined"),
        ("e^(-1/x^2)", "0", "all its derivatives are 0"),
        ("x^2 if x < 1, 2x - 1 otherwise", "1", "two branches meet"),
    ],
)
def test_no_series_is_said_with_its_reason(open_lesson, f, at, reason) -> None:
    assert reason in words(open_lesson("taylor", f=f, at=at, lang="en"), 5)


@pytest.mark.parametrize(("lang", "otherwise"), [("en", "otherwise"), ("zh", "其他")])
def test_a_function_by_cases_is_shown_and_expanded(open_lesson, lang, otherwise) -> None:
    app = open_lesson("taylor", f="x^2 if x < 1, x + 1 otherwise", at="0", lang=lang)
    formula = figure(app)["readouts"][4][1]["tex"]
    assert formula.startswith("P_{4}(x) = x^{2}")
    shown = [it.value for it in app.markdown if "\\begin{cases}" in it.value]
    assert shown == [
        "$f(x) = \\begin{cases} x^{2}, & x < 1 \\\\ x + 1, & \\text{"
        + otherwise
        + "} \\end{cases}$"
    ]


def test_a_removable_point_has_a_series(open_lesson) -> None:
    app = open_lesson("taylor", f="sin(x)/x", at="0", lang="en")
    formula = figure(app)["readouts"][4][1]["tex"]
    assert formula.startswith("P_{4}(x) = 1 - \\frac{x^{2}}{6}")
    assert "\\slope" in formula


def test_a_center_outside_the_window_moves_the_window(open_lesson) -> None:
    app = open_lesson("taylor", f="sin x", at="20")
    low, high = figure(app)["figure"]["layout"]["xaxis"]["range"]
    assert low < 20 < high


def test_the_typed_center_is_one_of_the_centers(open_lesson) -> None:
    recipe = figure(open_lesson("taylor", f="sin x", at="pi/2"))["recipe"]
    assert recipe["centers"][recipe["at"]] == "pi/2"


def test_an_order_out_of_range_falls_back_with_a_note(open_lesson) -> None:
    app = open_lesson("taylor", order="77", lang="en")
    assert figure(app)["value"]["order"] == 5
    assert any("order" in it.value for it in app.caption)


def test_the_table_opens_an_expansion(open_lesson) -> None:
    app = open_lesson("taylor", lang="en")
    app.button(key="open tan x").click().run()
    assert app.query_params["f"] in ("tan x", ["tan x"])


def test_beside_a_wrong_formula_stands_what_the_picture_shows(open_lesson):
    app = open_lesson("taylor", f="sin(", lang="en")
    default = "e^sin x"
    assert any(line.value.endswith(f"those of {default}") for line in app.text)
    box = next(box for box in app.text_input if box.value == "sin(")
    box.set_value("cos x").run()
    assert not any("those of" in line.value for line in app.text)
    next(box for box in app.text_input if box.value == "cos x").set_value("cos(").run()
    assert any(line.value.endswith("those of cos x") for line in app.text)

"""The live figure in a real browser: what moves without the server, and what comes to rest."""

import math
import re

import numpy as np
import pytest
from playwright.sync_api import Page, expect

from core import parse
from scripts.browser import wait_ready

MAIN = "/app/static/live_figure/expression.js"
UNIT_ROUNDOFF = 2.0**-53
# Formulas that use every function the browser's walker knows, at points inside their domains.
FORMULAS = {
    "2x sin x - x^2/3 + |x|": (-2.0, 0.5, 3.0),
    "sqrt(x) + cbrt(x) + root(5, x) + x^(2/3)": (0.3, 2.0),
    "x^(1/3) + cbrt(x)": (-8.0, 5.0),
    "e^x + exp(-x) + 2^x + x^x": (0.4, 1.7),
    "ln x + log10(x) + log2(x) + log(3, x)": (0.2, 9.0),
    "sin x + cos x + tan x + cot x + sec x + csc x": (0.7, 2.0),
    "asin x + acos x + atan x + acot x": (-0.6, 0.9),
    "asec x + acsc x": (1.3, -2.5),
    "sinh x + cosh x + tanh x + coth x + sech x + csch x": (0.3, -1.2),
    "asinh x + acosh(x+2) + atanh(x/3) + acoth(x+3) + asech(x/4) + acsch x": (0.8, 1.9),
    "sign x + floor x + ceil x + min(x, 1) + max(x, 2, x^2)": (-1.5, 2.5),
    "gamma(x) + x!": (0.5, 4.5, 12.25),
    "erf(x)": (-4.0, -0.3, 0.7, 2.9, 3.1),
    "besselj(0, x) + besselj(3, x)": (0.5, 7.0, 30.0),
    "x^2 if x < 1; 5 if x = 1; 2x - 1 if 1 < x <= 2, 7 if x != 4, 1/x otherwise": (
        -1,
        1,
        1.5,
        2,
        3,
        4,
    ),
    "ln x if x >= 1, 1/(x-3) if -1 < x, 3 otherwise": (-2.0, -1.0, 0.5, 1.0, 4.0),
}


WALK = """async ([module, cases]) => {
    const { compile } = await import(module);
    return cases.map(([tree, points]) => points.map((x) => compile(tree, ["x"])(x)));
}"""
POLES = {
    "x if x < 1": 1.0,
    "1 if ln x < 5, 2 otherwise": -1.0,
    "1/x": 0.0,
    "ln x": 0.0,
    "x^-1": 0.0,
    "gamma x": -2.0,
}


def test_the_browser_computes_what_numpy_computes(open_page) -> None:
    page = open_page("/taylor")
    cases = [[parse(text).browser, list(points)] for text, points in FORMULAS.items()]
    walked = page.evaluate(WALK, [MAIN, cases])
    for (text, points), values in zip(FORMULAS.items(), walked, strict=True):
        # Lanczos' gamma and libm's functions differ in their last digits; 2000 units of roundoff
        # are far below a pixel, and a wrong formula is far above.
        expected = parse(text)(np.array(points))
        assert values == pytest.approx(list(expected), rel=2000 * UNIT_ROUNDOFF), text


def test_a_pole_is_undefined_in_the_browser_too(open_page) -> None:
    page = open_page("/taylor")
    cases = [[parse(text).browser, [x]] for text, x in POLES.items()]
    assert all(math.isnan(value) for (value,) in page.evaluate(WALK, [MAIN, cases]))
    assert all(np.isnan(parse(text)(x)) for text, x in POLES.items())


def slide(page: Page, place: int) -> None:
    page.locator(".live-figure .range").evaluate(
        "(it, place) => { it.value = place; it.dispatchEvent(new Event('input')); }", place
    )
    page.evaluate("() => new Promise(requestAnimationFrame)")


def dashed(page: Page) -> str:
    """Return the path of the polynomial that the slider shows."""
    return page.evaluate(
        "() => [...document.querySelectorAll('.live-figure path.js-line')]"
        ".filter((it) => parseFloat(it.style.strokeDasharray)).at(-1).getAttribute('d')"
    )


def test_the_order_moves_without_the_server(open_page) -> None:
    page = open_page("/taylor")
    # A browser fetches KaTeX's fonts when a formula first needs them: the next one may need more.
    page.evaluate("() => Promise.all([...document.fonts].map((font) => font.load()))")
    page.context.set_offline(True)
    before, words = dashed(page), page.locator(".readout").inner_text()
    slide(page, 9)
    assert dashed(page) != before
    assert page.locator(".readout").inner_text() != words
    expect(page.locator(".place")).to_have_text("order n = 9")
    page.context.set_offline(False)


def test_the_polynomial_drawn_is_the_polynomial(open_page) -> None:
    page = open_page("/taylor?f=e^x&at=0&order=3")
    slide(page, 2)
    x, y, pixel = page.evaluate(
        "() => { const plot = document.querySelector('.live-figure .plot');"
        " const line = [...plot.querySelectorAll('path.js-line')]"
        ".filter((it) => parseFloat(it.style.strokeDasharray)).at(-1);"
        " const [px, py] = line.getAttribute('d').match(/L([-\\d.]+),([-\\d.]+)/g)[200]"
        ".slice(1).split(',').map(Number);"
        " const { xaxis, yaxis } = plot._fullLayout;"
        " return [xaxis.p2d(px), yaxis.p2d(py), Math.abs(yaxis.p2d(1) - yaxis.p2d(0))]; }"
    )
    # Both coordinates are written to a hundredth of a pixel, and the curve is not steep here.
    assert y == pytest.approx(1 + x + x * x / 2, abs=0.02 * pixel)


def test_where_it_rests_goes_into_the_address(open_page) -> None:
    page = open_page("/taylor")
    slide(page, 7)
    page.locator(".live-figure .range").dispatch_event("change")
    expect(page).to_have_url(re.compile(r"[?&]order=7(&|$)"))


def test_a_drag_moves_the_center_and_python_answers(open_page) -> None:
    page = open_page("/taylor?lang=en")
    box = page.locator(".handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 120, y, steps=6)
    expect(page.locator(".live-figure")).to_have_class(re.compile("moving"))
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"[?&]at=1\.4"))
    expect(page.locator(".live-figure")).not_to_have_class(re.compile("moving"))
    expect(page.get_by_label("center a")).to_have_value(re.compile(r"^1\.4"))


def test_arrow_keys_move_the_handle(open_page) -> None:
    page = open_page("/taylor")
    handle = page.get_by_role("slider", name="Center of the expansion, on the curve")
    handle.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(handle).to_have_attribute("aria-valuetext", "a = 0.7")
    expect(page).to_have_url(re.compile(r"[?&]at=0\.7"))


def test_play_goes_through_the_orders(open_page) -> None:
    page = open_page("/taylor?order=18")
    page.get_by_role("button", name="play").click()
    expect(page.locator(".place")).to_have_text("order n = 20")
    expect(page).to_have_url(re.compile(r"[?&]order=20"))


RANGE = "() => document.querySelector('.plot').layout.xaxis.range"


def test_zoom_survives_new_data(open_page) -> None:
    page = open_page("/taylor")
    box = page.locator(".plot .nsewdrag").first.bounding_box()
    page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.9 * box["width"], box["y"] + 120, steps=5)
    page.mouse.up()
    page.wait_for_function(f"({RANGE})()[0] > 0")
    zoomed = page.evaluate(RANGE)
    slide(page, 4)
    page.locator(".live-figure .range").dispatch_event("change")
    expect(page).to_have_url(re.compile("order=4"))
    wait_ready(page, True)
    assert page.evaluate(RANGE) == zoomed


def test_the_figure_follows_the_theme(open_page) -> None:
    page = open_page("/taylor")
    color = "() => document.querySelector('.live-figure').style.getPropertyValue('--role-function')"
    light = page.evaluate(color)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"({color})() !== '{light}'")


def test_no_name_leaves_the_figure_or_covers_another(open_page) -> None:
    page = open_page("/taylor?order=8&f=1/(1%2Bx^2)&at=0")
    boxes = page.evaluate(
        "() => [...document.querySelectorAll('.names .name')].map((it) => {"
        " const { left, top, right, bottom } = it.getBoundingClientRect();"
        " return [left, top, right, bottom]; })"
    )
    stage = page.locator(".stage").bounding_box()
    assert len(boxes) >= 5
    for left, top, right, bottom in boxes:
        assert left >= stage["x"] and right <= stage["x"] + stage["width"] + 1
        assert top >= stage["y"] and bottom <= stage["y"] + stage["height"] + 1
    for i, a in enumerate(boxes):
        for b in boxes[:i]:
            apart = a[2] <= b[0] + 2 or b[2] <= a[0] + 2 or a[3] <= b[1] + 4 or b[3] <= a[1] + 4
            assert apart, (a, b)


def test_a_bad_formula_keeps_the_last_good_picture(open_page) -> None:
    page = open_page("/taylor?lang=en")
    before = dashed(page)
    page.get_by_label("f(x)").fill("2 + * x")
    page.keyboard.press("Enter")
    expect(page.get_by_text("^", exact=False).first).to_be_visible()
    assert dashed(page) == before


def test_typing_a_function_changes_the_curve(open_page) -> None:
    page = open_page("/taylor")
    revision = page.locator(".live-figure").get_attribute("data-drawn")
    page.get_by_label("f(x)").fill("cos x")
    page.keyboard.press("Enter")
    expect(page.locator(".live-figure")).not_to_have_attribute("data-drawn", revision)


def test_a_handle_a_world_away_does_not_hang_the_page(open_page) -> None:
    # tan of the double next to pi/2 is 1.6e16: some 1e18 pixels above the figure.
    page = open_page("/derivative?lang=en&f=tan(x)&at=pi/2")
    assert page.evaluate("() => 1 + 1") == 2
    expect(page.locator(".readout")).to_contain_text("infinity")


def test_a_drag_beyond_the_axes_stops_at_them(open_page) -> None:
    page = open_page("/gradient?lang=en")
    box, stage = page.locator(".handle").bounding_box(), page.locator(".stage").bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] / 2, y)
    page.mouse.down()
    page.mouse.move(stage["x"] - 60, y, steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("at=-3"))
    expect(page.locator(".handle")).to_be_visible()


def test_a_finger_moves_the_handle_and_not_the_page(new_page, server: str) -> None:
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = new_page(**phone)
    page.goto(server + "/gradient?at=1,0.7")
    wait_ready(page, True)
    box = page.locator(".handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    finger = page.context.new_cdp_session(page)

    def touch(kind: str, *points: dict[str, float]) -> None:
        finger.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": x, "y": y})
    for step in range(1, 9):
        touch("touchMove", {"x": x - 8 * step, "y": y + 8 * step})
    touch("touchEnd")
    expect(page).to_have_url(re.compile("at=-"))
    assert page.locator("[data-testid=stMain]").evaluate("(it) => it.scrollTop") == 0

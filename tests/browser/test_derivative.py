"""Secant and tangent under a hand: both points, the slider, and the address they leave."""

import re

import pytest
from playwright.sync_api import Page, expect

ZERO = 161  # the slider's place of h = 0: sixteen decades of ten on either side, and 1


def slide(page: Page, place: int) -> None:
    page.locator(".live-figure .range").evaluate(
        "(it, place) => { it.value = place; it.dispatchEvent(new Event('input')); }", place
    )
    page.evaluate("() => new Promise(requestAnimationFrame)")


def slope(page: Page) -> float:
    """Return the slope of the secant as it is drawn, nan if it is not."""
    return page.evaluate(
        "() => { const plot = document.querySelector('.live-figure .plot');"
        " const line = [...plot.querySelectorAll('path.js-line')]"
        ".find((it) => parseFloat(it.style.strokeDasharray));"
        " const [a, b] = [...line.getAttribute('d').matchAll(/([-\\d.]+),([-\\d.]+)/g)]"
        ".map((it) => [Number(it[1]), Number(it[2])]);"
        " const { xaxis: x, yaxis: y } = plot._fullLayout;"
        " return b ? (y.p2d(b[1]) - y.p2d(a[1])) / (x.p2d(b[0]) - x.p2d(a[0])) : NaN; }"
    )


def test_the_secant_settles_and_falls_apart_without_the_server(open_page) -> None:
    page = open_page("/derivative?f=x^2&at=3&lang=en")
    page.locator(".formula .katex").wait_for()
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.context.set_offline(True)
    # The path is written to a hundredth of a pixel, a slope over the window good to a thousandth.
    assert slope(page) == pytest.approx(7, abs=0.01)
    slide(page, ZERO + 81)
    expect(page.locator(".place")).to_have_text("h = 10⁻⁸")
    assert slope(page) == pytest.approx(6, abs=0.01)
    slide(page, ZERO + 5)  # h = 2.5e-16: the step taken is 4.4e-16, f moves by a whole grain
    assert abs(slope(page) - 6) > 1
    expect(page.locator(".readout")).to_contain_text("falling apart")
    slide(page, ZERO)
    assert slope(page) != slope(page)  # 0/0: nothing is drawn
    expect(page.locator(".readout")).to_contain_text("0/0")
    page.context.set_offline(False)


def test_both_points_are_handles(open_page) -> None:
    page = open_page("/derivative?lang=en")
    expect(page.locator(".live-figure .handle")).to_have_count(2)
    page.get_by_role("slider", name="second point, at a + h").focus()
    page.keyboard.press("ArrowLeft")
    expect(page).to_have_url(re.compile(r"[?&]step=0\.79"))
    page.get_by_role("slider", name="point a on the curve").focus()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"[?&]at=1\.1"))
    expect(page.locator(".readout")).to_contain_text("0.4535961")  # cos 1.1


def test_a_hole_is_filled_so_that_its_secants_are_drawn(open_page) -> None:
    page = open_page("/derivative?f=x+sin(1/x)&at=0&step=0.1&xmin=-0.5&xmax=0.5&lang=en")
    expect(page.locator(".live-figure .handle:visible")).to_have_count(2)
    assert slope(page) == pytest.approx(-0.544, abs=0.002)  # sin 10


def test_the_link_to_round_off_takes_function_point_and_language_along(open_page) -> None:
    page = open_page("/derivative?f=x^2&at=3&step=1e-14&lang=en")
    page.locator(".readout a").click()
    expect(page).to_have_url(re.compile("roundoff"))
    expect(page.get_by_label("f(x)")).to_have_value("x^2")

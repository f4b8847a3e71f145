"""The point in the plane, moved by a hand."""

import re

from playwright.sync_api import expect


def test_a_drag_turns_the_vectors_and_python_answers(open_page):
    page = open_page("/gradient?f=x^2%2By^2&at=1,2&lang=en")
    rows = page.locator(".live-figure .row")
    expect(rows.nth(1)).to_contain_text("(2, 4)")
    box = page.locator(".live-figure .handle").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 40, steps=4)
    page.mouse.up()
    expect(page).to_have_url(re.compile(r"at=0\.\d"))
    expect(rows.nth(1)).not_to_contain_text("(2, 4)")
    expect(rows.nth(1)).to_contain_text("certified")


def test_the_readout_stands_beside_the_figure_or_below_it_on_a_phone(open_page, page):
    open_page("/gradient?lang=en")
    plot, readout = (page.locator(f".live-figure .{it}") for it in ("plot", "readout"))
    right_of_plot = plot.bounding_box()["x"] + plot.bounding_box()["width"]
    assert readout.bounding_box()["x"] >= right_of_plot
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_timeout(300)
    assert readout.bounding_box()["y"] >= plot.bounding_box()["y"] + plot.bounding_box()["height"]
    first_row = page.locator(".live-figure .row").first.bounding_box()
    assert first_row["y"] + first_row["height"] < 844

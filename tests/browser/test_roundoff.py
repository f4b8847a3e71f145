"""The handle on the error curve, moved by key and by hand."""

import re

from playwright.sync_api import expect


def test_a_key_moves_to_the_next_step_and_the_address_follows(open_page):
    page = open_page("/roundoff?lang=en")
    sentence = page.locator(".live-figure .sentence")
    expect(sentence).to_contain_text("At h = 10⁻⁵")
    page.locator(".live-figure .handle").focus()
    page.keyboard.press("ArrowLeft")
    expect(sentence).not_to_contain_text("At h = 10⁻⁵")
    expect(sentence).to_contain_text("round-off")
    expect(page).to_have_url(re.compile(r"step=\d\.\d+e-6"))


def test_on_the_first_page_a_hand_walks_down_the_v_and_up_again(open_page):
    page = open_page("/?lang=en")
    sentence, handle = (page.locator(f".live-figure .{it}") for it in ("sentence", "handle"))
    expect(sentence).to_contain_text("is truncation")
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 600, y, steps=6)
    expect(sentence).to_contain_text("is round-off")
    page.mouse.up()
    expect(page).to_have_url(re.compile("step="))
    assert handle.bounding_box()["x"] > box["x"] + 500

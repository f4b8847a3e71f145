"""The frame in a browser: what only the address bar, the header and a cold server can show."""

from urllib.parse import parse_qs, urlsplit

import pytest

from scripts.browser import wait_ready

PHONE = {"width": 390, "height": 844}


def query(page):
    return {key: values[0] for key, values in parse_qs(urlsplit(page.url).query).items()}


def shows_title(page, title):
    page.get_by_role("heading", level=1, name=title).wait_for()
    wait_ready(page, figure=False)


@pytest.mark.parametrize(
    ("language", "title"), [("zh", "割线与切线"), ("en", "Secant and tangent")]
)
def test_a_deep_link_opens_on_a_cold_server_in_its_language(cold_server, page, language, title):
    page.goto(f"{cold_server}/derivative?f=x^3&at=2&lang={language}")
    shows_title(page, title)
    assert page.title() == f"{title} · h → 0"
    assert page.locator("html").get_attribute("lang") == {"zh": "zh-Hans", "en": "en"}[language]
    assert query(page) == {"f": "x^3", "at": "2", "lang": language}
    assert page.get_by_label("f(x)", exact=True).input_value() == "x^3"


def test_a_class_may_open_its_links_at_once_on_a_cold_server(cold_server, new_page):
    """The first sessions load the libraries side by side: none may meet half of one."""
    pages = [new_page() for _ in range(4)]
    for page, path in zip(
        pages, ("taylor", "taylor?f=1/x&at=2", "roundoff", "gradient"), strict=True
    ):
        page.goto(f"{cold_server}/{path}", wait_until="commit")
    for page in pages:
        wait_ready(page)


@pytest.mark.parametrize(("locale", "title"), [("zh-CN", "割线与切线"), ("fr-FR", "Secant")])
def test_without_a_language_in_the_link_the_browsers_counts(server, new_page, locale, title):
    page = new_page(locale=locale)
    page.goto(f"{server}/derivative")
    shows_title(page, title)
    assert query(page) == {}


def test_the_language_switch_keeps_the_state_and_goes_along(open_page):
    page = open_page("/derivative?f=x^3&at=2", figure=False)
    page.get_by_role("radio", name="中").click()
    shows_title(page, "割线与切线")
    assert query(page) == {"f": "x^3", "at": "2", "lang": "zh"}
    page.get_by_role("button", name="基础").click()
    page.locator("a[href*='/gradient']").click()
    shows_title(page, "梯度")
    assert query(page) == {"lang": "zh"}


def test_going_back_undoes_what_was_typed(open_page):
    page = open_page("/derivative?f=x^3&lang=en", figure=False)
    box = page.get_by_label("f(x)", exact=True)
    box.fill("x^5")
    box.press("Enter")
    page.wait_for_url("**f=x%5E5**")
    page.wait_for_timeout(700)  # a rerun within half a second counts as late, not as going back
    page.go_back()
    page.wait_for_function("box => box.value === 'x^3'", arg=box.element_handle())


def test_a_wrong_formula_shows_a_caret_under_the_error(open_page):
    page = open_page("/derivative?lang=en", figure=False)
    box = page.get_by_label("f(x)", exact=True)
    box.fill("中 2 + * x")
    box.press("Enter")
    page.get_by_test_id("stCode").wait_for()
    text, carets = page.get_by_test_id("stCode").locator("code").inner_text().split("\n")[:2]
    assert text == "中 2 + * x"
    assert carets.strip("\u3000 ") in ("^", "＾")


def test_markup_in_a_link_stays_text(open_page):
    page = open_page("/derivative?f=<img src=x onerror=alert(1)>![a](b)&lang=en", figure=False)
    assert page.locator("[data-testid=stMain] img").count() == 0


def test_on_a_phone_the_header_is_one_line_and_the_page_does_not_scroll_sideways(server, new_page):
    page = new_page(viewport=PHONE)
    page.goto(f"{server}/derivative?lang=en")
    shows_title(page, "Secant and tangent")
    tools = page.locator(".st-key-tools").bounding_box()
    menu = page.get_by_test_id("stExpandSidebarButton").bounding_box()
    assert menu["x"] + menu["width"] < tools["x"]
    assert tools["x"] + tools["width"] <= PHONE["width"]
    main = "document.querySelector('[data-testid=stMain]')"
    assert page.evaluate(f"{main}.scrollWidth") <= PHONE["width"]


def test_the_link_button_copies_the_address(server, new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server}/derivative?f=x^3&lang=en")
    shows_title(page, "Secant and tangent")
    page.get_by_role("button", name="Copy link").click()
    page.get_by_text("Copied").first.wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.url

"""A real app in a real browser. Without a browser these tests fail; they are never skipped."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from scripts.browser import launch, wait_ready
from scripts.server import running

# Streamlit's own: on each deep link it first looks for its server beside the page (two 404s).
STREAMLITS_OWN = re.compile(r"/_stcore/(health|host-config)$")
WIDE = {"width": 1366, "height": 960}


# Not for the whole session: Playwright's event loop, which runs until then, would disturb others.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    """The address of an app that all tests share."""
    with running() as address:
        yield address


@pytest.fixture
def cold_server() -> Iterator[str]:
    """The address of an app just started, which no page has been asked of."""
    with running() as address:
        yield address


@pytest.fixture
def complaints() -> list[str]:
    """What the browser's console had to complain about; a test that expects some empties it."""
    return []


@pytest.fixture
def new_page(browser: Browser, complaints: list[str]) -> Iterator[Callable[..., Page]]:
    """Open a tab of a fresh reader: ``new_page(color_scheme="dark", locale="zh-CN")``.

    The test fails at its end if a page raised an error or the console shows one.
    """
    contexts: list[BrowserContext] = []

    def complain(message: ConsoleMessage) -> None:
        url = message.location.get("url", "")
        if message.type == "error" and not STREAMLITS_OWN.search(url):
            complaints.append(f"{message.text} ({url})")

    def new_page(**options: object) -> Page:
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-US", **options})
        contexts.append(context)
        page = context.new_page()
        page.on("console", complain)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A tab of a fresh reader with a wide, light, English browser."""
    return new_page()


@pytest.fixture
def open_page(page: Page, server: str) -> Callable[..., Page]:
    """Open a path on the shared server and wait: ``open_page("/taylor?order=7&lang=en")``."""

    def open_page(path: str = "/", figure: bool = True) -> Page:
        page.goto(server + path)
        wait_ready(page, figure)
        return page

    return open_page

"""The live figure in a headless browser: until it is drawn, and what one frame costs.

Without a browser the row says so; nothing is promised then.
"""

from collections.abc import Iterator
from statistics import median
from time import perf_counter

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from benchmarks.clock import Row, milliseconds
from scripts.browser import launch
from scripts.server import running

PAGE = "/taylor?order=3&lang=en"
DRAWN = ".live-figure[data-drawn]"
WINDOW: ViewportSize = {"width": 1366, "height": 960}
VISITS = 3
WANTED_FIRST, WANTED_WARM, WANTED_FRAME = 2.5, 1.5, 0.008

# 200 moves of the slider through 21 orders; each callback of a frame is on the clock.
FRAMES = """async () => {
    const frame = window.requestAnimationFrame, times = [];
    window.requestAnimationFrame = callback => frame(now => {
        const begun = performance.now();
        callback(now);
        times.push(performance.now() - begun);
    });
    const range = document.querySelector(".live-figure .range");
    for (let i = 0; i < 200; i++) {
        range.value = i % 21;
        range.dispatchEvent(new Event("input"));
        await new Promise(frame);
    }
    window.requestAnimationFrame = frame;
    return times.sort((a, b) => a - b);
}"""


def measure() -> Iterator[Row]:
    """Visit with fresh profiles, each twice; then move the slider."""
    with running() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        visit(browser, server)  # what the server loads only once is not the reader's profile
        visits = [visit(browser, server) for _ in range(VISITS)]
        first, warm = (median(times) for times in zip(*visits, strict=True))
        yield drawn("a fresh profile", first, WANTED_FIRST)
        yield drawn("a warm one", warm, WANTED_WARM)
        yield frames(browser.new_page(viewport=WINDOW), server)


def visit(browser: Browser, server: str) -> tuple[float, float]:
    """Return the seconds until the figure is drawn, for a new reader and when they come again."""
    context = browser.new_context(viewport=WINDOW)
    page = context.new_page()
    first = seconds_until_drawn(page, server)
    warm = seconds_until_drawn(page, server)
    context.close()
    return first, warm


def seconds_until_drawn(page: Page, server: str) -> float:
    """Open the Taylor page anew and return how long its figure takes."""
    begun = perf_counter()
    page.goto(server + PAGE)
    page.wait_for_selector(DRAWN)
    return perf_counter() - begun


def drawn(profile: str, took: float, wanted: float) -> Row:
    """Return the row of one kind of visit."""
    what = f"figure of /taylor drawn, {profile}, median of {VISITS}"
    return Row(what, f"{took:.2f} s", f"≤ {wanted} s", took <= wanted)


def frames(page: Page, server: str) -> Row:
    """Return what a frame costs while the slider moves."""
    seconds_until_drawn(page, server)
    page.wait_for_timeout(1000)
    times = [t / 1000 for t in page.evaluate(FRAMES)]
    high = times[int(0.95 * len(times))]
    return Row(
        f"main-thread time of {len(times)} frames while the order moves, p95 (median)",
        f"{milliseconds(high)} ({milliseconds(median(times))})",
        f"≤ {milliseconds(WANTED_FRAME)}",
        high <= WANTED_FRAME,
    )

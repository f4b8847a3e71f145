"""A Chromium that draws Chinese: found here or fetched (``python -m scripts.browser``).

Tried in turn: the one that $CHROMIUM names, those installed, the one that Playwright downloads, and
for root on Debian the system's packages. Where all fail the message says what to do, and the tests
fail: a picture nobody looked at proves nothing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

from playwright.sync_api import Browser, Error, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROME = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
# Machines that test have no graphics card, and pictures must not depend on one.
FLAGS = ("--disable-gpu", "--font-render-hinting=none")
PLAYWRIGHT = [sys.executable, "-m", "playwright"]
APT = "apt-get update -qq && apt-get install -y -qq --no-install-recommends"
NO_BROWSER = """No Chromium starts here, and none could be fetched. Do one of these and try again:
    sudo apt install chromium                                  (Debian)
    .venv/bin/python -m playwright install --with-deps chromium
    CHROMIUM=/path/to/chromium make test"""
NO_FONT = """Chromium starts, but no font draws Chinese. Install one and try again:
    sudo apt install fonts-noto-cjk                            (Debian, Ubuntu)"""

# Without a font every Han character is the same empty box.
DRAWS_CHINESE = """() => {
    const picture = character => {
        const canvas = document.createElement("canvas");
        const context = canvas.getContext("2d");
        context.font = "40px sans-serif";
        context.fillText(character, 10, 60);
        return canvas.toDataURL();
    };
    return picture("求") !== picture("导");
}"""

# The script has run, and what the page draws by itself is there.
READY = """figure => {
    const app = document.querySelector(
        "[data-testid=stApp][data-test-script-state=notRunning]" +
        "[data-test-connection-state=CONNECTED]");
    const all = selector => [...document.querySelectorAll(selector)];
    const figures = all(".live-figure"), charts = all("[data-testid=stPlotlyChart]");
    return app !== null && all("[data-testid=stSkeleton], [data-stale=true]").length === 0
        && (!figure || figures.length + charts.length > 0)
        && figures.every(it => it.hasAttribute("data-drawn"))
        && charts.every(it => it.querySelector(".js-plotly-plot"))
        && document.fonts.status === "loaded";
}"""


def candidates() -> Iterator[str | None]:
    """Yield the browsers to try, best first; ``None`` is Playwright's own download."""
    if "CHROMIUM" in os.environ:
        yield os.environ["CHROMIUM"]
    yield from filter(None, map(shutil.which, (*NAMES, MAC_CHROME)))
    yield None


def launch(playwright: Playwright) -> Browser:
    """Start the first browser that starts.

    Raises:
        RuntimeError: if none does; the message says what to do.
    """
    for executable in candidates():
        try:
            return playwright.chromium.launch(executable_path=executable, args=FLAGS)
        except Error:
            continue
    raise RuntimeError(NO_BROWSER)


def wait_ready(page: Page, figure: bool = True) -> None:
    """Return when the script has run and the figures (at least one, if ``figure``) are drawn."""
    page.wait_for_function(READY, arg=figure, timeout=30_000)


def problem() -> str | None:
    """Return what is missing for the tests (``NO_BROWSER`` or ``NO_FONT``), None if nothing is."""
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except RuntimeError:
            return NO_BROWSER
        page = browser.new_page()
        drawn: bool = page.evaluate(DRAWS_CHINESE)
        browser.close()
        return None if drawn else NO_FONT


def remedies() -> Iterator[tuple[str, list[str]]]:
    """Yield what may help on this machine, in order: the problem, and a command against it."""
    yield NO_BROWSER, [*PLAYWRIGHT, "install", "chromium"]
    if os.geteuid() == 0 and shutil.which("apt-get"):
        yield NO_BROWSER, ["sh", "-c", f"{APT} chromium"]
        yield NO_BROWSER, [*PLAYWRIGHT, "install-deps", "chromium"]
        yield NO_FONT, ["sh", "-c", f"{APT} fonts-noto-cjk"]


def main() -> None:
    """Make sure of a browser; leave with what to do if there is none."""
    trouble = problem()
    for cure_of, command in remedies():
        if trouble == cure_of:
            print("h → 0: trying", *command, flush=True)
            subprocess.run(command, check=False)
            trouble = problem()
    if trouble:
        sys.exit(trouble)


if __name__ == "__main__":
    main()

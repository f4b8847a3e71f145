"""Photograph every page: wide and phone, light and dark, Chinese and English (``make look``).

The pictures go to build/look/, each page in its full length, with all of them on contact-sheet.png.
``make look PAGE=taylor`` takes one page, ``PAGE='taylor?order=7'`` one state of it,
``ONLY=phone-dark`` the variants whose name holds these words. ``make look README=1`` renews the
README's pictures in docs/: first screens, in few colors so that they stay small.
"""

import argparse
import itertools
import time
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TookTooLong

from scripts.browser import launch, wait_ready
from scripts.server import ROOT, running

SHEETS = ROOT / "build" / "look"
DOCS = ROOT / "docs"
SIZES = {"wide": (1366, 960, 1), "phone": (390, 844, 2)}
LONGEST_PAGE = 8000
THUMBNAIL_HEIGHT, GAP = 700, 16

MAIN = "document.querySelector('[data-testid=stMain]')"
TROUBLES = f"""() => [
    ...[...document.querySelectorAll("[data-testid=stException]")].map(it => it.innerText),
    ...({MAIN}.scrollWidth > {MAIN}.clientWidth + 1 ? ["wider than the window"] : []),
]"""


class Variant(NamedTuple):
    """One way to look at a page: a window, a theme, a language."""

    size: str
    theme: str
    language: str

    def __str__(self) -> str:
        return "-".join(self)


VARIANTS = [Variant(*it) for it in itertools.product(SIZES, ("light", "dark"), ("zh", "en"))]
README = {
    "taylor.png": ("taylor", Variant("wide", "light", "en")),
    "roundoff.png": ("roundoff", Variant("wide", "dark", "en")),
    "phone.png": ("gradient", Variant("phone", "light", "zh")),
}


def pages() -> list[str]:
    """Return the names of all pages, home first."""
    names = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    return sorted(names, key=lambda name: name != "home")


def address(page: str, language: str) -> str:
    """Return the path and query of a page, given as ``taylor`` or ``taylor?order=7``."""
    name, _, query = page.partition("?")
    path = "" if name == "home" else name
    return f"/{path}?" + "&".join(filter(None, (query, f"lang={language}")))


def photograph(browser: Browser, server: str, page: str, variant: Variant, long: bool) -> bytes:
    """Return one page as PNG, in its full length if ``long``, and print what is wrong with it."""
    width, height, ratio = SIZES[variant.size]
    context = browser.new_context(
        viewport={"width": width, "height": height},
        device_scale_factor=ratio,
        color_scheme="dark" if variant.theme == "dark" else "light",
        has_touch=variant.size == "phone",
        reduced_motion="reduce",
    )
    tab = context.new_page()
    tab.on("pageerror", lambda error: print(f"  {page} {variant}: {error}"))
    tab.goto(server + address(page, variant.language))
    settle(tab, page, variant)
    if long:
        stretch(tab, width, height)
    for trouble in tab.evaluate(TROUBLES):
        print(f"  {page} {variant}: {trouble}")
    picture = tab.screenshot()
    context.close()
    return picture


def settle(tab: Page, page: str, variant: Variant) -> None:
    """Wait for the page and for its figures, and say so if they do not come."""
    try:
        wait_ready(tab)
    except TookTooLong:
        print(f"  {page} {variant}: not ready after 30 s, or without a figure")
    tab.wait_for_timeout(300)


def stretch(tab: Page, width: int, height: int) -> None:
    """Make the window as high as the page, which scrolls inside Streamlit's main element."""
    length = int(tab.evaluate(f"{MAIN}.scrollHeight"))
    tab.set_viewport_size({"width": width, "height": min(max(length, height), LONGEST_PAGE)})
    tab.wait_for_timeout(300)


def thumbnail(path: Path) -> Image.Image:
    """Return the top of a picture at the height of the contact sheet's rows."""
    with Image.open(path) as picture:
        width, height, ratio = SIZES[path.stem.split(".")[1].split("-")[0]]
        shown = picture.convert("RGB").crop((0, 0, width * ratio, int(height * ratio * 1.6)))
    scale = THUMBNAIL_HEIGHT / shown.height
    return shown.resize((round(shown.width * scale), THUMBNAIL_HEIGHT), Image.Resampling.LANCZOS)


def contact_sheet(rows: list[list[Path]]) -> Path:
    """Paste all pictures onto one sheet, a page a row, and return its path."""
    sheets = [[thumbnail(path) for path in row] for row in rows]
    width = max(sum(it.width + GAP for it in row) for row in sheets) + GAP
    sheet = Image.new("RGB", (width, len(rows) * (THUMBNAIL_HEIGHT + GAP) + GAP), "#808080")
    for number, row in enumerate(sheets):
        left = GAP
        for picture in row:
            sheet.paste(picture, (left, GAP + number * (THUMBNAIL_HEIGHT + GAP)))
            left += picture.width + GAP
    sheet.save(SHEETS / "contact-sheet.png")
    return SHEETS / "contact-sheet.png"


def look(browser: Browser, server: str, names: list[str], only: str) -> None:
    """Photograph the pages in all variants whose name contains ``only``."""
    SHEETS.mkdir(parents=True, exist_ok=True)
    rows = []
    for page in names:
        row = []
        for variant in (it for it in VARIANTS if only in str(it)):
            path = SHEETS / f"{page.partition('?')[0]}.{variant}.png"
            path.write_bytes(photograph(browser, server, page, variant, long=True))
            row.append(path)
        rows.append(row)
    print("Contact sheet:", contact_sheet(rows).relative_to(ROOT))


def renew_docs(browser: Browser, server: str) -> None:
    """Renew the README's pictures."""
    DOCS.mkdir(exist_ok=True)
    for name, (page, variant) in README.items():
        path = DOCS / name
        path.write_bytes(photograph(browser, server, page, variant, long=False))
        with Image.open(path) as picture:
            small = picture.convert("RGB").quantize(colors=128, dither=Image.Dither.NONE)
        small.save(path, optimize=True)
        print(path.relative_to(ROOT), path.stat().st_size // 1000, "kB")


def main() -> None:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", nargs="?", help="one page, perhaps with a query")
    parser.add_argument("only", nargs="?", default="", help="part of the variants' names")
    parser.add_argument("--readme", action="store_true", help="renew the pictures in docs/")
    chosen = parser.parse_args()
    names = [chosen.page] if chosen.page else pages()
    begun = time.perf_counter()
    with running() as server, sync_playwright() as playwright:
        browser = launch(playwright)
        if chosen.readme:
            renew_docs(browser, server)
        else:
            look(browser, server, names, chosen.only)
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()

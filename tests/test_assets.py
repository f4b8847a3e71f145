"""What the browser loads from static/ is complete, of the right version, and licensed."""

import re
from pathlib import Path

from plotly.offline import get_plotlyjs_version

STATIC = Path(__file__).parents[1] / "static"
PLOTLY, KATEX = STATIC / "plotly", STATIC / "katex"


def test_the_plotly_bundle_is_the_version_that_makes_our_figures():
    version = get_plotlyjs_version()
    (bundle,) = PLOTLY.glob("*.js")
    assert bundle.name == f"plotly-cartesian-{version}.min.js"
    assert f"plotly.js (cartesian - minified) v{version}\n" in bundle.read_text("utf-8")[:200]


def test_katex_script_and_style_are_of_one_version():
    versions = {
        re.search(r'"(0\.\d+\.\d+)"', (KATEX / name).read_text("utf-8")).group(1)
        for name in ("katex.min.js", "katex.min.css")
    }
    assert len(versions) == 1


def test_katex_refers_to_exactly_the_fonts_that_are_shipped():
    style = (KATEX / "katex.min.css").read_text("utf-8")
    wanted = set(re.findall(r"url\(([^)]*)\)", style))
    shipped = {str(path.relative_to(KATEX)) for path in (KATEX / "fonts").iterdir()}
    assert wanted == shipped
    assert all(name.endswith(".woff2") for name in shipped)


def test_every_library_comes_with_its_license():
    for folder, holder in ((PLOTLY, "Plotly"), (KATEX, "Khan Academy")):
        license_text = (folder / "LICENSE.txt").read_text("utf-8")
        assert "MIT License" in license_text
        assert holder in license_text


def test_nothing_refers_to_a_source_map_that_is_not_there():
    for script in (*PLOTLY.glob("*.js"), *KATEX.glob("*.js")):
        assert "sourceMappingURL" not in script.read_text("utf-8")

"""The arrows between the rooms: pages → ui, charts, core; ui → core, i18n; charts → core.

A failing test names the file, the import, and what its room may import.
"""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# What each room may import of ours. A dotted name opens that module only.
MAY_IMPORT = {
    "app.py": {"ui"},
    "pages": {"ui", "charts", "core"},
    "ui": {"ui", "charts.theme", "core", "i18n"},
    "charts": {"charts", "core"},
    "core": {"core"},
    "i18n": {"i18n"},
}
# What each room must not import of others': who knows of the screen, and who of figures.
MUST_NOT_IMPORT = {
    "core": {"streamlit", "plotly"},
    "charts": {"streamlit"},
    "i18n": {"streamlit", "plotly", "numpy", "sympy"},
}
OURS = {"app", "pages", "ui", "charts", "core", "i18n", "scripts", "tests", "benchmarks"}


def imports(source: str) -> set[str]:
    """Return the dotted names of all modules that a file imports, at any depth."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0 and node.module, "write imports in full: from core.x import y"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def opened_by(allowed: str, module: str) -> bool:
    return f"{module}.".startswith(f"{allowed}.")


def strays(room: str, source: str) -> set[str]:
    """Return the imports of a file that its room does not allow."""
    found = set()
    for module in imports(source):
        ours = module.partition(".")[0] in OURS
        if ours and not any(opened_by(allowed, module) for allowed in MAY_IMPORT[room]):
            found.add(module)
        if any(opened_by(banned, module) for banned in MUST_NOT_IMPORT.get(room, ())):
            found.add(module)
    return found


def files() -> list[tuple[str, Path]]:
    """Return every Python file of every room."""
    return [
        (room, path)
        for room in MAY_IMPORT
        for path in sorted([ROOT / room] if room.endswith(".py") else (ROOT / room).rglob("*.py"))
    ]


@pytest.mark.parametrize(
    ("room", "path"), [pytest.param(*it, id=str(it[1].relative_to(ROOT))) for it in files()]
)
def test_a_room_imports_only_what_its_arrows_allow(room, path):
    found = strays(room, path.read_text("utf-8"))
    assert not found, f"{path.name} imports {found}; {room} may import {MAY_IMPORT[room]} of ours"


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("core", "import streamlit as st"),
        ("core", "def f():\n    from plotly import graph_objects"),
        ("core", "from ui import frame"),
        ("charts", "from streamlit import session_state"),
        ("charts", "import ui.words"),
        ("ui", "from charts import taylor"),
        ("ui", "from charts.taylor import figure"),
        ("ui", "import pages.home"),
        ("pages", "from i18n import words"),
        ("i18n", "import core.taylor"),
        ("app.py", "import core"),
    ],
)
def test_the_check_notices_a_stray_import(room, source):
    assert strays(room, source)


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("core", "import numpy\nfrom core.expression.tree import Node"),
        ("charts", "import plotly.graph_objects as go\nfrom charts import theme"),
        ("ui", "import streamlit as st\nfrom charts import theme\nfrom charts.theme import ROLES"),
        ("pages", "from core import taylor\nimport charts.taylor\nfrom ui import frame"),
    ],
)
def test_the_check_allows_the_arrows(room, source):
    assert not strays(room, source)


def test_parsing_and_expanding_do_not_load_sympy():
    """SymPy takes 270 ms to import; the first picture must not wait for it."""
    program = (
        "import sys, numpy, core\n"
        "f = core.parse('sin x')\n"
        "f(numpy.linspace(0, 1, 3)), f.latex, f.browser\n"
        "core.taylor(f, at=0, order=5).partial_sums(numpy.linspace(0, 1, 3))\n"
        "sys.exit('sympy' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert result.returncode == 0

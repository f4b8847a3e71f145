"""What a reader types is never run: no eval and its like, in Python or in JavaScript.

Python is read as a syntax tree, so a word in a comment or docstring offends nobody; JavaScript (our
own, in static/ and ui/, and inside Python strings) is read as text. The last tests inject each
offence and require that it is found.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("pages", "ui", "charts", "core", "i18n")
LIBRARIES = (ROOT / "static" / "plotly", ROOT / "static" / "katex")

# Names that run text as code, or make SymPy do so.
NAMES = {
    "eval",
    "exec",
    "compile",
    "__import__",
    "sympify",
    "parse_expr",
    "parse_latex",
    "lambdify",
}
MODULES = {"pickle", "marshal", "shelve", "numexpr", "asteval", "sympy.parsing"}
# Streamlit's ways to put raw HTML onto the page (components v2 are ours, written here).
RAW_HTML = {"unsafe_allow_html"}
# SymPy sympifies every str it is given; only these take one as a mere name.
TAKE_A_NAME = {"Symbol", "Dummy", "Wild", "Function"}
METHODS_THAT_SYMPIFY = {"subs", "xreplace", "evalf", "diff", "series"}

JAVASCRIPT = {
    "eval": r"\beval\b",
    "Function": r"\bFunction\s*\(",
    "a text as a timer's code": r"\bset(?:Timeout|Interval)\s*\(\s*[\"'`]",
    "raw HTML": r"\b(?:innerHTML|outerHTML|insertAdjacentHTML|document\.write)\b",
    "another host": r"[\"'`]https?://(?!www\.w3\.org/)",
}


def name_of(node: ast.expr) -> str:
    """Return ``a.b.c`` for a dotted name, its last part where the rest is no name."""
    if isinstance(node, ast.Attribute):
        return f"{name_of(node.value)}.{node.attr}".lstrip(".")
    return node.id if isinstance(node, ast.Name) else ""


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (
        isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def from_sympy(tree: ast.Module) -> set[str]:
    """Return what a file calls SymPy's functions: ``sympy.*`` and the names it imports."""
    froms = [it for it in ast.walk(tree) if isinstance(it, ast.ImportFrom) and it.module == "sympy"]
    return {alias.asname or alias.name for it in froms for alias in it.names}


def offences_in_call(call: ast.Call, sympys: set[str]) -> Iterator[str]:
    """Yield raw HTML, and text handed to SymPy."""
    yield from (key.arg for key in call.keywords if key.arg in RAW_HTML)
    owner, _, name = name_of(call.func).rpartition(".")
    to_sympy = (owner in {"sympy", "sp"} or name in sympys) and name not in TAKE_A_NAME
    if any(map(is_text, call.args)) and (to_sympy or (owner and name in METHODS_THAT_SYMPIFY)):
        yield f"text given to {owner}.{name}"


def offences_in_node(node: ast.AST, sympys: set[str]) -> Iterator[str]:
    """Yield what is forbidden about one node of the syntax tree."""
    if isinstance(node, ast.Name) and node.id in NAMES:
        yield node.id
    if isinstance(node, ast.Attribute) and node.attr in NAMES and name_of(node) != "re.compile":
        yield node.attr
    if isinstance(node, ast.Attribute) and name_of(node).endswith("components.v1"):
        yield "components.v1"
    if isinstance(node, ast.Import):
        yield from forbidden_modules(alias.name for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        yield from forbidden_modules(f"{node.module}.{alias.name}" for alias in node.names)
        yield from (alias.name for alias in node.names if alias.name in NAMES)
    if isinstance(node, ast.Call):
        yield from offences_in_call(node, sympys)


def forbidden_modules(names: Iterator[str]) -> Iterator[str]:
    banned = (*MODULES, "streamlit.components.v1")
    return (name for name in names if any(f"{name}.".startswith(f"{it}.") for it in banned))


def offences_in_python(source: str) -> list[str]:
    tree = ast.parse(source)
    sympys = from_sympy(tree)
    return [it for node in ast.walk(tree) for it in offences_in_node(node, sympys)]


def offences_in_javascript(source: str) -> list[str]:
    code = re.sub(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", "", source, flags=re.DOTALL)
    return [name for name, pattern in JAVASCRIPT.items() if re.search(pattern, code)]


def python_files() -> list[Path]:
    return [ROOT / "app.py", *(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))]


def javascript_files() -> list[Path]:
    scripts = [path for room in ("static", "ui") for path in (ROOT / room).rglob("*.*js")]
    return [path for path in scripts if not any(path.is_relative_to(it) for it in LIBRARIES)]


def scripts_in(source: str) -> Iterator[str]:
    """Yield the strings of a Python file that hold JavaScript: the component's inline parts."""
    for node in ast.walk(ast.parse(source)):
        text = node.value if isinstance(node, ast.Constant) else None
        if isinstance(text, str) and re.search(r"export default|=> ?\{|<script", text):
            yield text


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_python_never_runs_text(path):
    source = path.read_text("utf-8")
    assert offences_in_python(source) == []
    assert [it for script in scripts_in(source) for it in offences_in_javascript(script)] == []


@pytest.mark.parametrize("path", javascript_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_javascript_never_runs_text(path):
    assert offences_in_javascript(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "eval(text)",
        "exec(text)",
        "compile(text, '', 'eval')",
        "builtins.eval(text)",
        "run = eval",
        "sympy.sympify(text)",
        "from sympy import sympify",
        "from sympy import lambdify as fast",
        "f = sympy.lambdify(x, tree)",
        "from sympy.parsing.sympy_parser import parse_expr",
        "from sympy.parsing import latex",
        "import sympy.parsing",
        "sympy.S('1/2')",
        "sympy.Integer('7')",
        "from sympy import Integer\nInteger('7')",
        "sympy.diff(f'{text}')",
        "tree.subs('x', 1)",
        "tree.diff('x')",
        "import pickle",
        "from pickle import loads",
        "import numexpr as ne",
        "st.markdown(text, unsafe_allow_html=True)",
        "import streamlit.components.v1 as components",
        "from streamlit.components import v1",
        "st.components.v1.html(text)",
    ],
)
def test_the_guard_finds_an_injected_offence(source):
    assert offences_in_python(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""Never call eval or sympify."""  # nor lambdify',
        "PATTERN = re.compile('x')",
        "x = sympy.Symbol('x')",
        "half = sympy.Rational(1, 2)",
        "tree.subs(x, 1)",
        "st.components.v2.component('figure')",
        "evaluate(tree)",
    ],
)
def test_the_guard_lets_harmless_code_pass(source):
    assert offences_in_python(source) == []


@pytest.mark.parametrize(
    "source",
    [
        "const y = eval(text);",
        "const f = new Function('x', text);",
        "const f = Function(text);",
        "setTimeout('draw()', 5);",
        "label.innerHTML = text;",
        "document.write(text);",
        "await import('https://cdn.example/x.js');",
    ],
)
def test_the_guard_finds_an_injected_script(source):
    assert offences_in_javascript(source)


@pytest.mark.parametrize("opening", ["export default 1;", "<script>", "() => {"])
def test_the_guard_reads_scripts_inside_python(opening):
    (script,) = scripts_in(f"SCRIPT = {opening + ' eval(text)'!r}")
    assert offences_in_javascript(script) == ["eval"]


@pytest.mark.parametrize(
    "source",
    [
        "// never eval what was typed\nconst evaluate = tree => walk(tree);",
        "/* new Function(...) is forbidden */ export default function figure(component) {}",
        "svg = document.createElementNS('http://www.w3.org/2000/svg', 'path');",
        "label.textContent = text;",
    ],
)
def test_the_guard_lets_harmless_scripts_pass(source):
    assert offences_in_javascript(source) == []

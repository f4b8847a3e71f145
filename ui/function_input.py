"""The box for a formula and the box for a point: read at once, shown back, errors pointed at.

Typed text goes into widgets and ``st.code``/``st.text`` only, never through Markdown or HTML; what
is shown as a formula is LaTeX that our own printer made from the parsed tree.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

import i18n
from core import ParseError, parse
from core.errors import AROUND, pointed
from core.point import point, points
from ui import address
from ui.words import language, t

if TYPE_CHECKING:
    from core.expression.expression import Expression
    from core.expression.tree import Node

T = TypeVar("T")


def controls() -> "st.delta_generator.DeltaGenerator":
    """Return the row for the inputs of a lesson; it wraps on a phone."""
    return st.container(horizontal=True, key="controls", vertical_alignment="top", gap="small")


def function_input(name: str = "f", variables: Sequence[str] = ("x",)) -> "Expression":
    """Show the box for a formula, above it how the formula was read, and return the expression.

    While the text is wrong the last good expression is returned, so that the picture stays.

    Args:
        name: The parameter of the address that holds the text; its default must be a formula.
        variables: Names that the formula may use.
    """
    expression, error = _last_good(name, lambda text: parse(text, variables))
    head = f"{name}({', '.join(parse(v, variables).latex for v in variables)})"
    with st.container(key=f"function_{name}"):
        # The label is for those who listen; those who look see the formula in its place.
        st.text_input(
            f"{name}({', '.join(variables)})",
            max_chars=300,
            label_visibility="hidden",
            **address.widget(name),
        )
        with st.container(key=f"reading_{name}"):
            st.markdown(f"${head}$" if error else f"${head} = {_in_words(expression.latex)}$")
    if error:
        explain(error, key=name)
    return expression


def _in_words(latex: str) -> str:
    """Return a formula with the one word it may hold in the reader's language."""
    return latex.replace(r"\text{otherwise}", rf"\text{{{t('common.otherwise')}}}")


def point_input(
    name: str = "at", label: str = "x", dimension: int = 1
) -> "tuple[str, tuple[Node, ...]]":
    """Show the box for a point and return its text and its exact coordinates.

    While the text is wrong the last good point is returned.
    """
    with st.container(key=f"point_{name}", width=140):
        st.text_input(label, max_chars=300, **address.widget(name))
    good, error = _last_good(
        name, lambda text: (text, (point(text),) if dimension == 1 else points(text, dimension))
    )
    if error:
        explain(error, key=name, empty="common.empty_point")
    return good


def examples(choices: Mapping[str, Mapping[str, object]]) -> None:
    """Show ready-made examples as pills; a click sets the parameters that the example names.

    Args:
        choices: What a pill says (``sin x``) and the parameters it sets (``{"f": "sin x"}``).
    """
    key = f"examples_{st.session_state['lesson']}"

    def chosen() -> None:
        address.write(**choices[st.session_state[key]])
        st.session_state[key] = None

    st.pills(t("common.examples"), list(choices), key=key, on_change=chosen)


def explain(error: ParseError, key: str, empty: str = "errors.empty") -> None:
    """Show the text, a caret under the offending characters, the reason and a suggestion.

    Below stands what the picture shows meanwhile: what was last right, or on a fresh link the
    default. An empty box has nothing to point at: ``empty`` is the key of what to say then.
    """
    with st.container(key=f"error_{key}"):
        if error.code == "empty":
            st.text(t(empty))
        else:
            st.code("\n".join(pointed(error.text, error.position, error.length)), language=None)
            st.text(reason(error))
        st.text(t("common.kept", text=address.kept(key)))


def reason(error: ParseError) -> str:
    """Return what is wrong and, on a second line, what to do, in the reader's language."""
    here = error.text[error.position : error.position + min(error.length, AROUND)]
    named = {"here": here} | {name: value for name, value in error.details.items() if value}
    code = error.code if _sayable(error.code, named) else "unknown"
    hints = (f"{code}{kind}" for kind in ("_hint", "_otherwise"))
    hint = next((it for it in hints if _sayable(it, named)), None)
    return "\n".join(t(f"errors.{it}", **named) for it in (code, hint) if it)


def _sayable(item: str, named: Mapping[str, str]) -> bool:
    return i18n.complete(language(), f"errors.{item}", named)


def _last_good(name: str, read: Callable[[str], T]) -> tuple[T, ParseError | None]:
    """Read the text of a parameter; if it is wrong, what was last right, and the error."""
    text = str(address.read(name))
    try:
        value = read(text)
    except ParseError as error:
        return read(address.kept(name)), error
    address.keep(name, text)
    return value, None

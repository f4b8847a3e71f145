"""The state of a lesson lives in the address: what is seen can be linked, shared and gone back to.

A lesson declares its parameters once; from then on the address and the session agree::

    address.arrive("taylor", Text("f", "e^sin x"), Whole("order", 5, 0, 200))
    address.read("order")                                  # 5, or what the link says
    st.slider(..., **address.widget("order"))              # a widget that moves with the address
    address.write(order=7, at="pi/2")                      # from a callback of our own figure

Only values that differ from their default are written, numbers as plainly as possible (``1e-3``).
Streamlit's ``bind="query-params"`` knows only widgets, drops a wrong value without a word and puts
labels into the address; the live figure is no widget, and a wrong link deserves a note.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

import i18n
from ui.parameters import Parameter
from ui.words import t

LONGEST = 2000
# A rerun that was on its way when we last wrote still carries the address of before; within this
# many seconds of the reader's own change the session is right and the address is late.
LATE = 0.5


@dataclass
class _State:
    """What a session remembers of one lesson."""

    parameters: Mapping[str, Parameter]
    values: dict[str, object]
    seen: dict[str, str] = field(default_factory=dict)
    invalid: tuple[str, ...] = ()
    touched: float = -LATE
    good: dict[str, str] = field(default_factory=dict)


def arrive(lesson: str, *parameters: Parameter) -> None:
    """Make the address and the session agree; call it before any other name of this module.

    On arrival, and whenever the reader went back or forward, the address is read; a lesson come
    back to without any of its parameters in the address is as it was left. Invalid values become
    the default, and ``notes`` says so.
    """
    came_from = st.session_state.get("lesson")
    st.session_state["lesson"] = lesson
    state = st.session_state.setdefault("lessons", {}).setdefault(
        lesson, _State({p.name: p for p in parameters}, {p.name: p.default for p in parameters})
    )
    asked = {k: v for k, v in st.query_params.to_dict().items() if k in state.parameters}
    left_as_is = not asked and came_from != lesson
    late = time.monotonic() - state.touched < LATE
    if asked != state.seen and not left_as_is and not late:
        _take_over(state, asked)
    _publish(state)


def read(name: str) -> Any:
    """Return the value of a parameter of this lesson, always valid."""
    return _here().values[name]


def write(**values: object) -> None:
    """Set parameters of this lesson, in the session and in the address.

    Call it from a callback (``on_change``), or before the widgets that show these parameters: a
    widget already on the page shows the new value only in the next run. A value that the
    parameter would not accept from a link is not accepted here either.
    """
    state = _here()
    for name, value in values.items():
        parameter = state.parameters[name]
        try:
            state.values[name] = parameter.read(parameter.written(value))
        except ValueError:
            continue
    state.invalid = ()
    state.touched = time.monotonic()
    _publish(state)


def widget(name: str) -> dict[str, Any]:
    """Return the keywords (``key``, ``on_change``, ``args``) that tie a widget to a parameter."""
    value = read(name)
    key = f"{st.session_state['lesson']}.{name}"
    shown = list(value) if isinstance(value, tuple) else value
    if key not in st.session_state or st.session_state[key] != shown:
        st.session_state[key] = shown
    return {"key": key, "on_change": _changed, "args": (key, name)}


def keep(name: str, text: str) -> None:
    """Remember ``text`` as the last value of a typed parameter that could be understood."""
    _here().good[name] = text


def kept(name: str) -> str:
    """Return the last understood text of a parameter, else its default."""
    state = _here()
    return state.good.get(name, str(state.parameters[name].default))


def notes() -> None:
    """Say in one quiet line which parts of the address were not understood."""
    known_language = st.query_params.get("lang", i18n.LANGUAGES[0]) in i18n.LANGUAGES
    invalid = _here().invalid + (() if known_language else ("lang",))
    if invalid:
        st.caption(t("common.address_note", names=", ".join(invalid)))


def _here() -> _State:
    state: _State = st.session_state["lessons"][st.session_state["lesson"]]
    return state


def _changed(key: str, name: str) -> None:
    value = st.session_state[key]
    write(**{name: tuple(value) if isinstance(value, list) else value})


def _take_over(state: _State, asked: Mapping[str, str]) -> None:
    """Read every parameter from the address."""
    state.values = {name: p.default for name, p in state.parameters.items()}
    length = sum(len(k) + len(v) + 2 for k, v in st.query_params.to_dict().items())
    if length > LONGEST:
        state.invalid = tuple(asked)
        return
    invalid = []
    for name, text in asked.items():
        try:
            state.values[name] = state.parameters[name].read(text)
        except ValueError:
            invalid.append(name)
    state.invalid = tuple(invalid)


def _publish(state: _State) -> None:
    """Write what differs from the defaults into the address; leave the other keys alone."""
    own = {
        name: p.written(state.values[name])
        for name, p in state.parameters.items()
        if state.values[name] != p.default
    }
    now = st.query_params.to_dict()
    wanted = {k: v for k, v in now.items() if k not in state.parameters} | own
    if wanted != now:
        st.query_params.from_dict(wanted)
    state.seen = own

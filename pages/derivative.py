"""The derivative: a secant that becomes the tangent."""

import ui.loading  # noqa: F401

# isort: split
import streamlit as st

from charts.derivative import derivative_figure, places, signed, step_sizes, window_about
from core import secants
from core.floats import FORMATS
from core.rounded import rounded_point
from ui import address, frame
from ui.function_input import controls, examples, function_input, point_input
from ui.live_figure import live_figure
from ui.parameters import Number, Text
from ui.readouts.derivative import alternative, derivative_formula, readouts, texts
from ui.words import t

frame.lesson(
    "derivative",
    Text("f", "sin x"),
    Text("at", "1"),
    Number("step", 1, -1, 1),
    Number("xmin", -3, -1e6, 1e6),
    Number("xmax", 3.6, -1e6, 1e6),
)

FAR = {"step": 1, "xmin": -3, "xmax": 3.6}
NEAR = {"step": 0.1, "xmin": -0.5, "xmax": 0.5}

# A function and a point on its curve.
with controls():
    f = function_input("f")
    at, _ = point_input("at", label=t("derivative.at"))
    examples(
        {
            "sin x": {"f": "sin x", "at": "1", **FAR},
            "x²": {"f": "x^2", "at": "3", **FAR},
            "|x|": {"f": "|x|", "at": "0", **FAR},
            "∛x": {"f": "cbrt x", "at": "0", **FAR},
            "x sin(1/x)": {"f": "x sin(1/x)", "at": "0", **NEAR},
            "x² sin(1/x)": {"f": "x^2 sin(1/x)", "at": "0", **NEAR},
        }
    )

# A second point, h away, as near as float64 can hold it; the secant, and what it should become.
a = rounded_point(at, FORMATS["float64"])
found = secants(f, at, step_sizes())
interval = window_about(address.read("xmin"), address.read("xmax"), a)
figure, recipe = derivative_figure(
    f, a, found.derivative, interval, (t("derivative.secant"), t("derivative.tangent"))
)
nothing = float("nan")
live_figure(
    figure,
    recipe,
    readouts(
        f,
        at,
        a,
        found.derivative,
        places(),
        signed(found.left, nothing, found.right),
        signed(found.left_difference, nothing, found.right_difference),
    ),
    value={"step": address.read("step")},
    label=t("derivative.step"),
    texts=texts(places()),
    handles=[t("derivative.handle_a"), t("derivative.handle_h")],
    alt=alternative(at, found.derivative),
)

# Looked at more closely.
if formula := derivative_formula(f):
    with st.expander(t("derivative.everywhere")):
        st.markdown(f"$$f'({f.variables[0]}) = {formula}$$")
        st.markdown(t("derivative.everywhere_text"))
with st.expander(t("derivative.why")):
    st.markdown(t("derivative.why_text"))
with st.expander(t("derivative.window")), st.container(horizontal=True):
    st.number_input("x min", **address.widget("xmin"))
    st.number_input("x max", **address.widget("xmax"))
st.page_link("pages/gradient.py", label=t("derivative.onward"))

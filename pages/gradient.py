"""The gradient: a field of arrows and the hill they belong to."""

import ui.loading  # noqa: F401

# isort: split
import streamlit as st

from charts.gradient import Window, coordinates, gradient_figure, heights, plane
from ui import address, frame
from ui.function_input import controls, examples, function_input, point_input
from ui.live_figure import live_figure
from ui.parameters import Number, Text
from ui.readouts.gradient import alternative, gradient_readout, look_up, vector
from ui.words import t

WINDOW = {"xmin": -3.4, "xmax": 3.4, "ymin": -2.6, "ymax": 2.6}

frame.lesson(
    "gradient",
    Text("f", "sin x cos y + 0.12(x²+y²)"),
    Text("at", "1,0.7"),
    *(Number(name, default, -1e6, 1e6) for name, default in WINDOW.items()),
)

# A hill, and where to stand on it.
with controls():
    f = function_input("f", ("x", "y"))
    at, place = point_input("at", label="(x, y)", dimension=2)
    examples(
        {
            "x²+y²": {"f": "x²+y²", "at": "1,2", **WINDOW},
            "x²−y²": {"f": "x²-y²", **WINDOW},
            "xy": {"f": "xy", **WINDOW},
            "ln(x²+y²)": {"f": "ln(x²+y²)", **WINDOW},
        }
    )

# The map: which way is up, which way is level?
found = look_up(f.text, f.variables, at)
point = coordinates(place)
x, y = ((address.read(f"{it}min"), address.read(f"{it}max")) for it in f.variables)
window = Window.around(x, y, point)
live_figure(
    gradient_figure(f, window),
    plane(f, point, vector(found), window, ("∇f", "−∇f", t("gradient.tangent"))),
    [gradient_readout(f, found)],
    value={"at": at},
    label="",
    handles=[t("gradient.handle")],
    alt=alternative(at, found),
    height=heights(window),
)

# What the arrows mean, and what they do not.
for question in ("partial", "steepest_way", "direction"):
    with st.expander(t(f"gradient.{question}_question")):
        st.markdown(t(f"gradient.{question}_answer"))
with st.expander(t("gradient.window")), st.container(horizontal=True):
    for name in WINDOW:
        st.number_input(f"{name[0]} {name[1:]}", **address.widget(name))
st.page_link("pages/taylor.py", label=t("gradient.onward"))

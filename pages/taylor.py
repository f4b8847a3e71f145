"""Taylor polynomials: a curve rebuilt from what is known at one point."""

import ui.loading  # noqa: F401

# isort: split
import streamlit as st

from charts.taylor import taylor_figure
from ui import address, frame
from ui.function_input import controls, examples, function_input, point_input
from ui.lessons.taylor import EXPANSIONS, ORDERS, TOLERANCE, study, window
from ui.live_figure import live_figure
from ui.parameters import Number, Text, Whole
from ui.readouts.taylor import coefficient_table
from ui.words import number, t

frame.lesson(
    "taylor",
    Text("f", "e^sin x"),
    Text("at", "0.6"),
    Whole("order", 5, 0, ORDERS),
    Number("xmin", -3.2, -1e6, 1e6),
    Number("xmax", 4.2, -1e6, 1e6),
)

# A function, and the point where everything about it is known.
with controls():
    f = function_input("f")
    at, _ = point_input("at", label=t("taylor.at"))
    examples(
        {
            "eˣ": {"f": "e^x", "at": "0"},
            "sin x": {"f": "sin x", "at": "0"},
            "ln(1+x)": {"f": "ln(1+x)", "at": "0"},
            "1/(1+x²)": {"f": "1/(1+x^2)", "at": "0"},
            "e^(−1/x²)": {"f": "e^(-1/x^2)", "at": "0"},
        }
    )

# The polynomials of every order, and how far each is proven to stay near.
found = study(f, at, window(address.read("xmin"), address.read("xmax"), at))
order = address.read("order")
figure, recipe = taylor_figure(
    *found.curves,
    tolerance=TOLERANCE,
    tolerance_label=t("taylor.threshold", tolerance=number(TOLERANCE)),
    error_name=t("taylor.error", n="{n}"),
)
live_figure(
    figure,
    recipe,
    found.readouts(),
    value={"order": order, "at": at},
    label=t("taylor.order"),
    texts=[t("taylor.place", n=n) for n in range(ORDERS + 1)],
    handles=[t("taylor.handle")],
    alt=t("taylor.alt", n=order),
)

# Looked at more closely.
with st.expander(t("taylor.coefficients")):
    if found.polynomial:
        st.markdown(coefficient_table(found.polynomial, order))
    else:
        st.markdown(t("taylor.refused_hint"))
with st.expander(t("taylor.expansions")):
    for formula, series, where in EXPANSIONS:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                t("taylor.open"),
                key=f"open {formula}",
                on_click=address.write,
                kwargs={"f": formula, "at": "0", "order": 3},
            )
            st.markdown(f"${series}$ \u2003 ${where}$")
with st.expander(t("taylor.why")):
    st.markdown(t("taylor.why_text"))
with st.expander(t("taylor.window")), st.container(horizontal=True):
    st.number_input("x min", **address.widget("xmin"))
    st.number_input("x max", **address.widget("xmax"))
st.page_link("pages/roundoff.py", label=t("taylor.onward"))

"""Truncation against round-off: why h must not be tiny."""

import ui.loading  # noqa: F401

# isort: split
from math import isfinite

import streamlit as st

from charts.ladder import frame_steps, ladder
from charts.roundoff import LOOKS, Measured, Names, roundoff_figure
from core import error_curve, parse, stencil
from core.floats import FORMATS
from core.rounded import rounded_point
from ui import address, frame
from ui.function_input import controls, examples, function_input, point_input
from ui.live_figure import live_figure
from ui.parameters import Number, Subset, Text
from ui.readouts.roundoff import curve_name, figure_names, luck, readouts, scheme_name, texts
from ui.readouts.stencils import derivation, formats_table
from ui.standing import claim
from ui.words import language, t

BAYDIN = "64x(1-x)(1-2x)²(1-8x+8x²)²"
SCHEMES = tuple(LOOKS)
SHORT = {"float16": "16", "bfloat16": "bf16", "float32": "32", "float64": "64"}
STENCILS = {name: getattr(stencil, name.replace("-", "_")) for name in SCHEMES}


@st.cache_resource(max_entries=24, show_spinner=False)
def picture(lang, text, at, schemes, formats):
    """Return figure, recipe, readouts, texts and the remark on luck; the widest format is held."""
    f = parse(text)
    steps = ladder(rounded_point(at, FORMATS[formats[-1]]), [FORMATS[it] for it in formats])
    counts = len(schemes), len(formats)
    measured = [
        Measured(error_curve(f, at, STENCILS[s], steps, dtype), s, curve_name(s, dtype, *counts))
        for dtype in reversed(formats)
        for s in schemes
    ]
    figure, recipe = roundoff_figure(measured, steps, Names(**figure_names()))
    rests = frame_steps(steps).tolist()
    said = readouts(f, at, rests, STENCILS[schemes[0]], schemes[0], formats[-1])
    return figure, recipe, said, texts(rests), luck(measured[0].curve, schemes[0])


frame.lesson(
    "roundoff",
    Text("f", BAYDIN),
    Text("at", "0.2"),
    Subset("scheme", ("forward", "central"), SCHEMES),
    Subset("format", ("float32",), tuple(FORMATS)),
    Number("step", 1e-5, 1e-30, 1e30),
)

with controls():
    f = function_input("f")
    at, _ = point_input("at", label=t("roundoff.at"))
    for name, options, label in (
        ("scheme", SCHEMES, scheme_name),
        ("format", tuple(SHORT), SHORT.__getitem__),
    ):
        st.pills(
            t(f"roundoff.{name}"),
            options,
            selection_mode="multi",
            format_func=label,
            **address.widget(name),
        )
    examples({"Baydin": {"f": BAYDIN, "at": "0.2"}, "sin x": {"f": "sin x", "at": "1"}})

schemes, chosen = address.read("scheme"), address.read("format")
formats = tuple(it for it in chosen if isfinite(rounded_point(at, FORMATS[it])))
if not (schemes and formats):
    st.caption(t("roundoff.none_chosen"))
figure, recipe, said, steps, remark = picture(
    language(), f.text, at, schemes or SCHEMES[:1], formats or ("float64",)
)
live_figure(
    figure,
    recipe,
    said,
    value={"step": address.read("step")},
    label="h",
    texts=steps,
    handles=[t("roundoff.handle")],
    alt=t("roundoff.alt"),
)
if remark:
    claim(remark, "estimate")
with st.expander(t("roundoff.theory")):
    st.markdown(t("roundoff.theory_text"))
with st.expander(t("roundoff.derivations")):
    st.markdown(t("roundoff.derivations_text"))
    for it in SCHEMES:
        st.markdown(f"**{scheme_name(it)}**")
        st.markdown(f"$$\n{derivation(STENCILS[it])}\n$$")
with st.expander(t("roundoff.formats")):
    st.markdown(formats_table())
    st.markdown(t("roundoff.formats_text"))
st.page_link("pages/taylor.py", label=t("roundoff.onward"))

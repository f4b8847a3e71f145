"""The way in: the title's own picture, and the way to each lesson."""

import ui.loading  # noqa: F401

# isort: split
import streamlit as st

from charts.ladder import frame_steps, ladder
from charts.roundoff import Measured, Names, descent_figure
from core import error_curve, parse, stencil
from core.floats import FORMATS
from ui import address, frame
from ui.live_figure import live_figure
from ui.parameters import Number
from ui.readouts.roundoff import figure_names, scheme_name, sentences, texts
from ui.words import language, t

F, AT, SCHEME, FORMAT = "sin x", "1", "forward", "float32"


@st.cache_resource(max_entries=2, show_spinner=False)
def picture(lang):
    """Return figure, recipe, sentences and texts: sin at 1, the same for all who read ``lang``."""
    f, steps = parse(F), ladder(float(AT), [FORMATS[FORMAT]])
    curve = error_curve(f, AT, stencil.forward, steps, FORMAT)
    measured = Measured(curve, SCHEME, scheme_name(SCHEME))
    figure, recipe = descent_figure(measured, steps, Names(**figure_names()))
    rests = frame_steps(steps)[::-1].tolist()
    said = sentences(f, AT, rests, stencil.forward, SCHEME, FORMAT)
    return figure, recipe, said, texts(rests)


frame.lesson("home", Number("step", 0.01, 1e-30, 1))
figure, recipe, said, steps = picture(language())
live_figure(
    figure,
    recipe,
    said,
    value={"step": address.read("step")},
    label="h",
    texts=steps,
    handles=[t("roundoff.handle")],
    alt=t("home.alt"),
    height=(380, 280),
)
with st.container(key="way"):
    st.markdown(t("home.about"))
    for lesson in (it for lessons in frame.GROUPS.values() for it in lessons):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.page_link(f"pages/{lesson}.py", label=t(f"{lesson}.title"), width=170)
            st.markdown(t(f"{lesson}.question"))

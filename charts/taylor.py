"""Taylor polynomials beside their function, above the error on a log scale."""

import numpy as np
import plotly.graph_objects as go

from charts.recipes import Floats, Orders
from charts.theme import axis, blank, color, curve
from core.centers import Centers
from core.sampling import window as y_window

# The window's share of each panel, bottom up, and the decades that the error's panel shows.
ERROR_PANEL, CURVE_PANEL = (0.0, 0.24), (0.3, 1.0)
ERROR_DECADES = (-7, 1.5)
# Room above and below f, in heights of f, in which the polynomials are seen to leave.
ROOM = 0.28


def taylor_figure(
    x: Floats,
    f: Floats,
    centers: Centers,
    errors: Floats,
    bands: Floats,
    *,
    tolerance: float,
    tolerance_label: str,
    error_name: str,
) -> tuple[go.Figure, Orders]:
    """Return f, every P_n behind the current one, the error below, and the recipe to move them.

    Args:
        x: Where the curves are drawn.
        f: The function there.
        centers: The expansion points.
        errors: |f - P_n| at the present center, shape (n+1, points).
        bands: Where it is below the tolerance, shape (n+1, 2).
        tolerance: The threshold, drawn as a dotted line.
        tolerance_label: Its name.
        error_name: The name of the error's curve, ``{n}`` for the order.
    """
    figure = blank()
    count = len(errors)
    for k in range(count):
        small = {"label": f"P_{k}" if k < 10 else f"P_{{{k}}}", "small": True}
        trace = curve(x, np.full_like(x, np.nan), "approximation", width=1.2)
        trace.meta = {**trace.meta, **small}
        figure.add_trace(trace)
    figure.add_trace(curve(x, f, "function", label="f", width=2.4))
    nothing = np.full_like(x, np.nan)
    figure.add_trace(curve(x, nothing, "approximation", label="P", width=2.6, dash="dash"))
    figure.add_trace(curve(x, nothing, "error", label="R", width=2, yaxis="y2"))
    _two_panels(figure, x, y_window(f, margin=ROOM))
    _threshold(figure, tolerance, tolerance_label)
    recipe = Orders(
        x=x,
        f=f,
        at=centers.here,
        centers=centers.texts,
        center_values=centers.values,
        heights=centers.heights,
        coefficients=centers.coefficients,
        errors=np.where(errors > 0, errors, np.nan),
        bands=bands,
        orders=range(count),
        current=count + 1,
        error=count + 2,
        error_name=error_name,
    )
    return figure, recipe


def _two_panels(figure: go.Figure, x: Floats, y: tuple[float, float]) -> None:
    figure.update_layout(
        xaxis=axis(range=[x[0], x[-1]], anchor="y2", zeroline=False),
        yaxis=axis(domain=CURVE_PANEL, range=y, zeroline=True),
        yaxis2=axis(
            domain=ERROR_PANEL,
            type="log",
            range=ERROR_DECADES,
            dtick=2,
            exponentformat="power",
            fixedrange=True,
            tickfont={"size": 12},
        ),
    )


def _threshold(figure: go.Figure, tolerance: float, label: str) -> None:
    figure.add_hline(
        y=tolerance, yref="y2", line={"color": color("muted"), "width": 1, "dash": "dot"}
    )
    figure.add_annotation(
        xref="paper", x=1, xanchor="right", yref="y2", y=np.log10(tolerance), yanchor="bottom",
        text=label, showarrow=False, font={"size": 12, "color": color("muted")},
    )  # fmt: skip

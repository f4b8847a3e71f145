"""The derivative: a secant that becomes the tangent."""

from ui import frame
from ui.function_input import controls, examples, function_input, point_input
from ui.parameters import Text

frame.lesson("derivative", Text("f", "sin x"), Text("at", "1"))

with controls():
    f = function_input("f")
    at, a = point_input("at", label="x")
    examples(
        {
            "x²": {"f": "x^2", "at": "3"},
            "|x|": {"f": "|x|", "at": "0"},
            "∛x": {"f": "cbrt x", "at": "0"},
            "x sin(1/x)": {"f": "x sin(1/x)", "at": "0"},
        }
    )

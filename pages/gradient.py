"""The gradient: a field of arrows and the hill they belong to."""

from ui import frame

frame.lesson("gradient")

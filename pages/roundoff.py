"""Truncation against round-off: why h must not be tiny."""

from ui import frame

frame.lesson("roundoff")

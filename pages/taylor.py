"""Taylor polynomials: a curve rebuilt from what is known at one point."""

from ui import frame

frame.lesson("taylor")

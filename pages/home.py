"""The way in: what this is, and the way to each lesson."""

from ui import frame

frame.lesson("home")

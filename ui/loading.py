"""Load all that lessons are made of: to be imported before anything else by app.py and each page.

Streamlit runs each reader's script in a thread of its own; on a fresh server a link to a lesson
runs that page alone, without app.py. When a class opens its links at once, these threads import the
same modules side by side, and where two wait for each other Python lets one go on with half a
module. All but the first wait here, for this module.
"""

from importlib import import_module
from pkgutil import walk_packages

ROOMS = ("charts", "ui")

# Streamlit loads pandas when it first needs it, and Plotly asks whatever there is of it.
import_module("pandas")
for room in ROOMS:
    for found in walk_packages(import_module(room).__path__, f"{room}."):
        if found.name != __name__:
            import_module(found.name)

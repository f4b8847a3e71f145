"""h → 0: the frame that every lesson stands in. Start with ``streamlit run app.py``."""

import ui.loading  # noqa: F401

# isort: split
from ui import frame

frame.settle()
page = frame.navigation()
frame.forward()
frame.dress(page)
page.run()
frame.tidy()

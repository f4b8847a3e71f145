"""Pages run through app.py without a browser."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "app.py"
SECONDS = 30


@pytest.fixture
def open_lesson() -> Callable[..., AppTest]:
    """Open a lesson as a reader does: ``open_lesson("taylor", order="7")``.

    Returns the ``AppTest`` after its first run, which must not have raised.
    """

    def open_lesson(lesson: str = "home", **query: str) -> AppTest:
        app = AppTest.from_file(APP, default_timeout=SECONDS)
        for key, value in query.items():
            app.query_params[key] = value
        if lesson != "home":
            app.switch_page(f"pages/{lesson}.py")
        app.run()
        assert not app.exception, app.exception
        return app

    return open_lesson

"""The address through a page of two widgets, run as Streamlit runs it but without a browser."""

import pytest
from streamlit.testing.v1 import AppTest

from ui import address


def page():
    import streamlit as st

    from ui import address
    from ui.parameters import Text, Whole

    if st.session_state.get("elsewhere"):
        address.arrive("other", Text("f", "x"))
    else:
        address.arrive("one", Text("f", "sin x"), Whole("order", 5, 0, 200))
        address.notes()
        st.text_input("f", **address.widget("f"))
        st.slider("order", 0, 200, **address.widget("order"))
        st.button("jump", on_click=lambda: address.write(order=7, f="cos x"))
        st.button("beyond", on_click=lambda: address.write(order=1000))
        st.button("nothing")


@pytest.fixture
def app():
    return AppTest.from_function(page)


def query(app):
    """The address; AppTest keeps lists of values once the script has written."""
    return {k: v if isinstance(v, str) else v[0] for k, v in app.query_params.items()}


def shown(app):
    return app.text_input(key="one.f").value, app.slider(key="one.order").value


def click(app, label):
    return next(button for button in app.button if button.label == label).click().run()


def test_defaults_are_left_out(app):
    app.run()
    assert shown(app) == ("sin x", 5)
    assert query(app) == {}


def test_a_link_is_read(app):
    app.query_params.update({"f": "e^x", "order": "9"})
    app.run()
    assert shown(app) == ("e^x", 9)
    assert query(app) == {"f": "e^x", "order": "9"}
    assert not app.caption


def test_a_widget_writes_and_its_default_is_taken_out_again(app):
    app.run()
    app.slider[0].set_value(12).run()
    assert query(app) == {"order": "12"}
    app.slider[0].set_value(5).run()
    assert query(app) == {}


def test_our_own_figure_writes_from_a_callback(app):
    app.run()
    click(app, "jump")
    assert shown(app) == ("cos x", 7)
    assert query(app) == {"order": "7", "f": "cos x"}


def test_what_a_link_could_not_say_cannot_be_written_either(app):
    app.run()
    click(app, "beyond")
    assert shown(app) == ("sin x", 5)


@pytest.mark.parametrize("order", ["201", "-1", "many", "", "5.5"])
def test_an_invalid_value_becomes_the_default_and_is_said(app, order):
    app.query_params.update({"f": "e^x", "order": order})
    app.run()
    assert shown(app) == ("e^x", 5)
    assert "order" in app.caption[0].value
    assert query(app) == {"f": "e^x"}
    app.slider[0].set_value(6).run()
    assert not app.caption


def test_unknown_keys_are_left_alone(app):
    app.query_params.update({"utm": "1", "order": "9"})
    app.run()
    click(app, "jump")
    assert query(app) == {"utm": "1", "order": "7", "f": "cos x"}


def test_an_address_beyond_2000_characters_is_not_read(app):
    app.query_params.update({"order": "9", "junk": "x" * 2000})
    app.run()
    assert shown(app) == ("sin x", 5)
    assert app.caption


def test_going_back_is_followed(app, monkeypatch):
    monkeypatch.setattr(address, "LATE", 0.0)
    app.run()
    app.slider[0].set_value(12).run()
    app.query_params.clear()
    click(app, "nothing")
    assert shown(app) == ("sin x", 5)


def test_a_late_address_does_not_undo_what_the_reader_just_did(app):
    app.run()
    app.slider[0].set_value(12).run()
    app.query_params.clear()
    click(app, "nothing")
    assert shown(app) == ("sin x", 12)
    assert query(app) == {"order": "12"}


def test_a_lesson_come_back_to_is_as_it_was_left(app, monkeypatch):
    monkeypatch.setattr(address, "LATE", 0.0)
    app.run()
    app.slider[0].set_value(12).run()
    app.session_state["elsewhere"] = True
    app.query_params.clear()
    app.run()
    app.session_state["elsewhere"] = False
    app.query_params.clear()
    app.run()
    assert shown(app) == ("sin x", 12)
    assert query(app) == {"order": "12"}

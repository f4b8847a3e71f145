"""Centers to drag to: round numbers, and fewer of them where an expansion is dear."""

import pytest

import core.centers as module
from core import parse
from core.centers import FEWEST, centers


def test_a_dear_function_gets_fewer_centers(monkeypatch):
    usual = centers(parse("sin x"), "1", (-4.0, 6.0), 3)
    monkeypatch.setattr(module, "BUDGET", 0.0)
    dear = centers(parse("sin x"), "1", (-4.0, 6.0), 3)
    assert len(dear.texts) <= FEWEST + 2 < len(usual.texts)
    assert dear.texts[dear.here] == "1"


@pytest.mark.filterwarnings("error")
def test_the_present_center_stays_as_typed():
    assert "pi/2" in centers(parse("sin x"), "pi/2", (0.0, 2.0), 3, count=8).texts


def test_a_function_of_two_variables_has_no_centers_on_a_line():
    with pytest.raises(ValueError, match="in 1 variable"):
        centers(parse("x y", ("x", "y")), "0", (0.0, 2.0), 3)

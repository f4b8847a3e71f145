"""Constants in closed form: their values by mpmath, and what is proven to be zero."""

from fractions import Fraction

import mpmath
import pytest
from flint import arb

from core.errors import NotAnalytic
from core.expression.expression import parse
from core.expression.text import to_text
from core.several.known import ball, certified, combined, exact, sign, tidied
from core.several.known_latex import short_text


def tree(text, variables=()):
    return parse(text, variables).tree


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        ("sin(1)^2 + cos(1)^2", "1"),
        ("sqrt(2) sqrt(3)", "sqrt(6)"),
        ("sqrt(12)", "2*sqrt(3)"),
        ("-sqrt(2) sqrt(3)/9", "-(sqrt(6)/9)"),
        ("sqrt(1/8)", "sqrt(2)/4"),
        ("e^2 e^-2 - 1", "0"),
        ("ln(8) - 3ln(2)", "0"),
        ("sqrt(2)*2^(1/2)", "2"),
        ("sin(pi/6)", "1/2"),
        ("besselj(0, 1)", "besselj(0, 1)"),
    ],
)
def test_a_closed_form_is_the_shortest_known(text, tidy):
    assert to_text(tidied(tree(text))) == tidy


@pytest.mark.parametrize(
    "text", ["sqrt(2) sqrt(5)/7", "-sqrt(6/35)", "e^pi sin(1)/ln(3)", "phi^3", "gamma(1/3)"]
)
def test_the_value_stays_and_is_the_nearest_double(text):
    with mpmath.workdps(40):
        true = mpmath.mpf(str(parse(text, ()).sympy.evalf(40)))
        assert certified(tidied(tree(text))).value == float(true)


def test_what_is_computed_from_closed_forms_is_one():
    values = {"a": tree("sin(1)"), "b": tree("cos(1)")}
    assert exact(combined(tree("a^2 + b^2", ("a", "b")), values)) == 1
    mixed = combined(tree("a^2 + b^2", ("a", "b")), {**values, "b": ball(values["b"])})
    assert isinstance(mixed, arb) and mixed.contains(1)
    assert mixed.rel_accuracy_bits() > 190  # of 200
    assert exact(mixed) is None


def test_signs_and_what_cannot_be_told():
    assert [sign(tree(text)) for text in ("sqrt(2) - 1", "0", "1 - sqrt(2)")] == [1, 0, -1]
    assert sign(arb(0, 1)) is None
    assert exact(tree("3/7")) == Fraction(3, 7)
    assert ball(tree("gamma(4/3) - gamma(1/3)/3")).contains(0)  # as near as no double is
    with pytest.raises(NotAnalytic):
        ball(tree("1/(gamma(4/3) - gamma(1/3)/3)"))


def test_a_closed_form_of_24_characters_is_shown_and_of_25_is_not():
    digits = "123456789012345678"
    assert short_text(tree(f"sqrt({digits})")) == f"sqrt({digits})"
    assert short_text(tree(f"sqrt({digits}9)")) == ""

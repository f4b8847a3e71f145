"""The public face: every name is there, is one thing, and says what it does by an example."""

import inspect

import pytest

import core

# What design documents outside this repository rely on.
FIXED = (
    "parse ParseError taylor remainder convergence stencil difference error_curve gradient "
    "difference_gradient NotAnalytic"
).split()
FUNCTIONS = [
    name for name in core.__all__ if inspect.isfunction(getattr(core, name)) and name != "stencil"
]


def test_the_names_that_other_programs_rely_on_are_there():
    assert set(FIXED) <= set(core.__all__)


@pytest.mark.parametrize("name", core.__all__)
def test_a_name_is_no_module_and_the_menu_has_it(name):
    assert not inspect.ismodule(getattr(core, name))
    assert name in core.__doc__ or name in ("Expression", "NotAnalytic", "ParseError")


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_function_says_what_it_does_by_an_example(name):
    assert ">>>" in inspect.getdoc(getattr(core, name))

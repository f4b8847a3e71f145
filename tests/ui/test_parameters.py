import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.parameters import Choice, Number, Subset, Text, Whole

STEP = Number("step", 0.1, 1e-16, 1e6)
ORDER = Whole("order", 5, 0, 200)
SCHEME = Choice("scheme", "central", ("forward", "central"))
FORMATS = Subset("formats", ("32",), ("16", "32", "64"))


@pytest.mark.parametrize(
    "text",
    ["", "nan", "inf", "1_000", "１", "٣", "1e9", "-1", "0x10", "1e-400", "--1", " 1", "1 ", "1e"],
)
def test_a_number_is_plain_and_in_range(text):
    with pytest.raises(ValueError):
        STEP.read(text)


@pytest.mark.parametrize("text", ["", "5.0", "201", "-1", "1e2", "５", "9" * 5000])
def test_a_whole_number_is_plain_and_in_range(text):
    with pytest.raises(ValueError):
        ORDER.read(text)


@pytest.mark.parametrize("text", ["128", "32,32", "32,", "", "none,32"])
def test_a_subset_names_known_options_once(text):
    with pytest.raises(ValueError):
        FORMATS.read(text)


def test_both_ends_of_a_range_are_in_it():
    assert (ORDER.read("0"), ORDER.read("200")) == (0, 200)
    assert (STEP.read("1e-16"), STEP.read("1e6")) == (1e-16, 1e6)


def test_a_choice_is_one_of_its_options():
    with pytest.raises(ValueError):
        SCHEME.read("sideways")


def test_text_has_a_greatest_length():
    assert Text("f", "x").read("x" * 300) == "x" * 300
    with pytest.raises(ValueError):
        Text("f", "x").read("x" * 301)


def test_a_handle_may_write_a_number_where_text_is_typed():
    assert Text("at", "0").written(0.5) == "0.5"


@given(st.floats(1e-16, 1e6))
def test_a_number_written_is_read_back(value):
    assert STEP.read(STEP.written(value)) == value


@given(st.lists(st.sampled_from(FORMATS.options), unique=True))
def test_a_subset_written_is_read_back_in_the_order_of_the_options(chosen):
    assert FORMATS.read(FORMATS.written(chosen)) == tuple(sorted(chosen))

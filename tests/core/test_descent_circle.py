"""A state that comes back is noticed, however long the circle, and noise is told from a circle."""

import numpy as np
import pytest

from core.descent_circle import GRAINS, Circle, is_noise
from core.floats import FORMATS


@pytest.mark.parametrize("length", [*range(1, 20), 100])
@pytest.mark.parametrize("run_up", [0, 1, 13])
def test_a_circle_of_any_length_is_closed_within_three_rounds(length, run_up):
    """Brent: the state remembered after 2^k steps, 2^k >= run-up and length, comes back."""

    def state(k):
        place = k if k < run_up else run_up + (k - run_up) % length
        return np.array([float(place)]), np.array([0.0])

    circle = Circle(*state(0))
    most = 2 * max(run_up, length) + run_up + 2 * length
    found = [circle.closed(*state(k)) for k in range(1, most + 1)]
    assert next(filter(None, found)) == length


def test_a_place_alone_or_a_velocity_alone_is_no_state():
    x, v = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    assert Circle(x, v).closed(x, v) == 1
    assert Circle(x, v).closed(x, np.array([3.0, 5.0])) == 0
    assert Circle(x, v).closed(np.array([1.0, 5.0]), v) == 0


@pytest.mark.parametrize("name", ["float16", "float32", "float64"])
def test_noise_is_some_spacings_of_the_format_wide_in_every_coordinate(name):
    fmt = FORMATS[name]
    grain = fmt.eps  # at 1
    assert is_noise(np.array([[1.0, 1.0], [1.0 + GRAINS * grain, 1.0]]), fmt)
    assert not is_noise(np.array([[1.0, 1.0], [1.0, 1.0 + 2 * GRAINS * grain]]), fmt)
    # Near 2 the floats stand twice as far apart.
    assert is_noise(np.array([[2.0], [2.0 + 2 * GRAINS * grain]]), fmt)

"""Interpolation along rays: every monomial comes back, whatever the grid."""

from fractions import Fraction
from math import comb

import pytest

from core.several.rays import GENERIC, PLAIN, multi_indices, rays, weights


@pytest.mark.parametrize("shift", [PLAIN, GENERIC])
@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_the_weights_recover_every_monomial(n, shift):
    for degree in range(4):
        indices = multi_indices(n, degree)
        for m in indices:
            values = []
            for s in rays(n, 3, shift)[: len(indices)]:
                value = Fraction(1)
                for u, k in zip(s, m, strict=True):
                    value *= u**k
                values.append(value)
            for index, row in zip(indices, weights(n, degree, shift), strict=True):
                total = sum(Fraction(str(w)) * v for w, v in zip(row, values, strict=True))
                assert total == (index == m)


@pytest.mark.parametrize("n", [1, 2, 3, 4])
def test_there_are_as_many_rays_as_coefficients_of_the_highest_order(n):
    for order in range(5):
        assert len(rays(n, order)) == len(multi_indices(n, order)) == comb(n - 1 + order, order)
        assert len(set(rays(n, order))) == len(rays(n, order))
        assert rays(n, order)[: len(rays(n, order - 1)) if order else 0] == (
            rays(n, order - 1) if order else ()
        )

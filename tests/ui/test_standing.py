import pytest

from ui.standing import STANDINGS, standing


def test_every_standing_has_its_own_mark():
    assert len({standing(kind) for kind in STANDINGS}) == 4


def test_what_nobody_proved_is_gray():
    gray = [kind for kind in STANDINGS if "gray" in standing(kind)]
    assert gray == ["measured", "estimate"]


def test_there_is_no_fifth_standing():
    with pytest.raises(ValueError):
        standing("certain")

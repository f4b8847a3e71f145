"""Colors that can be read, in light and dark."""

import itertools

import pytest

from charts import theme


def luminance(color: str) -> float:
    """WCAG 2.2, relative luminance."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(a: str, b: str) -> float:
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize("role", ["function", "approximation", "slope", "error", "muted", "text"])
def test_every_role_can_be_read_on_the_page(palette, role) -> None:
    assert contrast(palette[role], palette["page"]) >= 4.5


def test_the_exchange_for_the_dark_is_one_to_one() -> None:
    assert len(set(theme.LIGHT.values())) == len(theme.LIGHT)
    assert theme.in_the_dark() == {theme.LIGHT[r]: theme.DARK[r] for r in theme.LIGHT}


def test_an_opacity_is_the_last_byte() -> None:
    assert theme.color("error", 0.5) == theme.LIGHT["error"] + "80"
    assert theme.color("error") == theme.LIGHT["error"]


def test_no_two_roles_of_the_lesson_share_a_color() -> None:
    for a, b in itertools.combinations(["function", "approximation", "slope", "error"], 2):
        assert theme.LIGHT[a] != theme.LIGHT[b]

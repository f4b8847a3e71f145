"""How a search for zeros ended."""

from typing import Literal, TypeAlias

Standing: TypeAlias = Literal["complete", "undecided", "ended early", "identically zero"]


def standing(open_parts: bool, ended_early: bool, vanishes: bool) -> Standing:
    """Return the standing of a search.

    Args:
        open_parts: Whether something is left undecided.
        ended_early: Whether the search's budget was spent.
        vanishes: Whether what was searched is proven to be 0 wherever it has a value.
    """
    if vanishes:
        return "identically zero"
    if not open_parts:
        return "complete"
    return "ended early" if ended_early else "undecided"


def standing_text(found: Standing, undecided: str) -> str:
    """Return a standing as a phrase, with what is undecided.

    >>> standing_text("ended early", "[0, 1]")
    'undecided on [0, 1], where the search ended early'
    """
    match found:
        case "undecided":
            return f"undecided on {undecided}"
        case "ended early":
            return f"undecided on {undecided}, where the search ended early"
        case _:
            return found

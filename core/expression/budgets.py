"""What a formula may cost, checked before anything is computed. Reasons: security notes."""

from core.expression.tree import Node


def check(tree: Node, text: str, spans: dict[int, tuple[int, int]]) -> None:
    """Raise ``ParseError`` for the first budget that ``tree`` exceeds."""

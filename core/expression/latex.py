"""LaTeX."""

from core.expression.text import to_text
from core.expression.tree import Node


def to_latex(tree: Node) -> str:
    """Return LaTeX."""
    return to_text(tree)

from hypothesis import assume, given

from core.expression.latex import to_latex
from core.expression.tree import Node
from tests.core.expression.trees import read, trees


@given(trees)
def test_printed_latex_reads_back_as_the_same_tree(tree: Node) -> None:
    latex = to_latex(tree)
    assume(len(latex) <= 300)
    assert read(latex) == tree

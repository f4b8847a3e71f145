"""What the README shows is what one gets."""

import doctest
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"


def test_the_examples_in_the_readme_print_what_they_say():
    text = README.read_text(encoding="utf-8").replace("```", "")
    found = doctest.DocTestParser().get_doctest(text, {}, "README.md", str(README), 0)
    assert len(found.examples) > 5
    assert doctest.DocTestRunner().run(found).failed == 0

"""The range of a function over a box, by branch and bound."""

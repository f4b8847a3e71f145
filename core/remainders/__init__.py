"""How large the remainder of a Taylor polynomial is: Lagrange's form, in pieces of proven size."""

"""Automatic differentiation over NumPy: one table of rules, dual numbers and a tape."""

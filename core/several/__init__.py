"""Derivatives in several variables: series along rays, exact constants, vectors and matrices."""

"""Where a Taylor series converges and to what: singularities, analytic branches, seams."""

"""What difference quotients stand on: weights, references, compensated sums."""

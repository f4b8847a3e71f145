"""What the app promises about speed and accuracy, measured beside its peers in the same run.

Each module here has a function ``measure()`` that yields ``Row``s; ``make bench`` prints them all.
"""

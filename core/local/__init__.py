"""What a function does at one point: its limits and slopes from either side."""

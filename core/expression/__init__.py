"""What was typed, read into one tree, and the arithmetics that can walk it."""

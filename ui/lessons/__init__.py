"""What a lesson asks of core, computed once and remembered."""

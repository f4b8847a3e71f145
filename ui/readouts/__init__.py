"""What each lesson says under its figure: sentences and rows of numbers, computed."""

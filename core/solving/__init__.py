"""All zeros in a window, none missed: interval Newton, exact factors, proven kinds."""

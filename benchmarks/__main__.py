"""Run every benchmark and print one table, ready for the README (``make bench``)."""

import importlib
import os
import platform
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    """Print the table; leave with an error if a promise is not kept."""
    print(f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores\n")
    print("| what | measured | wanted | |\n| --- | --- | --- | --- |")
    kept = True
    for path in sorted(HERE.glob("[a-z]*.py")):
        module = importlib.import_module(f"benchmarks.{path.stem}")
        for row in getattr(module, "measure", tuple)():
            print(f"| {row.what} | {row.measured} | {row.wanted} | {'✓' if row.met else '✗'} |")
            sys.stdout.flush()
            kept = kept and row.met
    sys.exit(not kept)


if __name__ == "__main__":
    main()

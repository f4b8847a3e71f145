"""Write constraints.txt: the exact version of everything the requirements pull in (``make lock``).

pip resolves the requirements afresh for each Python that the app supports, from wheels alone; one
file must serve them all, so it is an error when two Pythons get different versions.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
HEADER = "# Written by `make lock`: the same versions on Python 3.11 to 3.14.\n"


def requirements() -> list[str]:
    """Return the pinned requirements of both files, without comments and options."""
    lines = [
        line
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines()
    ]
    return [line for line in lines if line and line[0] not in "#-"]


def resolve(python: str) -> set[str]:
    """Return ``name==version`` of everything that pip would install for one Python."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run"]
        command += ["--ignore-installed", "--only-binary=:all:", "--python-version", python]
        command += ["--target", folder, "--report", f"{folder}/report.json", *requirements()]
        subprocess.run(command, check=True)
        report = json.loads(Path(folder, "report.json").read_text("utf-8"))
    packages = [item["metadata"] for item in report["install"]]
    return {f"{package['name'].lower()}=={package['version']}" for package in packages}


def main() -> None:
    """Resolve for every Python, compare, and write constraints.txt."""
    first, *others = (resolve(python) for python in PYTHONS)
    for python, other in zip(PYTHONS[1:], others, strict=True):
        if other != first:
            sys.exit(f"Python {python} differs: {sorted(first ^ other)}")
    (ROOT / "constraints.txt").write_text(HEADER + "\n".join(sorted(first)) + "\n", "utf-8")


if __name__ == "__main__":
    main()

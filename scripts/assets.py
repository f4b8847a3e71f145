"""Bring Plotly's cartesian bundle and KaTeX into static/, each with its licence.

The Plotly bundle has exactly the version inside the installed plotly package, so that figures made
by Python are drawn by the library they were made for. KaTeX keeps only its woff2 fonts, which every
browser that runs Streamlit reads. Run it (``make assets``, needs npm) after plotly is upgraded.
"""

import io
import re
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from plotly.offline import get_plotlyjs_version

STATIC = Path(__file__).parents[1] / "static"
KATEX_VERSION = "0.19.1"
OLDER_FONTS = re.compile(r',url\([^)]*\.(?:woff|ttf)\) format\("(?:woff|truetype)"\)')


def package(name: str, version: str) -> tarfile.TarFile:
    """Return one package of the npm registry as an open archive."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", f"{name}@{version}"]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)
        (archive,) = Path(folder).glob("*.tgz")
        return tarfile.open(fileobj=io.BytesIO(archive.read_bytes()))


def member(archive: tarfile.TarFile, path: str) -> bytes:
    """Return the content of one file of the package."""
    file = archive.extractfile(f"package/{path}")
    if file is None:
        raise FileNotFoundError(path)
    return file.read()


def replace(folder: Path) -> Path:
    """Return ``folder``, emptied."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def plotly() -> None:
    """Replace static/plotly by the cartesian bundle of the installed plotly package's version."""
    version = get_plotlyjs_version()
    archive = package("plotly.js-cartesian-dist-min", version)
    folder = replace(STATIC / "plotly")
    bundle = folder / f"plotly-cartesian-{version}.min.js"
    bundle.write_bytes(member(archive, "plotly-cartesian.min.js"))
    (folder / "LICENSE.txt").write_bytes(member(archive, "LICENSE"))


def katex() -> None:
    """Replace static/katex by KaTeX's script, style sheet and woff2 fonts."""
    archive = package("katex", KATEX_VERSION)
    folder, fonts = replace(STATIC / "katex"), replace(STATIC / "katex" / "fonts")
    (folder / "katex.min.js").write_bytes(member(archive, "dist/katex.min.js"))
    (folder / "LICENSE.txt").write_bytes(member(archive, "LICENSE"))
    style = member(archive, "dist/katex.min.css").decode()
    (folder / "katex.min.css").write_text(OLDER_FONTS.sub("", style), "utf-8")
    for path in archive.getnames():
        if path.startswith("package/dist/fonts/") and path.endswith(".woff2"):
            (fonts / Path(path).name).write_bytes(member(archive, path.removeprefix("package/")))


if __name__ == "__main__":
    plotly()
    katex()

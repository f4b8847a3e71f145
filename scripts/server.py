"""The app in a process of its own, for the browser tests and the pictures."""

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
SECONDS_TO_START = 60


@contextmanager
def running() -> Iterator[str]:
    """Start the app on a free port, yield its address (``http://localhost:8123``), stop it after.

    It has answered nothing but the health check then: the first page opened meets a cold server.

    Raises:
        RuntimeError: if the app does not start; the message holds what it printed.
    """
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    command += [f"--server.port={port}", "--server.headless=true"]
    log = ROOT / "build" / f"server-{port}.log"
    log.parent.mkdir(exist_ok=True)
    with log.open("w") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            wait_until_healthy(port, process, log)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=10)
    log.unlink()


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_healthy(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    """Return when the server answers; raise ``RuntimeError`` if it ends or takes too long."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The app did not start. It printed:\n{log.read_text('utf-8')}")

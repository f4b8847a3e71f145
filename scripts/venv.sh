#!/bin/sh
# Make the virtual environment .venv with $PYTHON, or the newest Python from 3.11 to 3.14 found here.
# Prints what to install, and fails, where there is none. An environment that works is kept.
set -eu
cd "$(dirname "$0")/.."

suitable() { # is the command $1 a Python that the app runs on?
    "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-} python3.14 python3.13 python3.12 python3.11 python3 python; do
        if command -v "$name" >/dev/null && suitable "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

advise() { # say what is missing ($1) and how to get it on this system
    echo "h → 0: $1." >&2
    case $(uname -s) in
        Darwin) echo "Install it with:  brew install python@3.13   (or from python.org)" >&2 ;;
        *) echo "On Debian or Ubuntu:  sudo apt install python3 python3-venv" >&2 ;;
    esac
    echo "or name another one:  make run PYTHON=/path/to/python3.13" >&2
    exit 1
}

if suitable .venv/bin/python && .venv/bin/python -m pip --version >/dev/null 2>&1; then
    exit 0
fi

python=$(find_python) || advise "no Python from 3.11 to 3.14 found"
rm -rf .venv
if "$python" -c 'import ensurepip' 2>/dev/null; then
    "$python" -m venv .venv
elif "$python" -m virtualenv --version >/dev/null 2>&1; then
    "$python" -m virtualenv --quiet .venv
elif [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then # Debian keeps ensurepip in a package of its own
    echo "Installing python3-venv with apt ..."
    apt-get update -qq && apt-get install -y -qq python3-venv
    "$python" -m venv .venv
else
    advise "$python cannot make virtual environments (the module ensurepip is missing)"
fi

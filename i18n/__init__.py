"""Every visible word, in Chinese and English.

``i18n/<language>/<lesson>.toml`` holds the words of one lesson: its line ``title = "…"`` has the
key ``<lesson>.title``. Tables inside a file lengthen the key by a dot. Placeholders are named:
``{order}``.
"""

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

LANGUAGES = ("zh", "en")
ROOM = Path(__file__).parent


@cache
def words(language: str) -> Mapping[str, str]:
    """Return all words of one language, by key; read once per process."""
    files = sorted((ROOM / language).glob("*.toml"))
    return {
        key: text
        for file in files
        for key, text in _flat(file.stem, tomllib.loads(file.read_text(encoding="utf-8")))
    }


def text(language: str, key: str, **named: object) -> str:
    """Return the words for ``key``, placeholders filled in.

    Raises:
        KeyError: if the key or one of its placeholders is missing: a forgotten word must not pass.
    """
    return words(language)[key].format(**named)


def placeholders(sentence: str) -> set[str]:
    """Return the names in braces."""
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def complete(language: str, key: str, named: Mapping[str, object]) -> bool:
    """Tell whether there are words for ``key`` and ``named`` fills all their placeholders."""
    return key in words(language) and placeholders(words(language)[key]) <= set(named)


def _flat(prefix: str, table: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping):
            yield from _flat(key, value)
        else:
            yield key, str(value)

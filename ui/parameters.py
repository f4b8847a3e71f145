"""The kinds of parameters that an address can hold: how each is read, checked and written."""

import re
from dataclasses import dataclass
from typing import Protocol

from ui.words import plain

# Python's ``float`` also reads nan, inf, 1_000 and digits of other scripts; a link may not.
NUMBER = re.compile(r"[+-]?([0-9]{1,20}(\.[0-9]{0,20})?|\.[0-9]{1,20})([eE][+-]?[0-9]{1,3})?")


class Parameter(Protocol):
    """A named value with a default, readable from an address and writable into one."""

    @property
    def name(self) -> str:
        """The key in the address."""

    @property
    def default(self) -> object:
        """The value that an address leaves out."""

    def read(self, text: str) -> object:
        """Return the value; raise ValueError if it is not one."""

    def written(self, value: object) -> str:
        """Return ``value`` as the address holds it."""


@dataclass(frozen=True)
class Text:
    """Text exactly as typed: a formula, a point."""

    name: str
    default: str
    longest: int = 300

    def read(self, text: str) -> str:
        """Return the text; ValueError if it is longer than allowed."""
        if len(text) > self.longest:
            raise ValueError(self.name)
        return text

    def written(self, value: object) -> str:
        """Return typed text as it is, a number (a handle's place) plainly."""
        return plain(value) if isinstance(value, int | float) else str(value)


@dataclass(frozen=True)
class Number:
    """A finite number in a range, both ends allowed."""

    name: str
    default: float
    least: float
    most: float

    def read(self, text: str) -> float:
        """Return the number; ValueError if it is none or out of range."""
        if not NUMBER.fullmatch(text) or not self.least <= float(text) <= self.most:
            raise ValueError(self.name)
        return float(text)

    def written(self, value: object) -> str:
        """Return the shortest text that reads back as ``value``."""
        return plain(float(str(value)))


@dataclass(frozen=True)
class Whole:
    """An integer in a range, both ends allowed."""

    name: str
    default: int
    least: int
    most: int

    def read(self, text: str) -> int:
        """Return the integer; ValueError if it is none or out of range."""
        if not re.fullmatch(r"-?[0-9]{1,9}", text) or not self.least <= int(text) <= self.most:
            raise ValueError(self.name)
        return int(text)

    def written(self, value: object) -> str:
        """Return the digits."""
        return str(value)


@dataclass(frozen=True)
class Choice:
    """One of a few words."""

    name: str
    default: str
    options: tuple[str, ...]

    def read(self, text: str) -> str:
        """Return the option; ValueError if it is none of them."""
        if text not in self.options:
            raise ValueError(self.name)
        return text

    def written(self, value: object) -> str:
        """Return the option itself."""
        return str(value)


@dataclass(frozen=True)
class Subset:
    """Some of a few words, in the order of the options; none of them is ``none``."""

    name: str
    default: tuple[str, ...]
    options: tuple[str, ...]

    def read(self, text: str) -> tuple[str, ...]:
        """Return the chosen options; ValueError if one is unknown or named twice."""
        chosen = [] if text == "none" else text.split(",")
        if len(set(chosen)) < len(chosen) or not set(chosen) <= set(self.options):
            raise ValueError(self.name)
        return tuple(option for option in self.options if option in chosen)

    def written(self, value: object) -> str:
        """Return the options with commas between them."""
        assert isinstance(value, tuple | list)
        return ",".join(map(str, value)) or "none"

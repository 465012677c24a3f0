"""Names for files of other people's making: readable, the same each time, and never outside of their folder.

A name is made of letters, digits and a few signs, on every system: no separator, no drive, no `..`, no name that a
system keeps for itself, nothing hidden, nothing too long. Two addresses never share a name, also where the file system
takes upper and lower case, or two spellings of an accent, for the same.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Final
from unicodedata import normalize
from urllib.parse import unquote, urlsplit

from aurorax_typed.records import DataProduct

__all__ = ["FileNames", "alike", "folder_of", "part_name", "safe_name"]

_SIGNS: Final = frozenset("-_.,+=@~()[]")
_LONGEST: Final = 120
"""Bytes of a name. File systems take 255, some less, and the whole path must fit too."""

_LONGEST_EXTENSION: Final = 12
_RESERVED: Final = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$", "clock$"]
    + [f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789"]
)


def safe_name(text: str, *, otherwise: str = "unknown") -> str:
    """A text as the name of a file or folder; `otherwise` where nothing is left of it."""
    text = normalize("NFC", text)
    kept = "".join(sign if sign.isalnum() or sign in _SIGNS else "_" for sign in text)
    kept = kept.strip(".")
    if kept.startswith("-"):  # which a command would take for an option
        kept = "_" + kept[1:]
    if not kept.strip("_.") and not any(sign.isalnum() for sign in kept):
        return otherwise
    # Windows goes by what stands before the first dot, and reads ¹ as 1.
    if normalize("NFKC", kept.split(".")[0]).rstrip().lower() in _RESERVED:
        kept = f"_{kept}"
    return _short(kept)


def folder_of(product: DataProduct) -> str:
    """Where the file of a product goes: `program/platform/instrument type/date`, with `/` between them."""
    source = product.data_source
    parts = (source.program, source.platform, source.instrument_type, product.start.date().isoformat())
    return "/".join(safe_name(part or "") for part in parts)


class FileNames:
    """Gives each address a place of its own, below one folder.

    Args:
        known: places given before, by address; they stay.
    """

    def __init__(self, known: dict[str, str]) -> None:
        self._places = dict(known)
        self._taken = {alike(place) for place in known.values()}

    def place(self, product: DataProduct) -> str:
        """Where the file behind a product goes, relative to the folder, with `/` between the parts.

        The name is the last part of its address. A second address with the same name gets a mark made of the address.
        """
        if product.url in self._places:
            return self._places[product.url]
        folder = folder_of(product)
        name = safe_name(_last_part(product.url), otherwise="file")
        place = f"{folder}/{name}"
        if alike(place) in self._taken:
            stem, extension = _split(name)
            mark = "~" + sha256(product.url.encode("utf-8", "surrogatepass")).hexdigest()[:10]
            place = f"{folder}/{_cut(stem, _LONGEST - len(mark) - _LONGEST_EXTENSION)}{mark}{extension}"
        self._taken.add(alike(place))
        self._places[product.url] = place
        return place


def part_name(url: str) -> str:
    """What the name begins and ends with under which a file is written. No name of `safe_name` begins with a dot."""
    return f".{sha256(url.encode('utf-8', 'surrogatepass')).hexdigest()[:24]}.part"


def _last_part(url: str) -> str:
    try:
        path = urlsplit(url).path
    except ValueError:
        path = url
    # Decoded once, as a server does; what is a separator then was meant as part of a name, and becomes a sign.
    return unquote(path.rstrip("/").rsplit("/", 1)[-1], errors="replace")


def _split(name: str) -> tuple[str, str]:
    stem, dot, extension = name.rpartition(".")
    if not stem or not extension.isascii() or len(extension) >= _LONGEST_EXTENSION:
        return name, ""
    return stem, dot + extension


def _short(name: str) -> str:
    if len(name.encode("utf-8", "surrogatepass")) <= _LONGEST:
        return name
    stem, extension = _split(name)
    mark = "~" + sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:10]
    return f"{_cut(stem, _LONGEST - len(mark) - _LONGEST_EXTENSION)}{mark}{extension}"


def _cut(text: str, size: int) -> str:
    return text.encode("utf-8", "surrogatepass")[:size].decode("utf-8", "ignore")


def alike(place: str) -> str:
    """The same for places that some file system takes for the same."""
    return normalize("NFKC", normalize("NFKC", place).casefold())

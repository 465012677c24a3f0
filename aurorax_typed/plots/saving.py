"""Pictures in files."""

from __future__ import annotations

import io
import os
from typing import TYPE_CHECKING

from aurorax_typed._arguments import local_path
from aurorax_typed._atomic import write_whole
from aurorax_typed._optional import require
from aurorax_typed.errors import QueryError
from aurorax_typed.plots.choices import chosen

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["check_kind", "check_picture", "save", "save_to"]

_FORMATS = ("png", "svg", "pdf")


def check_picture(path: str | os.PathLike[str]) -> str:
    """The format that a file's name asks for; to be called before long work, so that none is done in vain.

    Raises:
        QueryError: the name has no suffix that stands for a picture.
        MissingExtraError: matplotlib is not installed.
    """
    suffix = local_path(path).suffix.lower().removeprefix(".")
    if suffix not in _FORMATS:
        raise QueryError(f"The name {os.fspath(path)} is not that of a picture. Let it end in .png, .svg or .pdf.")
    require("matplotlib", "Pictures")
    return suffix


def check_kind(path: str | os.PathLike[str] | None, kind: str, of: object) -> None:
    """Check what can be checked before anything is fetched; see `check_picture`."""
    chosen(kind, "kind=", of)
    require("matplotlib", "Pictures")
    if path is not None:
        check_picture(path)


def save(figure: Figure, path: str | os.PathLike[str], *, dpi: float = 150) -> None:
    """Write a picture to a file, whole or not at all. The time is not written into it.

    Args:
        figure: what one of the functions here gave, or any other.
        path: its suffix is the format: `.png`, `.svg` or `.pdf`.
        dpi: pixels per inch of a PNG.

    Raises:
        QueryError: the suffix is none of these.
        OSError: the file can't be written; what was there before is still there.
    """
    format = check_picture(path)
    content = io.BytesIO()
    undated = {"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(format)
    figure.savefig(content, format=format, dpi=dpi, metadata=undated)
    write_whole(path, content.getvalue())


def save_to(figure: Figure, path: str | os.PathLike[str] | None) -> None:
    """Write a picture where a path was given; see `save`."""
    if path is not None:
        save(figure, path)

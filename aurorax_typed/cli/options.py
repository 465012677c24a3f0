"""The options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from aurorax_typed.cli.formats import Format

__all__ = [
    "FormatOption",
    "InstrumentTypesOption",
    "OutputOption",
    "PlatformsOption",
    "ProgramsOption",
    "QuietOption",
    "VerboseOption",
]

ProgramsOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--program", metavar="NAME", help="Such as trex. May be repeated: any of them.")
]
PlatformsOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--platform", metavar="NAME", help="Such as gillam. May be repeated.")
]
InstrumentTypesOption: TypeAlias = Annotated[
    list[str] | None, typer.Option("--instrument-type", metavar="NAME", help="Such as 'RGB ASI'. May be repeated.")
]
FormatOption: TypeAlias = Annotated[
    Format | None,
    typer.Option("--format", help="How to write. Default: by FILE's suffix, else a table.", show_default=False),
]
OutputOption: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to a file, whole or not at all.", show_default=False),
]
QuietOption: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but errors.")]
VerboseOption: TypeAlias = Annotated[
    bool, typer.Option("--verbose", "-v", help="Tell each step, with the server's log, on stderr.")
]

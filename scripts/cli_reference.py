#!/usr/bin/env python3
"""Write docs/cli-reference.md from the command line itself: every command with its options, as --help has them.

`cli_reference.py` writes; `cli_reference.py --check` writes nothing and fails where the page is not what the commands
say.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer.main

from aurorax_typed.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "cli-reference.md"

HEAD = """\
# The commands

<!-- Made by scripts/cli_reference.py from the commands themselves. Do not edit. -->

Every command with its options. Each says the same with `--help`. What they have in common stands in
[the command line](cli.md).
"""

UNPROCESSED = "\b\n"
"""What keeps the lines of a paragraph as they are; click's own mark."""


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text in Markdown; those whose lines are kept become blocks."""
    for paragraph in re.split(r"\n\s*\n", inspect.cleandoc(text)):
        if not paragraph.startswith(UNPROCESSED):
            yield " ".join(paragraph.split())
            continue
        lines = paragraph.removeprefix(UNPROCESSED).splitlines()
        title = lines[0] if lines[0].endswith(":") and lines[1:] and lines[1].startswith(" ") else ""
        if title:
            yield title
        body = inspect.cleandoc("\n".join(["", *(lines[1:] if title else lines)]))
        yield f"```text\n{body}\n```"


def cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def parameters(command: Any, context: Any) -> Iterator[str]:
    """A table of arguments and options; of the root, without those for completion, which shells differ in."""
    rows = []
    for parameter in command.params:
        record = parameter.get_help_record(context)
        if record is None or parameter.name in ("install_completion", "show_completion"):
            continue
        names, help_text = record
        # The names of the choices are in the first cell; a line of it may be long.
        rows.append((f"`{cell(names)}`", cell(help_text)))
    if rows:
        yield "| | |\n|---|---|\n" + "\n".join(f"| {names} | {text} |" for names, text in rows)


def sections(command: Any, path: tuple[str, ...], parent: Any = None) -> Iterator[str]:
    """The command and all below it."""
    context = command.make_context(path[-1], [], parent=parent, resilient_parsing=True)
    names = command.list_commands(context) if hasattr(command, "list_commands") else []
    below = {name: command.get_command(context, name) for name in names}
    if parent is not None:
        yield f"{'##' if len(path) == 2 else '###'} `{' '.join(path)}`"
    if not below:
        pieces = " ".join(command.collect_usage_pieces(context))
        yield f"```text\n{' '.join(path)} {pieces}\n```"
    yield from paragraphs(command.help or "")
    if parent is None or not below:
        yield from parameters(command, context)
    for name, subcommand in below.items():
        yield from sections(subcommand, (*path, name), context)


def page() -> str:
    command = typer.main.get_command(app)
    return HEAD + "\n" + "\n\n".join(sections(command, ("aurorax",))) + "\n"


def main() -> int:
    wanted = page()
    if "--check" in sys.argv[1:]:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != wanted:
            print("docs/cli-reference.md is not what the commands say. Run: python scripts/cli_reference.py")
            return 1
        return 0
    PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    print(f"Wrote {wanted.count(chr(10) + '#')} commands and groups to docs/cli-reference.md.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

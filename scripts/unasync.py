#!/usr/bin/env python3
"""Write aurorax_typed/_sync from aurorax_typed/_async, token by token, and the module-level calls from that.

`unasync.py` writes; `unasync.py --check` writes nothing and fails where what is there is not what it would write.
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
import tokenize
from pathlib import Path

from default_calls import SUBJECTS, module_of

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "aurorax_typed" / "_async"
TARGET = ROOT / "aurorax_typed" / "_sync"

HEADER = "# Made from {name} by scripts/unasync.py. Edit that, then run `make unasync`.\n"

NAMES = {
    "__aenter__": "__enter__",
    "__aexit__": "__exit__",
    "__aiter__": "__iter__",
    "aclose": "close",
    "aclosing": "closing",
    "anext": "next",
    "handle_async_request": "handle_request",
    "AsyncBaseTransport": "BaseTransport",
    "AsyncByteStream": "SyncByteStream",
    "AsyncClient": "Client",
    "AsyncGenerator": "Generator",
    "AsyncRetrying": "Retrying",
    "_async": "_sync",
    "_runtime_async": "_runtime_sync",
}

PROSE = {"`await ": "`", "async for": "for", "async with": "with", "AsyncAuroraX": "AuroraX"}


def rename(name: str) -> str:
    """The sync name: by the table, else without a leading `Async`."""
    if name in NAMES:
        return NAMES[name]
    if name.startswith("Async") and name[5:6].isupper():
        return name[5:]
    return name


def translate(source: str) -> str:
    """A module of blocking code from one of asyncio code."""
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    pieces: list[str] = []
    done = 0
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        begin = starts[token.start[0] - 1] + token.start[1]
        end = starts[token.end[0] - 1] + token.end[1]
        new = token.string
        if token.type == tokenize.NAME and token.string in ("async", "await"):
            new = ""
            end += 1  # the space behind it
        elif token.type == tokenize.NAME:
            new = rename(token.string)
        elif token.type in (tokenize.STRING, tokenize.COMMENT):
            for old, sync in PROSE.items():
                new = new.replace(old, sync)
            if new[1:-1].isidentifier():  # a name in __all__
                new = new[0] + rename(new[1:-1]) + new[-1]
        if new != token.string:
            pieces += [source[done:begin], new]
            done = end
    return "".join([*pieces, source[done:]])


def formatted(folder: Path) -> None:
    """The modules in a folder as `ruff format` and the import order of this project would have them."""
    settings = ["--config", str(ROOT / "pyproject.toml"), "--config", f"src = ['{ROOT.as_posix()}']", "--quiet"]
    for command in (["check", "--select", "I,F401,RUF022", "--fix-only"], ["format"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *settings, "--no-cache", "."],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SystemExit(f"ruff {command[0]} refused the translated code:\n{done.stderr}")


def modules() -> dict[Path, str]:
    """What `_sync` and the modules of calls should hold."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        for path in sorted(SOURCE.glob("*.py")):
            code = '"""The blocking clients. Made from `_async` by scripts/unasync.py."""\n'
            if path.name != "__init__.py":
                code = HEADER.format(name=f"_async/{path.name}") + "\n" + translate(path.read_text(encoding="utf-8"))
            (folder / path.name).write_text(code, encoding="utf-8", newline="\n")
        calls = folder / "calls"
        calls.mkdir()
        for subject in SUBJECTS:
            if not (folder / f"{subject}.py").exists():
                continue
            (calls / f"{subject}.py").write_text(module_of(subject, folder), encoding="utf-8", newline="\n")
        formatted(folder)
        return {
            target / path.name: path.read_text(encoding="utf-8")
            for target, source in ((TARGET, folder), (TARGET.parent, calls))
            for path in sorted(source.glob("*.py"))
        }


def main() -> int:
    wanted = modules()
    present = {path: path.read_text(encoding="utf-8") for path in {*wanted, *TARGET.glob("*.py")} if path.exists()}
    wrong = sorted(path for path in wanted.keys() | present.keys() if wanted.get(path) != present.get(path))
    if "--check" in sys.argv[1:]:
        for path in wrong:
            print(
                f"{path.relative_to(ROOT).as_posix()} is not what scripts/unasync.py makes of _async. Run: make unasync"
            )
        return 1 if wrong else 0
    TARGET.mkdir(exist_ok=True)
    for path in wrong:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8", newline="\n")
        else:
            path.unlink()
    print(f"Wrote {len(wanted)} modules, {len(wrong)} of which changed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

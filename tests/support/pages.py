"""The code on the pages: found by sybil, run as a reader would run it, block after block, in a folder of its own.

`python` runs in one namespace for the page, `sh` in a shell with `aurorax` on its path, `console` is a shell session of
which the lines behind `$ ` are run. A block with a file's name as its caption is written to that file. A `text` block
with the caption `Output` must be what the Python block above it printed. A server that a page starts with `aurorax
emulator` is really started, at a free port in place of the one on the page.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

from sybil import Example, Sybil
from sybil.evaluators.python import PythonEvaluator
from sybil.parsers.myst import CodeBlockParser

from aurorax_typed import AuroraX

__all__ = ["RUN", "run_page"]

RUN = ("python", "sh", "console")
"""The kinds of blocks that are run."""

OUTPUT = "Output"

PORT_ON_PAGES = "8080"


def run_page(path: Path, folder: Path, url: str, not_run: Mapping[str, str]) -> list[str]:
    """Run every block of a page; gives what the shell ones printed.

    Args:
        path: the page.
        folder: where its code runs.
        url: the server that its code asks, if it does not start one itself.
        not_run: patterns for blocks that are left out.

    Raises:
        Exception: whatever a block raises, with the line of the page in its traceback.
    """
    page = _Page(folder, url, not_run)
    parsers = [CodeBlockParser(language, page.evaluate) for language in (*RUN, "text")]
    document = Sybil(parsers).parse(path)
    with page.servers:
        try:
            for example in document:
                example.evaluate()
        finally:
            # In a notebook a client is left open until its end, which for a page is here.
            for value in document.namespace.values():
                if isinstance(value, AuroraX):
                    value.close()
    return page.printed


class _Page:
    def __init__(self, folder: Path, url: str, not_run: Mapping[str, str]) -> None:
        self.folder = folder
        self.not_run = not_run
        self.servers = ExitStack()
        self.printed: list[str] = []
        self.output = StringIO()
        self.environment = {
            **os.environ,
            "AURORAX_BASE_URL": url,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "COLUMNS": "80",
        }
        self._python = PythonEvaluator()
        self._port = PORT_ON_PAGES

    def evaluate(self, example: Example) -> None:
        language, source = example.region.lexemes["arguments"], str(example.parsed)
        caption = (example.region.lexemes.get("options") or {}).get("caption")
        if language == "text":
            if caption == OUTPUT:
                printed = self.output.getvalue().strip()
                assert printed == source.strip(), f"{_place(example)}: the page shows\n{source}\nand it is\n{printed}"
        elif caption:
            (self.folder / caption).write_text(source, encoding="utf-8")
        elif any(re.search(pattern, source, re.MULTILINE) for pattern in self.not_run):
            pass
        elif language == "python":
            self.output = StringIO()
            with redirect_stdout(self.output):
                self._python(example)
        elif language == "sh":
            self._shell(source, example)
        else:
            self._shell("\n".join(re.findall(r"^\$ (.*)", source, re.MULTILINE)), example)

    def _shell(self, script: str, example: Example) -> None:
        server = re.search(r"^aurorax emulator.*$", script, re.MULTILINE)
        if server:
            script = script.replace(server[0], "")
            self._start(server[0])
        done = subprocess.run(
            ["sh", "-e", "-c", script.replace(f":{PORT_ON_PAGES}", f":{self._port}")],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        self.printed.append(done.stdout)
        assert done.returncode == 0, (
            f"{_place(example)}: exit status {done.returncode}\n{script}\n{done.stdout}\n{done.stderr}"
        )

    def _start(self, line: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = str(probe.getsockname()[1])
        command = line.partition("#")[0].strip().removesuffix("&").replace(PORT_ON_PAGES, self._port).split()
        assert self._port in command, f"a page starts its emulator at port {PORT_ON_PAGES}: {line}"
        self.servers.enter_context(_running(command, self.folder, self.environment))


def _place(example: Example) -> str:
    return f"{example.path}, line {example.line}"


@contextmanager
def _running(command: list[str], folder: Path, environment: dict[str, str]) -> Iterator[None]:
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith("http://"), f"{command} did not start"
            yield
        finally:
            process.terminate()

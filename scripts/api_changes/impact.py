"""Which calls of the typed client stand on which operation, and on which line of the endpoints."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

__all__ = ["calls_of", "generated_operations", "sent_operations", "statement_at", "templated"]

_GENERATED: Final = "generated_client/aurorax_openapi"
_ENDPOINTS: Final = "aurorax_typed/_endpoints"


def templated(operation: str) -> str:
    """`GET /a/{name}` with the names of what is filled in left out."""
    return re.sub(r"\{[^}]*\}", "{}", operation)


def _address(tree: ast.Module) -> str | None:
    """Method and path of a generated module, as `templated` gives them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            members = {
                key.value: value
                for key, value in zip(node.keys, node.values, strict=True)
                if isinstance(key, ast.Constant)
            }
            method, url = members.get("method"), members.get("url")
            if isinstance(method, ast.Constant) and url is not None:
                parts = url.values if isinstance(url, ast.JoinedStr) else [url]
                path = "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in parts)
                return f"{str(method.value).upper()} {path}"
    return None


@cache
def generated_operations(root: Path) -> dict[str, str]:
    """The generated module of each operation, by method and path."""
    found = {}
    folder = root / _GENERATED
    for file in sorted((folder / "api").rglob("*.py")):
        address = _address(ast.parse(file.read_text(encoding="utf-8")))
        if address is not None:
            found[address] = ".".join(file.relative_to(folder).with_suffix("").parts)
    return found


def sent_operations(root: Path) -> set[str]:
    """The generated modules that the endpoints import, such as `api.data_sources.list_data_sources`."""
    found = set()
    for file in sorted((root / _ENDPOINTS).glob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aurorax_openapi.api."):
                found |= {f"{(node.module or '').removeprefix('aurorax_openapi.')}.{name.name}" for name in node.names}
    return found


def statement_at(root: Path, name: str, line: int) -> str:
    """The text of the statement of the endpoints at a line of a file, a whole function; empty elsewhere."""
    if not name.startswith(_ENDPOINTS):
        return ""
    text = (root / name).read_text(encoding="utf-8")
    nodes = [node for node in ast.parse(text).body if node.lineno <= line <= (node.end_lineno or node.lineno)]
    return "" if not nodes or isinstance(nodes[0], ast.ImportFrom) else ast.get_source_segment(text, nodes[0]) or ""


def calls_of(root: Path) -> dict[str, list[str]]:
    """The typed calls of each operation, by method and path, from the table in docs/api-coverage.md."""
    found = {}
    table = (root / "docs" / "api-coverage.md").read_text(encoding="utf-8").split("## Operations of the API", 1)[1]
    for line in table.split("\n## ", 1)[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and re.match(r"[A-Z]+ /", cells[1]):
            found[templated(cells[1])] = [] if cells[2].startswith("none:") else re.findall(r"`([\w.]+)`", cells[2])
    return found

"""From the description to the typed client: generated code, gateway, calls; read from the sources, nothing is run.

An operation is known by its method and path, so that a new name of it changes nothing here. The gateway's imports say
which of its functions stands on which generated module; `docs/api-coverage.md`, which the contract tests hold, says
which calls stand on which operation.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from attrs import field, frozen

__all__ = ["Gateway", "calls_of", "functions_at", "gateway_of", "generated_operations", "plain", "templated"]

_GENERATED: Final = "generated_client/aurorax_openapi"
_ENDPOINTS: Final = "aurorax_typed/_endpoints"


@frozen
class Gateway:
    """What the functions of `aurorax_typed._endpoints` stand on.

    Attributes:
        operations: by generated module (`api.data_sources.list_data_sources`), the functions that build its request.
        models: by generated model (`models.data_source_query`), the functions that fill it.
        lines: by file and function, its first and last line.
    """

    operations: dict[str, list[str]] = field(factory=dict)
    models: dict[str, list[str]] = field(factory=dict)
    lines: dict[tuple[str, str], tuple[int, int]] = field(factory=dict)


def plain(name: str) -> str:
    """A name of a schema or a class without what generators change: case, blanks, underscores."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


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


def _imports(tree: ast.Module) -> dict[str, str]:
    """What each name of a module stands for in the generated client."""
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("aurorax_openapi."):
            module = (node.module or "").removeprefix("aurorax_openapi.")
            for alias in node.names:
                found[alias.asname or alias.name] = f"{module}.{alias.name}" if module.startswith("api.") else module
    return found


def _names(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _tables(tree: ast.Module, imports: dict[str, str]) -> dict[str, dict[str, set[str]]]:
    """Tables of the module that hold imported names by keyword, such as one of operations for each kind of search."""
    found: dict[str, dict[str, set[str]]] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
            for call in (part for part in ast.walk(node.value) if isinstance(part, ast.Call)):
                for keyword in call.keywords:
                    names = _names(keyword.value) & imports.keys()
                    if names and keyword.arg and isinstance(target, ast.Name):
                        found.setdefault(target.id, {}).setdefault(keyword.arg, set()).update(names)
    return found


def _used(function: ast.FunctionDef, imports: dict[str, str], tables: dict[str, dict[str, set[str]]]) -> Iterator[str]:
    names = _names(function)
    yield from names & imports.keys()
    attributes = {part.attr for part in ast.walk(function) if isinstance(part, ast.Attribute)}
    for table in names & tables.keys():
        for attribute in attributes & tables[table].keys():
            yield from tables[table][attribute]


@cache
def gateway_of(root: Path) -> Gateway:
    """The gateway's functions, by what they are made from."""
    found = Gateway()
    for file in sorted((root / _ENDPOINTS).glob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        imports = _imports(tree)
        tables = _tables(tree, imports)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                found.lines[f"{_ENDPOINTS}/{file.name}", node.name] = (node.lineno, node.end_lineno or node.lineno)
                for name in sorted(set(_used(node, imports, tables))):
                    kind = found.operations if imports[name].startswith("api.") else found.models
                    kind.setdefault(imports[name], []).append(node.name)
    return found


def functions_at(gateway: Gateway, file: str, line: int) -> str | None:
    """The gateway's function at a line of a file; None between them and elsewhere."""
    for (other, name), (first, last) in gateway.lines.items():
        if other == file and first <= line <= last:
            return name
    return None


def calls_of(root: Path) -> dict[str, list[str]]:
    """The typed calls of each operation, by method and path, from the table in docs/api-coverage.md."""
    found = {}
    table = (root / "docs" / "api-coverage.md").read_text(encoding="utf-8").split("## Operations of the API", 1)[1]
    for line in table.split("\n## ", 1)[0].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("|") and len(cells) == 3 and re.match(r"[A-Z]+ /", cells[1]):
            found[templated(cells[1])] = [] if cells[2].startswith("none:") else re.findall(r"`([\w.]+)`", cells[2])
    return found

"""The module-level calls, such as `aurorax_typed.ephemeris.search`, written out from the blocking client's methods.

Written, so that editors show their signatures and type checkers need infer nothing. `scripts/unasync.py` runs this.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

__all__ = ["SUBJECTS", "module_of"]

HEADER = "# Made from {name} by scripts/unasync.py. Edit that, then run `make unasync`.\n"

_SEARCHING = (
    "\n\n`search({arguments})` submits, waits and fetches; the records are in its `data`.\n"
    "`Search(…)` takes the same and goes step by step: `execute()`, `update_status()`, `wait()`, `get_data()`.\n"
)

SUBJECTS = {
    "accounts": ("Accounts", "Accounts and sessions, on the default client."),
    "availability": ("Availability", "How many records there are on which day, on the default client."),
    "conjunctions": (
        "Conjunctions",
        "Searching for conjunctions on the default client."
        + _SEARCHING.format(arguments="start, end, 500, ground=…, space=…"),
    ),
    "data_products": (
        "DataProducts",
        "Searching for data products on the default client."
        + _SEARCHING.format(arguments='start, end, programs=["trex"]'),
    ),
    "ephemeris": (
        "Ephemerides",
        "Searching for ephemeris records on the default client."
        + _SEARCHING.format(arguments='start, end, programs=["swarm"]'),
    ),
    "metadata": ("Metadata", "Which metadata the records of a source have, on the default client."),
    "requests": ("Requests", "The searches of everybody, for administrators, on the default client."),
    "sources": ("Sources", "The data sources, on the default client: finding, making, changing and removing them."),
    "swarmaurora": ("SwarmAurora", "Conjunctions on Swarm-Aurora, another web site, with the default client."),
    "utilities": ("Utilities", "Small helpers that the server has, on the default client."),
}
"""Class of the blocking client and docstring, by module."""

_ALSO = {"conjunctions": {"advanced_distances": "from aurorax_typed.queries import advanced_distances"}}
"""What a module gives on besides."""

_OF_THE_VERB = ("source_format", "timeout", "verbose")
"""Arguments of `search` that are not the query's."""


class _Classes:
    """The classes of a folder of modules, with the names that stand for types in their generic bases."""

    def __init__(self, folder: Path) -> None:
        self.trees = {path.stem: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.py"))}
        self.found = {
            node.name: (module, node)
            for module, tree in self.trees.items()
            for node in tree.body
            if isinstance(node, ast.ClassDef)
        }

    def methods(
        self, name: str, types: dict[str, ast.expr]
    ) -> Iterator[tuple[str, ast.FunctionDef, dict[str, ast.expr]]]:
        """Module, method and meaning of type variables; those of the class first, then those of its bases."""
        module, node = self.found[name]
        for item in node.body:
            if isinstance(item, ast.FunctionDef) and not item.name.startswith("_"):
                yield module, item, types
        for base in node.bases:
            named = base.value if isinstance(base, ast.Subscript) else base
            if isinstance(named, ast.Name) and named.id in self.found:
                yield from self.methods(named.id, self._meant(named.id, base))

    def _meant(self, name: str, base: ast.expr) -> dict[str, ast.expr]:
        generic = next((b for b in self.found[name][1].bases if isinstance(b, ast.Subscript)), None)
        if generic is None or not isinstance(base, ast.Subscript):
            return {}
        variables, meanings = (s.elts if isinstance(s, ast.Tuple) else [s] for s in (generic.slice, base.slice))
        return {ast.unparse(variable): meaning for variable, meaning in zip(variables, meanings, strict=True)}


class _Meaning(ast.NodeTransformer):
    def __init__(self, types: dict[str, ast.expr]) -> None:
        self.types = types

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self.types.get(node.id, node)


def _decorators(function: ast.FunctionDef) -> set[str]:
    return {ast.unparse(decorator) for decorator in function.decorator_list}


def _without_self(function: ast.FunctionDef) -> ast.arguments:
    arguments = ast.parse(ast.unparse(function)).body[0].args  # type: ignore[attr-defined]
    assert isinstance(arguments, ast.arguments)
    if "staticmethod" not in _decorators(function):
        del arguments.args[0]
    return arguments


def _passed(arguments: ast.arguments) -> str:
    given = [argument.arg for argument in arguments.args]
    given += [f"*{arguments.vararg.arg}"] if arguments.vararg else []
    given += [f"{argument.arg}={argument.arg}" for argument in arguments.kwonlyargs]
    given += [f"**{arguments.kwarg.arg}"] if arguments.kwarg else []
    return ", ".join(given)


def _docstring(function: ast.FunctionDef, indent: str = "    ") -> str:
    text = ast.get_docstring(function)
    if text is None:
        return ""
    lines = [f"{indent}{line}".rstrip() for line in f'"""{text}'.splitlines()]
    return "\n".join(lines) + ('"""\n' if len(lines) == 1 else f'\n{indent}"""\n')


def _function(owner: str, subject: str, function: ast.FunctionDef, overloaded: bool) -> str:
    arguments = _without_self(function)
    head = f"def {function.name}({ast.unparse(arguments)}) -> {ast.unparse(function.returns or ast.Constant(None))}:"
    if "overload" in _decorators(function):
        return f"@overload\n{head} ...\n\n\n"
    call = f"default_client().{subject}.{function.name}"
    body = _docstring(function)
    if "staticmethod" in _decorators(function):
        call = f"{owner}.{function.name}"
    if overloaded:
        head = f"@shows_parameters_of({owner}.{function.name})\n{head}"
        body += f"    call: Callable[..., {ast.unparse(function.returns or ast.Constant(None))}] = {call}\n"
        call = "call"
    if function.name == "search" and overloaded:
        body += f"    found = {call}({_passed(arguments)})\n    found.get_data()\n    return found\n"
    else:
        body += f"    return {call}({_passed(arguments)})\n"
    return f"{head}\n{body}\n\n"


def _search(subject: str, query: str, function: ast.FunctionDef) -> str:
    """`Search(…)`, which takes the parts of a query, from the overload of `search` that does."""
    arguments = _without_self(function)
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    kept = [(argument, default) for argument, default in named if argument.arg not in _OF_THE_VERB]
    arguments.kwonlyargs, arguments.kw_defaults = [one for one, _ in kept], [default for _, default in kept]
    return (
        f"def Search({ast.unparse(arguments)}) -> {ast.unparse(function.returns or ast.Constant(None))}:\n"
        f'    """A search that is not submitted yet; the arguments are those of `{query}`."""\n'
        f"    query = {query}({_passed(arguments)})\n"
        f"    return default_client().{subject}.prepare(query)\n\n\n"
    )


def _origins(module: str, tree: ast.Module) -> dict[str, str]:
    """The import statement of each name that a module of `_sync` imports or makes."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            found |= {alias.name: f"from {node.module} import {alias.name}" for alias in node.names}
        elif isinstance(node, ast.Import):
            found |= {alias.name: f"import {alias.name}" for alias in node.names}
    for node in tree.body:
        made = [node.name] if isinstance(node, ast.ClassDef) else []
        if isinstance(node, ast.Assign):
            made = [target.id for target in node.targets if isinstance(target, ast.Name)]
        found |= {name: f"from aurorax_typed._sync.{module} import {name}" for name in made}
    return found


def module_of(subject: str, sync: Path) -> str:
    """The text of the module `aurorax_typed.<subject>`, not formatted yet, its imports too many."""
    classes = _Classes(sync)
    owner, docstring = SUBJECTS[subject]
    done: dict[str, list[ast.FunctionDef]] = {}
    modules: set[str] = set()
    for module, method, types in classes.methods(owner, {}):
        if "property" in _decorators(method) or (
            method.name in done and "overload" not in _decorators(done[method.name][-1])
        ):
            continue
        modules.add(module)
        done.setdefault(method.name, []).append(_Meaning(types).visit(method))
    code = "".join(
        _function(owner, subject, function, len(functions) > 1)
        for _, functions in sorted(done.items())
        for function in functions
    )
    names = sorted(done)
    if len(done.get("search", [])) > 1:
        query = ast.unparse(done["prepare"][0].args.args[1].annotation or ast.Constant(None))
        code += _search(subject, query, done["search"][1])
        names.append("Search")
    origins = {"Callable": "from collections.abc import Callable"}
    for module in sorted(modules, key=lambda module: module == classes.found[owner][0]):
        origins |= _origins(module, classes.trees[module])
    used = {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)} - set(names)
    for name, origin in _ALSO.get(subject, {}).items():
        names.append(name)
        used.add(name)
        origins[name] = origin
    imports = "\n".join(origins[name] for name in sorted(used & origins.keys()))
    listed = ", ".join(f'"{name}"' for name in names)
    head = HEADER.format(name=f"_async/{classes.found[owner][0]}.py")
    return (
        f'{head}\n"""{docstring}"""\n\nfrom __future__ import annotations\n\n{imports}\n'
        "from aurorax_typed._default import default_client, shows_parameters_of\n\n"
        f"__all__ = [{listed}]\n\n\n{code}"
    )

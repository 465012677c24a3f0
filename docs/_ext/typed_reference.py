"""The reference, from docstrings and annotations as they are written in this project.

Four things that autodoc does not do by itself:

- Signatures show annotations as they stand in the source (`Time`, not `datetime | str`), with the type variables of a
  generic base filled in: `DataProductsSearch.stream()` gives `Generator[DataProduct]`, not `Generator[R]`.
- Every field of an attrs class is listed with its type and default; the docstring's `Attributes:` say what it means.
- A name in an annotation leads to where it is documented: here, or at the project that it belongs to.
- A name in single backticks leads there too, where it is one of ours; anything else in backticks is code.
"""

from __future__ import annotations

import ast
import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Literal, TypeVar, get_args, get_origin

import attrs
from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole
from sphinx.util.inspect import stringify_signature
from sphinx.util.typing import stringify_annotation

__all__ = ["public_names", "setup"]

PACKAGE = "aurorax_typed"

STANDARD = {
    "library/stdtypes.html": "str bytes list dict tuple frozenset set",
    "library/functions.html": "bool float int object type",
    "library/constants.html": "None",
    "library/exceptions.html": "Exception BaseException ImportError OSError TimeoutError TypeError ValueError",
    "library/typing.html": "Any Literal Protocol TypeAlias ClassVar Final",
    "library/collections.abc.html": "AsyncGenerator AsyncIterable AsyncIterator Awaitable Callable Collection "
    "Generator Iterable Iterator Mapping Sequence",
    "library/datetime.html": "date datetime timedelta",
    "library/enum.html": "StrEnum",
    "library/os.html": "PathLike",
    "library/pathlib.html": "Path",
    "library/types.html": "TracebackType",
    "library/contextlib.html": "AbstractContextManager",
}
"""The names of the standard library that annotations use, by the page of its documentation."""

OTHERS = {
    "dask.dataframe.DataFrame": "https://docs.dask.org/en/stable/generated/dask.dataframe.DataFrame.html",
    "httpx.BaseTransport": "https://www.python-httpx.org/advanced/transports/",
    "httpx.AsyncBaseTransport": "https://www.python-httpx.org/advanced/transports/",
    "matplotlib.figure.Figure": "https://matplotlib.org/stable/api/figure_api.html",
    "opentelemetry.trace.Span": "https://opentelemetry-python.readthedocs.io/en/latest/api/trace.span.html",
    "opentelemetry.trace.TracerProvider": "https://opentelemetry-python.readthedocs.io/en/latest/api/trace.html",
    "pandas.DataFrame": "https://pandas.pydata.org/docs/reference/api/pandas.DataFrame.html",
    "polars.DataFrame": "https://docs.pola.rs/api/python/stable/reference/dataframe/index.html",
    "pyarrow.RecordBatch": "https://arrow.apache.org/docs/python/generated/pyarrow.RecordBatch.html",
    "pyarrow.Schema": "https://arrow.apache.org/docs/python/generated/pyarrow.Schema.html",
    "pyarrow.Table": "https://arrow.apache.org/docs/python/generated/pyarrow.Table.html",
}
"""The same for other libraries."""

WRITTEN_OUT = {
    "Figure": "matplotlib.figure.Figure",
    "dd": "dask.dataframe",
    "pa": "pyarrow",
    "pd": "pandas",
    "pl": "polars",
    "trace": "opentelemetry.trace",
    "builtins": "",
}
"""What annotations call by names that their module has for type checkers only."""


def public_modules() -> Iterator[ModuleType]:
    """The package and its public modules, outermost first; the command line is documented by its commands."""
    package = import_module(PACKAGE)
    yield package
    for found in iter_modules(package.__path__):
        if not found.name.startswith("_") and found.name != "cli":
            yield import_module(f"{PACKAGE}.{found.name}")


@cache
def definitions() -> tuple[dict[str, str], set[str]]:
    """What the source defines: aliases of types with what they stand for, and the names of classes.

    Read, not imported: many are there for type checkers only, or in modules that nothing has loaded yet.
    """
    aliases: dict[str, str] = {}
    classes: set[str] = set()
    folder = Path(str(import_module(PACKAGE).__file__)).parent
    for path in sorted(folder.rglob("*.py")):
        if path.is_relative_to(folder / "emulator") or path.is_relative_to(folder / "cli"):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                classes.add(node.name)
            elif isinstance(node, ast.AnnAssign) and node.value and ast.unparse(node.annotation) == "TypeAlias":
                value = node.value.value if isinstance(node.value, ast.Constant) else ast.unparse(node.value)
                aliases.setdefault(ast.unparse(node.target), str(value))
    return aliases, classes


@cache
def public_names() -> dict[str, list[str]]:
    """The full names that each public name has, the shortest first."""
    found: dict[str, list[str]] = {}
    for module in public_modules():
        for name in getattr(module, "__all__", ()):
            if not inspect.ismodule(getattr(module, name)):
                found.setdefault(name, []).append(f"{module.__name__}.{name}")
    return found


# -- signatures ----------------------------------------------------------------------------------------------------


def type_arguments(cls: type) -> dict[str, str]:
    """What the type variables of its bases stand for in a class."""
    known: dict[str, str] = {}
    for base in (base for part in cls.__mro__ for base in getattr(part, "__orig_bases__", ())):
        origin = get_origin(base)
        for parameter, argument in zip(getattr(origin, "__parameters__", ()), get_args(base), strict=False):
            text = argument.__name__ if isinstance(argument, type) else str(argument).removeprefix("~")
            if not isinstance(argument, TypeVar) and get_origin(argument) is not Literal:
                known.setdefault(parameter.__name__, text)
            elif get_origin(argument) is Literal:
                known.setdefault(parameter.__name__, _alias_of(argument))
    return known


def _alias_of(argument: object) -> str:
    """The public name of a type that has none of its own."""
    for module in public_modules():
        for name in getattr(module, "__all__", ()):
            if getattr(module, name) is argument:
                return name
    return str(argument)


def filled(annotation: object, known: dict[str, str]) -> object:
    """An annotation as it is written, with type variables filled in, and private aliases written out."""
    if not isinstance(annotation, str):
        return annotation
    aliases, _ = definitions()

    def written_out(match: re.Match[str]) -> str:
        name = match[0]
        if name in known or name in WRITTEN_OUT:
            return known.get(name) or WRITTEN_OUT[name]
        return str(filled(aliases[name], {})) if name in aliases and name not in public_names() else name

    text = re.sub(r"(?<![\w.'\"])[A-Za-z_]\w*(?![\w'\"])", written_out, annotation)
    return re.sub(r"(?<!\w)\.(?=\w)", "", text)


def is_internal(annotation: object) -> bool:
    """Whether an annotation names a class of ours that is not public."""
    _, classes = definitions()
    return any(name in classes and name not in public_names() for name in re.findall(r"[A-Za-z_]\w*", str(annotation)))


def on_signature(  # noqa: PLR0917
    app: Sphinx, what: str, name: str, obj: Any, options: object, given: str | None, result: str | None
) -> tuple[str, str | None] | None:
    """Sphinx's signature, from the annotations as text."""
    if what not in {"class", "exception", "function", "method"} or given is None:
        return None
    try:
        signature = inspect.signature(obj)
    except (TypeError, ValueError):
        return None
    owner = obj if inspect.isclass(obj) else None
    if what == "function" and hasattr(sys.modules[name.rpartition(".")[0]], "_resource"):
        module = sys.modules[name.rpartition(".")[0]]  # of calls on the default client
        owner = getattr(module, module._resource.__annotations__["return"])
    if what == "method":
        path, _, method = name.rpartition(".")
        owner = _object(path)
        if not isinstance(inspect.getattr_static(owner, method), staticmethod | classmethod):
            signature = signature.replace(parameters=list(signature.parameters.values())[1:])
    known = type_arguments(owner) if inspect.isclass(owner) else {}
    fields = getattr(inspect.unwrap(obj), "__attrs_attrs__", ())
    made = {item.name: _default(item) for item in fields}
    parameters = [
        part.replace(
            annotation=filled(part.annotation, known),
            default=_Shown(made[part.name]) if part.default is attrs.NOTHING else part.default,
        )
        for part in signature.parameters.values()
        if not part.name.startswith("_")
    ]
    returned = signature.return_annotation if what in {"function", "method"} else inspect.Signature.empty
    if what == "function" and inspect.isclass(inspect.unwrap(obj)):  # a way to make something, with a class's arguments
        returned = sys.modules[name.rpartition(".")[0]]._prepare.__annotations__["return"]
    if what == "class" and any(is_internal(part.annotation) for part in signature.parameters.values()):
        return "", None  # clients make it, nobody else
    text = stringify_signature(signature.replace(parameters=parameters, return_annotation=filled(returned, known)))
    left, arrow, right = text.partition(") -> ")
    return (f"{left})", right) if arrow else (text, None)


class _Shown:
    """A default that is shown as the text that it is."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return self.text


def _object(path: str) -> Any:
    """What a full name stands for, None where there is nothing of the kind."""
    module, names = path, []
    while module and module not in sys.modules:
        module, _, name = module.rpartition(".")
        names.insert(0, name)
    found: Any = sys.modules.get(module)
    for name in names:
        found = getattr(found, name, None)
    return found


# -- fields --------------------------------------------------------------------------------------------------------


def on_docstring(  # noqa: PLR0917
    app: Sphinx, what: str, name: str, obj: Any, options: object, lines: list[str]
) -> None:
    """Write the fields of a class out before napoleon reads the docstring, and `Returns:`, whose colons it misreads."""
    _mark_code(lines)
    if "Returns:" in lines:
        begin = lines.index("Returns:")
        lines[begin] = ":returns:"
    if what in {"attribute", "data", "property"}:
        lines[:0] = ["..", ""]  # napoleon takes what stands before a colon in the first line for a type
    if what not in {"class", "exception"}:
        return
    described = _described_fields(lines)
    if not attrs.has(obj):
        for base in obj.__mro__[1:] if what == "class" else ():  # an error's base is shown beside it
            described |= {k: v for k, v in _described_fields(_docstring(base)).items() if k not in described}
        for field, text in described.items():
            lines += ["", f".. attribute:: {field}", "", f"   {' '.join(text)}", ""]
        return
    if not described and "Args:" in lines:
        return  # what its arguments are is what its fields are
    for item in attrs.fields(obj):
        internal = item.name not in described and is_internal(item.type)
        if not item.name.startswith("_") and not internal:
            shown = item.type if isinstance(item.type, str) else stringify_annotation(item.type)
            lines += ["", f".. attribute:: {item.name}", f"   :type: {filled(shown, {})}"]
            lines += [f"   :value: {_default(item)}"] if item.default is not attrs.NOTHING else []
            lines += ["", f"   {' '.join(described.pop(item.name, []))}", ""]
    if described:
        raise ExtensionError(f"{name} describes fields that it does not have: {', '.join(described)}")


def _mark_code(lines: list[str]) -> None:
    """Mark what Markdown takes for code: an indented paragraph that belongs to no section of a docstring."""
    for number in range(len(lines) - 1, 0, -1):
        if lines[number].startswith("    ") and not lines[number - 1]:
            flush = next((line for line in reversed(lines[:number]) if line and not line.startswith(" ")), "")
            if not re.fullmatch(r"[A-Z]\w+:", flush):
                lines[number:number] = [".. code-block:: python", ""]


def _docstring(cls: type) -> list[str]:
    own = cls.__dict__.get("__doc__") if cls.__module__.startswith(PACKAGE) else None
    return inspect.cleandoc(own or "").splitlines()


def _default(item: attrs.Attribute[Any]) -> str:
    factory = getattr(item.default, "factory", None)
    return f"{factory.__name__}()" if factory else repr(item.default)


def _described_fields(lines: list[str]) -> dict[str, list[str]]:
    """Take the section `Attributes:` out of a docstring: the text of each field."""
    if "Attributes:" not in lines:
        return {}
    begin = lines.index("Attributes:")
    end = begin + 1
    found: dict[str, list[str]] = {}
    current: list[str] = []
    while end < len(lines) and (not lines[end].strip() or lines[end].startswith("    ")):
        entry = re.fullmatch(r"    (\w+): (.*)", lines[end])
        if entry:
            current = found.setdefault(entry[1], [entry[2]])
        elif lines[end].strip():
            current.append(lines[end].strip())
        end += 1
    del lines[begin:end]
    return found


# -- links ---------------------------------------------------------------------------------------------------------


class NameRole(SphinxRole):
    """Text in single backticks: a link where it names something of ours, code in any case."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        code = nodes.literal(self.rawtext, self.text, classes=["code"])
        target = self.text.removesuffix("()")
        if not re.fullmatch(r"[A-Za-z_][\w.]*", target):
            return [code], []
        link = addnodes.pending_xref(
            self.rawtext,
            code,
            refdoc=self.env.current_document.docname,
            refdomain="py",
            reftype="obj",
            reftarget=target,
            maybe=True,
            **{"py:module": self.env.ref_context.get("py:module"), "py:class": self.env.ref_context.get("py:class")},
        )
        return [link], []


def on_read(app: Sphinx, doctree: nodes.document) -> None:
    """Lead names of other libraries there, and let no other name be taken for any member that is called so."""
    for node in list(doctree.findall(addnodes.pending_xref)):
        if node.get("refdomain") == "py":
            node.attributes.pop("refspecific", None)
            # Sphinx takes `Callable[[], float]` apart in a wrong place.
            address = _elsewhere(node["reftarget"].partition("[")[0])
            if address and not node.get("maybe"):
                title = node["reftarget"]
                node.replace_self(
                    nodes.reference("", "", *node.children, internal=False, refuri=address, reftitle=title)
                )


def on_missing(
    app: Sphinx, env: BuildEnvironment, node: addnodes.pending_xref, shown: nodes.Element
) -> nodes.Node | None:
    """Where a name leads that is not documented under the name by which it was called."""
    if node.get("refdomain") != "py":
        return None
    target: str = node["reftarget"]
    if node.get("py:class") and isinstance(_object(target), TypeVar):
        # The types of properties do not pass through `on_signature`.
        owner = _object(f"{node['py:module']}.{node['py:class']}")
        target = type_arguments(owner).get(target.rpartition(".")[2], target)
        shown = nodes.Text(target)
    last = target.rpartition(".")[2]
    objects = env.domains.python_domain.objects
    alike = [
        full for full, found in objects.items() if full.endswith(f".{last}") and found.objtype in {"class", "data"}
    ]
    for full in [*public_names().get(last, []), *alike]:
        found = objects.get(full)
        if found and target in {full, found.node_id, last}:
            refuri = app.builder.get_relative_uri(env.current_document.docname or node["refdoc"], found.docname)
            return nodes.reference("", "", shown, internal=True, refuri=f"{refuri}#{found.node_id}", reftitle=full)
    is_type_variable = re.fullmatch("[A-Z]", target)
    return shown if node.get("maybe") or is_type_variable or is_internal(last) else None


def _elsewhere(target: str) -> str | None:
    if target in OTHERS:
        return OTHERS[target]
    name = target.rpartition(".")[2]
    for page, names in STANDARD.items():
        if name in names.split():
            module = page.removeprefix("library/").removesuffix(".html")
            builtin = module in {"stdtypes", "functions", "constants", "exceptions"}
            return f"https://docs.python.org/3/{page}#{name if builtin else f'{module}.{name}'}"
    return None


def setup(app: Sphinx) -> dict[str, object]:
    app.setup_extension("sphinx.ext.autodoc")
    app.add_role("name", NameRole())
    app.connect("autodoc-process-signature", on_signature)
    app.connect("autodoc-process-docstring", on_docstring, priority=100)
    app.connect("doctree-read", on_read)
    app.connect("missing-reference", on_missing)
    return {"parallel_read_safe": True, "parallel_write_safe": True}

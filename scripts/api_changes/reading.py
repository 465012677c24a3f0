"""A description of the API from a file or an address, as plain data; what is none is refused with a reason."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urljoin, urlsplit

import httpx
import yaml

__all__ = ["MOST_BYTES", "DescriptionError", "Document", "load_ours", "parse", "read"]

Document: TypeAlias = dict[str, Any]

MOST_BYTES: Final = 20_000_000
"""More than a hundred times the description of today."""

_MOST_NODES: Final = 500_000
_LINK: Final = re.compile(r"""["']([^"'\s<>]+\.(?:json|ya?ml))(?:\?[^"']*)?["']""")


class DescriptionError(Exception):
    """What was given is no description of an API, or can't be had."""


# Not the loader in C: what is nested deeply ends the interpreter there.
class _Loader(yaml.SafeLoader):
    """YAML as JSON has it: no dates, every key a text, none twice."""


_Loader.yaml_implicit_resolvers = {
    start: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for start, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> Document:
    loader.flatten_mapping(node)
    pairs = [
        (loader.construct_object(key, deep=True), loader.construct_object(value, deep=True))
        for key, value in node.value
    ]
    return _unique((str(key).lower() if isinstance(key, bool) else str(key), value) for key, value in pairs)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def _unique(pairs: Iterable[tuple[str, Any]]) -> Document:
    found: Document = {}
    for key, value in pairs:
        if key in found:
            raise DescriptionError(f"It is ambiguous: the member {key!r} stands twice in one object.")
        found[key] = value
    return found


def _fetch(address: str, timeout: float) -> tuple[bytes, str]:
    """Body and final address of what is there."""
    headers = {"accept": "application/json, application/yaml, text/yaml, */*;q=0.5"}
    body = bytearray()
    try:
        with httpx.stream("GET", address, headers=headers, timeout=timeout, follow_redirects=True) as reply:
            if reply.status_code != 200:
                raise DescriptionError(f"{address} answered with status {reply.status_code}, not with a description.")
            for chunk in reply.iter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise DescriptionError(f"{address} is larger than {MOST_BYTES:,} bytes; that is no description.")
            return bytes(body), str(reply.url)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = str(error) or type(error).__name__
        raise DescriptionError(f"{address} can't be reached: {why}. A saved file will do: SPEC=openapi.json") from None


def _is_page(body: bytes) -> bool:
    return (
        body[:500].lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith((b"<!doctype html", b"<html", b"<head", b"<body"))
    )


def _linked(page: bytes, address: str) -> str | None:
    """The description that a page for people (such as Swagger's) shows, on the same host."""
    for match in _LINK.finditer(page.decode("utf-8", "replace")):
        found: str = urljoin(address, match[1])
        if urlsplit(found)[:2] == urlsplit(address)[:2] and re.search("openapi|swagger|api", urlsplit(found).path):
            return found
    return None


def read(source: str, *, timeout: float = 30.0) -> tuple[Document, str]:
    """The description at an address or in a file, and where it really was.

    An address may be that of the page that shows the description; the link in it is followed once.

    Raises:
        DescriptionError: there is nothing, or it is no OpenAPI 3 document.
    """
    if not re.match(r"https?://", source):
        return parse(_from_file(source), source), source
    body, address = _fetch(source, timeout)
    if _is_page(body):
        linked = _linked(body, address)
        if linked is None:
            raise DescriptionError(
                f"{address} is a web page, and links to no description. Give the address of the description itself."
            )
        body, address = _fetch(linked, timeout)
    return parse(body, address), address


def _from_file(name: str) -> bytes:
    path = Path(name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise DescriptionError(f"{name} is larger than {MOST_BYTES:,} bytes; that is no description.")
        return path.read_bytes()
    except OSError as error:
        raise DescriptionError(f"{name} can't be read: {error.strerror}.") from None


def parse(body: bytes, name: str) -> Document:
    """A description from JSON or YAML.

    Raises:
        DescriptionError: it is neither, or not OpenAPI 3; `name` says which in the message.
    """
    if _is_page(body):
        raise DescriptionError(f"{name} is a web page, not a description.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DescriptionError(f"{name} is not text in UTF-8 (byte {error.start}).") from None
    try:
        if text.lstrip().startswith("{"):
            document = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_number)
        else:
            document = yaml.load(text, Loader=_Loader)
    except json.JSONDecodeError as error:
        raise DescriptionError(f"{name} is not JSON: {error}.") from None
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise DescriptionError(f"{name} is neither JSON nor YAML: {line}{error.problem or error.context}.") from None
    except yaml.YAMLError as error:
        raise DescriptionError(f"{name} is neither JSON nor YAML: {' '.join(str(error).split())}.") from None
    except RecursionError:
        raise DescriptionError(f"{name} is nested too deeply.") from None
    except DescriptionError as error:
        raise DescriptionError(f"{name}: {error}") from None
    return _checked(document, name)


def load_ours(text: str | bytes) -> Document:
    """A description of this tree, which needs no checks."""
    # Several times faster, where PyYAML has it.
    document: Document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return document


def _no_number(word: str) -> float:
    raise DescriptionError(f"{word} is no number of JSON.")


def _checked(document: Any, name: str) -> Document:
    _count(document, name)
    if not isinstance(document, dict):
        raise DescriptionError(f"{name} is not an OpenAPI document: it is {type(document).__name__}, not an object.")
    if "swagger" in document:
        raise DescriptionError(f"{name} is Swagger {document['swagger']}. Convert it to OpenAPI 3.0 first.")
    version = str(document.get("openapi", ""))
    if not version.startswith("3.0"):
        said = f"says openapi: {version}" if version else "has no member 'openapi'"
        raise DescriptionError(f"{name} {said}. Only version 3.0 can be read; convert it first, or ask for it in 3.0.")
    if not isinstance(document.get("paths"), dict) or not document["paths"]:
        raise DescriptionError(f"{name} describes no paths, so taking it over would remove everything.")
    return document


def _count(document: Any, name: str) -> None:
    """Refuse what grows without bounds: YAML may repeat a part by reference, even inside itself."""
    left, nodes = _MOST_NODES, [document]
    while nodes:
        node = nodes.pop()
        nodes += node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        left -= 1
        if left < 0:
            raise DescriptionError(f"{name} has more than {_MOST_NODES:,} parts; that is no description.")

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

__all__ = ["DescriptionError", "Document", "load_ours", "parse", "read"]

Document: TypeAlias = dict[str, Any]

_LINK: Final = re.compile(r"""["']([^"'\s<>]+\.(?:json|ya?ml))(?:\?[^"']*)?["']""")


class DescriptionError(Exception):
    """What was given is no description of an API, or can't be had."""


def _unique(pairs: Iterable[tuple[str, Any]]) -> Document:
    found: Document = {}
    for key, value in pairs:
        if key in found:
            raise DescriptionError(f"It is ambiguous: the member {key!r} stands twice in one object.")
        found[key] = value
    return found


def read(source: str, *, timeout: float = 30.0) -> tuple[Document, str]:
    """The description at an address or in a file, and where it really was.

    An address may be that of the page that shows the description; the link in it is followed once.

    Raises:
        DescriptionError: there is nothing, or it is no OpenAPI 3 document.
    """
    if not re.match(r"https?://", source):
        try:
            return parse(Path(source).read_bytes(), source), source
        except OSError as error:
            raise DescriptionError(f"{source} can't be read: {error.strerror}.") from None
    body, address = _fetch(source, timeout)
    if _is_page(body) and (linked := _linked(body, address)):
        body, address = _fetch(linked, timeout)
    return parse(body, address), address


def _fetch(address: str, timeout: float) -> tuple[bytes, str]:
    """Body and final address of what is there."""
    headers = {"accept": "application/json, application/yaml, text/yaml, */*;q=0.5"}
    try:
        reply = httpx.get(address, headers=headers, timeout=timeout, follow_redirects=True)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        why = str(error) or type(error).__name__
        raise DescriptionError(f"{address} can't be reached: {why}. A saved file will do: SPEC=openapi.json") from None
    if reply.status_code != 200:
        raise DescriptionError(f"{address} answered with status {reply.status_code}, not with a description.")
    return reply.content, str(reply.url)


def _is_page(body: bytes) -> bool:
    return re.match(rb"(\xef\xbb\xbf)?\s*<(!doctype html|html|head|body)", body, re.IGNORECASE) is not None


def _linked(page: bytes, address: str) -> str | None:
    """The description that a page for people (such as Swagger's) shows, on the same host."""
    for match in _LINK.finditer(page.decode("utf-8", "replace")):
        found: str = urljoin(address, match[1])
        if urlsplit(found)[:2] == urlsplit(address)[:2] and re.search("openapi|swagger|api", urlsplit(found).path):
            return found
    return None


def parse(body: bytes, name: str) -> Document:
    """A description from JSON or YAML.

    Raises:
        DescriptionError: it is neither, or not OpenAPI 3; `name` says which in the message.
    """
    if _is_page(body):
        raise DescriptionError(f"{name} is a web page, and names no description. Give the address of that.")
    try:
        text = body.decode("utf-8-sig")
        if not text.lstrip().startswith("{"):
            # As JSON has it: no dates, every key a text. Not the loader in C: what is nested deeply ends Python there.
            text = json.dumps(yaml.safe_load(text), default=str)
        document = json.loads(text, object_pairs_hook=_unique)
    except UnicodeDecodeError as error:
        raise DescriptionError(f"{name} is not text in UTF-8 (byte {error.start}).") from None
    except (ValueError, TypeError, yaml.YAMLError) as error:
        raise DescriptionError(f"{name} is neither JSON nor YAML: {' '.join(str(error).split())}.") from None
    except RecursionError:
        raise DescriptionError(f"{name} is nested too deeply.") from None
    except DescriptionError as error:
        raise DescriptionError(f"{name}: {error}") from None
    if not isinstance(document, dict):
        raise DescriptionError(f"{name} is not an OpenAPI document: it is {type(document).__name__}, not an object.")
    version = str(document.get("openapi", document.get("swagger", "")))
    if not version.startswith("3.0"):
        said = f"is OpenAPI {version}" if version else "has no member 'openapi'"
        raise DescriptionError(f"{name} {said}. Only 3.0 can be read; convert it first.")
    if not isinstance(document.get("paths"), dict) or not document["paths"]:
        raise DescriptionError(f"{name} describes no paths, so taking it over would remove everything.")
    return document


def load_ours(text: str | bytes) -> Document:
    """A description of this tree, which needs no checks."""
    # Several times faster, where PyYAML has it.
    document: Document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return document

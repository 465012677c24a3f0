"""Whether the settings work: the server, the API key, the versions of what is installed."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Final, Literal, TypeAlias

from attrs import frozen

from aurorax_typed import AuroraX
from aurorax_typed._gateway.origin import DESCRIPTION_SHA256, GENERATOR
from aurorax_typed.cli.colours import Style, styled
from aurorax_typed.cli.forms import Form, Look, flat_form
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.text import fields
from aurorax_typed.config import RetryPolicy, secret_from
from aurorax_typed.errors import AuroraXError, AuthenticationError, PermissionDeniedError

__all__ = ["CHECKS", "Check", "checks"]

State: TypeAlias = Literal["good", "failed", "unknown", "info"]


@frozen
class Check:
    """One thing that was looked at.

    Attributes:
        name: what.
        state: `good`, `failed`, `unknown` (could not be tried), or `info` where there is nothing to judge.
        detail: what was found.
    """

    name: str
    state: State
    detail: str


_STYLES: Final[dict[State, Style]] = {"good": "green", "failed": "red", "unknown": "yellow", "info": "bold"}
_NEEDED: Final = ("attrs", "httpx", "tenacity", "msgspec")
_OPTIONAL: Final = ("typer", "rich", "starlette", "uvicorn", "numpy", "pyarrow", "pandas", "polars", "matplotlib")


def _lines(items: Iterator[Check], look: Look) -> Iterator[str]:
    found = list(items)
    shown = {
        item.name: item.detail if item.state in ("good", "info") else f"{item.state.upper()}: {item.detail}"
        for item in found
    }
    styles: dict[str, Style] = {item.name: _STYLES[item.state] for item in found}
    margin = max(map(len, shown)) + 2
    for line in fields(shown, width=look.width).splitlines():
        name = line[:margin].rstrip()
        yield styled(name, styles[name], look.colours) + line[len(name) :] if name in styles else line


CHECKS: Form[Check] = flat_form(
    table=_lines,
    columns={"name": "text", "state": "text", "detail": "text"},
    rows=lambda item: [[item.name, item.state, item.detail]],
)


def checks(settings: Settings) -> Iterator[Check]:
    """Look at everything, one after the other.

    Raises:
        ConfigurationError: a setting can't be used.
    """
    # One try each: who checks wants to know now, and a failure is an answer.
    with settings.client(retry=RetryPolicy(max_attempts=1), timeout=15.0) as client:
        server = _server(client)
        yield server
        yield _key(client, reachable=server.state == "good")
    yield from _versions()


def _server(client: AuroraX) -> Check:
    begun = time.perf_counter()
    try:
        sources = client.sources.list(format="identifier_only")
    except AuroraXError as error:
        return Check("server", "failed", str(error))
    took = time.perf_counter() - begun
    return Check("server", "good", f"{client.base_url} answers, in {took:.1f} s: {len(sources)} data sources")


def _key(client: AuroraX, *, reachable: bool) -> Check:
    if secret_from(None) is None:
        return Check("API key", "info", "not set; searching needs none (AURORAX_API_KEY)")
    if not reachable:
        return Check("API key", "unknown", "set, and could not be tried")
    try:
        # Only an Administrator may ask this; the refusal tells whether the key itself is good. No search is so new.
        client.requests.list(start="9000-01-01")
    except AuthenticationError:
        return Check(
            "API key", "failed", "set, and the server does not accept it. Copy it again from your AuroraX account."
        )
    except PermissionDeniedError:
        return Check("API key", "good", "set, accepted")
    except AuroraXError as error:
        return Check("API key", "unknown", f"set, and could not be tried: {error}")
    return Check("API key", "good", "set, accepted, an Administrator's")


def _versions() -> Iterator[Check]:
    from aurorax_typed import __version__

    yield Check("aurorax-typed", "info", __version__)
    yield Check("API description", "info", f"{DESCRIPTION_SHA256} (SHA-256), read by {GENERATOR}")
    yield Check("Python", "info", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    yield Check("needed", "info", ", ".join(f"{name} {_version(name) or '?'}" for name in _NEEDED))
    there = [f"{name} {found}" for name in _OPTIONAL if (found := _version(name))]
    missing = [name for name in _OPTIONAL if _version(name) is None]
    yield Check("optional", "info", ", ".join(there))
    if missing:
        yield Check("not installed", "info", ", ".join(missing))


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None

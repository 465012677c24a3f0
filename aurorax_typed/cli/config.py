"""`aurorax config …`: which settings hold, where they come from, and whether they work."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, Literal, TypeAlias, cast

import attrs
import typer
from attrs import frozen

from aurorax_typed._core.sanitize import without_credentials
from aurorax_typed.cli.formatters import Formatter, TableStyle, as_table, flat_formatter
from aurorax_typed.cli.options import ExcelSafeOption, FormatOption, OutputOption
from aurorax_typed.cli.settings import TIMEOUT, Settings
from aurorax_typed.cli.table import Column
from aurorax_typed.cli.terminal import Style, fields, styled
from aurorax_typed.config import DEFAULT_BASE_URL, PollingPolicy, RetryPolicy, base_url_from, secret_from
from aurorax_typed.errors import AuroraXError, AuthenticationError, ConfigurationError, PermissionDeniedError

if TYPE_CHECKING:
    from aurorax_typed import AuroraX

__all__ = ["CHECKS", "SETTINGS", "Check", "Setting", "app", "checks", "settings_in_force"]


app: typer.Typer = typer.Typer(help="See the settings, and whether they work.")


@app.command("show")
def show(
    context: typer.Context,
    *,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Show each setting, with where it comes from. Asks nobody, and never shows the API key.

    \b
    Examples:
      aurorax config show
      aurorax config show --format json
    """
    from aurorax_typed.cli.writers import write_items

    settings = cast(Settings, context.obj)
    write_items(lambda: settings_in_force(settings), SETTINGS, format=format, excel_safe=excel_safe, output=output)


@app.command("check")
def check(
    context: typer.Context,
    *,
    format: FormatOption = None,
    excel_safe: ExcelSafeOption = False,
    output: OutputOption = None,
) -> None:
    """Try the settings: is the server there, is the API key good, which versions are these. Exit status 1 if not.

    \b
    Example:
      aurorax config check
    """
    from aurorax_typed.cli.writers import write_items

    found: list[Check] = []

    def fetch() -> list[Check]:
        found.extend(checks(cast(Settings, context.obj)))
        return found

    write_items(fetch, CHECKS, format=format, excel_safe=excel_safe, output=output)
    if any(item.state == "failed" for item in found):
        raise typer.Exit(1)


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
_OPTIONAL: Final = (
    *("typer", "rich", "starlette", "uvicorn", "numpy", "pyarrow", "pandas", "polars", "matplotlib", "socksio"),
)


def _lines(items: Iterator[Check], style: TableStyle) -> Iterator[str]:
    found = list(items)
    shown = {
        item.name: item.detail if item.state in ("good", "info") else f"{item.state.upper()}: {item.detail}"
        for item in found
    }
    styles: dict[str, Style] = {item.name: _STYLES[item.state] for item in found}
    margin = max(map(len, shown)) + 2
    for line in fields(shown, width=style.width).splitlines():
        name = line[:margin].rstrip()
        yield styled(name, styles[name], style.colours) + line[len(name) :] if name in styles else line


CHECKS: Formatter[Check] = flat_formatter(
    table=_lines,
    columns={"name": "text", "state": "text", "detail": "text"},
    rows=lambda item: [[item.name, item.state, item.detail]],
)


def checks(settings: Settings) -> Iterator[Check]:
    """Look at everything, one after the other; what can't be used is one of the checks that failed."""
    from aurorax_typed._environment import variables

    broken = [Check(item.name, "failed", str(item.error())) for item in variables() if item.problem is not None]
    yield from broken
    found: list[Check] = []
    try:
        # One try each: who checks wants to know now, and a failure is an answer.
        with settings.client(retry=RetryPolicy(max_attempts=1), timeout=15.0) as client:
            found.append(_server(client))
            found.append(_key(client, reachable=found[0].state == "good"))
    except ConfigurationError as error:
        if all(check.detail != str(error) for check in broken):
            found.append(Check("settings", "failed", str(error)))
        found.append(Check("server", "unknown", "could not be tried with these settings"))
        if os.environ.get("AURORAX_API_KEY", "").strip():
            found.append(Check("API key", "unknown", "set, and could not be tried"))
    yield from found
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
    from aurorax_openapi import DESCRIPTION_SHA256, GENERATOR

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
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


@frozen
class Setting:
    """One setting.

    Attributes:
        name: as it is called in Python, after the argument of the client that it belongs to; times are seconds.
        value: as text; of the API key only whether there is one.
        origin: where it comes from: an option, a variable of the environment, or `default`.
    """

    name: str
    value: str
    origin: str


_PROXIES: Final = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
_OTHERS: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "NO_COLOR", "FORCE_COLOR", "COLUMNS", "AURORAX_DEBUG")

_COLUMNS: Final[tuple[Column[Setting], ...]] = (
    Column("SETTING", lambda item: item.name),
    Column("VALUE", lambda item: item.value, cut="left", least=24),
    Column("FROM", lambda item: item.origin),
)

SETTINGS: Formatter[Setting] = flat_formatter(
    table=as_table(_COLUMNS),
    columns={"name": "text", "value": "text", "origin": "text"},
    rows=lambda item: [[item.name, item.value, item.origin]],
)


def settings_in_force(settings: Settings) -> list[Setting]:
    """All of them, the important ones first.

    Raises:
        ConfigurationError: one can't be used.
    """
    found = [Setting("base_url", base_url_from(settings.base_url), _origin_of_base_url(settings))]
    key = secret_from(None)
    found.append(
        Setting("api_key", "set", "AURORAX_API_KEY") if key else Setting("api_key", "not set", "no AURORAX_API_KEY")
    )
    found.append(Setting("timeout", f"{TIMEOUT:g}", "default"))
    for argument, policy in (("retry", RetryPolicy()), ("polling", PollingPolicy())):
        members = attrs.asdict(policy)
        found += [Setting(f"{argument}.{name}", f"{value:g}", "default") for name, value in members.items()]
    return found + _of_environment()


def _origin_of_base_url(settings: Settings) -> str:
    if settings.base_url:
        return "--base-url"
    if os.environ.get("AURORAX_BASE_URL", "").strip():
        return "AURORAX_BASE_URL"
    assert base_url_from(None) == DEFAULT_BASE_URL
    return "default"


def _of_environment() -> list[Setting]:
    found = []
    for name in _PROXIES:
        for spelled in (name, name.lower()):
            value = os.environ.get(spelled)
            if value:
                found.append(Setting("proxy", without_credentials(value), spelled))
    found += [Setting(name, value, "environment") for name in _OTHERS if (value := os.environ.get(name))]
    return found

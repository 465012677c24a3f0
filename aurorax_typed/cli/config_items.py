"""The settings in force, each with where it comes from."""

from __future__ import annotations

import os
from typing import Final

import attrs
from attrs import frozen

from aurorax_typed.cli.forms import Form, columned, flat_form
from aurorax_typed.cli.settings import TIMEOUT, Settings
from aurorax_typed.cli.table import Column
from aurorax_typed.config import DEFAULT_BASE_URL, PollingPolicy, RetryPolicy, base_url_from, secret_from

__all__ = ["SETTINGS", "Setting", "settings_in_force"]


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

SETTINGS: Form[Setting] = flat_form(
    table=columned(_COLUMNS),
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
                found.append(Setting("proxy", _without_password(value), spelled))
    found += [Setting(name, value, "environment") for name in _OTHERS if (value := os.environ.get(name))]
    return found


def _without_password(address: str) -> str:
    """The address of a proxy, which may carry a name and a password."""
    scheme, mark, rest = address.rpartition("://")
    credentials, at, host = rest.rpartition("@")
    return f"{scheme}{mark}***@{host}" if at and credentials else address

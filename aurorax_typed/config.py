"""Settings of a client: where the server is, who asks, how patiently.

`AURORAX_BASE_URL` and `AURORAX_API_KEY` fill what the constructor leaves out.
"""

from __future__ import annotations

import os
from functools import partial
from typing import Any, Final, SupportsIndex

from attrs import Attribute, field, frozen
from attrs.validators import optional

from aurorax_typed._arguments import names_its_arguments, number
from aurorax_typed._core.redaction import Redacted
from aurorax_typed._core.urls import check_base_url
from aurorax_typed.errors import ConfigurationError

__all__ = ["DEFAULT_BASE_URL", "ClientSettings", "PollingPolicy", "RetryPolicy", "Secret"]

DEFAULT_BASE_URL: Final = "https://api.aurorax.space"


def _refused(instance: object, attribute: Attribute[Any], value: object, what: str) -> ConfigurationError:
    return ConfigurationError(f"{type(instance).__name__}.{attribute.name} must be {what}, not {value!r}.")


def _positive(instance: object, attribute: Attribute[Any], value: float) -> None:
    refused = partial(_refused, instance, attribute, value, "a number above 0")
    if number(value, refused) <= 0:
        raise refused()


def _count(instance: object, attribute: Attribute[Any], value: int) -> None:
    refused = partial(_refused, instance, attribute, value, "a whole number, 1 or more")
    if not isinstance(value, SupportsIndex) or number(value, refused) < 1:
        raise refused()


def _not_negative(instance: object, attribute: Attribute[Any], value: float | None) -> None:
    refused = partial(_refused, instance, attribute, value, "a number, 0 or more")
    if number(value, refused) < 0:
        raise refused()


@names_its_arguments(ConfigurationError)
@frozen(kw_only=True)
class RetryPolicy:
    """How often a request is sent again when no usable answer comes. All times in seconds.

    Attributes:
        max_attempts: sendings in all, the first included; 1 means never again.
        max_elapsed: no new attempt is begun when this time has passed, or would pass while waiting for it.
        initial_wait: the wait after the first failure is at most this; it doubles from one attempt to the next.
        max_wait: no wait is longer, unless the server asks for it (`Retry-After`).
    """

    max_attempts: int = field(default=5, validator=_count)
    max_elapsed: float = field(default=60.0, validator=_not_negative)
    initial_wait: float = field(default=0.5, validator=_not_negative)
    max_wait: float = field(default=20.0, validator=_not_negative)


@names_its_arguments(ConfigurationError)
@frozen(kw_only=True)
class PollingPolicy:
    """How often the status of a running search is asked for. All times in seconds.

    Attributes:
        initial_interval: the first poll comes after this time.
        max_interval: the ceiling to which the interval grows.
        multiplier: growth from one poll to the next.
        timeout: `wait()` gives up after this time; None waits for ever. The search goes on at the server.
    """

    initial_interval: float = field(default=0.25, validator=_positive)
    max_interval: float = field(default=10.0, validator=_positive)
    multiplier: float = field(default=1.5, validator=_positive)
    timeout: float | None = field(default=3600.0, validator=optional(_not_negative))  # type: ignore[arg-type]

    def __attrs_post_init__(self) -> None:
        if self.multiplier < 1:
            raise ConfigurationError(f"PollingPolicy.multiplier must be 1 or more, not {self.multiplier!r}.")


class Secret(Redacted):
    """An API key that can't be shown by accident: not by repr, str, format, vars, pickle, nor in a traceback's values.

    Raises:
        ConfigurationError: it is empty, holds line breaks or other than printable ASCII. The message never shows it.
    """

    __slots__ = ()

    def __init__(self, value: str) -> None:
        text = value.strip(" ") if isinstance(value, str) else ""
        problem = _problem(text)
        if problem is not None:
            del value, text  # a traceback may show what is here
            raise ConfigurationError(problem)
        super().__init__(text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    def __hash__(self) -> int:
        return hash((Secret, self.reveal()))

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("An API key is not pickled. Set AURORAX_API_KEY where the client is made instead.")


def _problem(key: str) -> str | None:
    if not key:
        return "The API key is empty. Leave it out to search without one."
    if key.isascii() and key.isprintable() and " " not in key:
        return None
    return (
        "The API key holds a character that no key has (a line break, a space or a non-ASCII letter). "
        "Copy it again from your AuroraX account."
    )


def seconds(name: str, value: float) -> float:
    """A time span, checked.

    Raises:
        ConfigurationError: it is not a finite number above 0.
    """

    def refused() -> ConfigurationError:
        return ConfigurationError(f"{name} must be a number of seconds above 0, not {value!r}.")

    found = number(value, refused)
    if found <= 0:
        raise refused()
    return float(found)


def secret_from(api_key: str | Secret | None) -> Secret | None:
    """The key given, else that of the environment, else none.

    Raises:
        ConfigurationError: it can't be a key. No frame below the caller's shows it.
    """
    try:
        if api_key is None:
            api_key = os.environ.get("AURORAX_API_KEY", "").strip() or None
        return Secret(api_key) if isinstance(api_key, str) else api_key
    except ConfigurationError:
        del api_key
        raise


def base_url_from(base_url: str | None) -> str:
    """The address given, else that of the environment, else AuroraX itself."""
    if base_url is None:
        base_url = os.environ.get("AURORAX_BASE_URL", "").strip() or DEFAULT_BASE_URL
    return check_base_url(base_url)


@frozen(kw_only=True)
class ClientSettings:
    """What a client elsewhere needs to behave as this one; no secrets among it."""

    base_url: str
    timeout: float
    retry: RetryPolicy
    polling: PollingPolicy

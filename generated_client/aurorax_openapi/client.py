# Generated from openapi/aurorax.yaml and openapi/corrections.overlay.yaml. Do not edit: change those and run `make regenerate`.
"""Clients that the generated operations send their requests through"""

# Differs from the stock template: neither token nor headers nor cookies are in the repr; the timeout is 30 seconds instead of none;
# with_headers and its like leave the client they are called on as it is; __exit__ is typed.

import ssl
from types import TracebackType
from typing import Any, Self

import httpx
from attrs import define, evolve, field

_TIMEOUT = httpx.Timeout(30.0)


@define
class Client:
    """Sends requests without credentials. The keyword arguments are those of httpx.Client; timeouts are in seconds."""

    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    """Raise errors.UnexpectedStatus for a status that the description does not have"""
    _base_url: str = field(alias="base_url")
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies", repr=False)
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers", repr=False)
    _timeout: httpx.Timeout | None = field(default=_TIMEOUT, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args", repr=False)
    _client: httpx.Client | None = field(default=None, init=False, repr=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    def with_headers(self, headers: dict[str, str]) -> Self:
        """A new client like this one, with additional headers"""
        return evolve(self, headers={**self._headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """A new client like this one, with additional cookies"""
        return evolve(self, cookies={**self._cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """A new client like this one, with another timeout"""
        return evolve(self, timeout=timeout)

    def _settings(self) -> dict[str, Any]:
        credentials: dict[str, str] = {}
        return {
            "base_url": self._base_url,
            "cookies": self._cookies,
            "headers": {**self._headers, **credentials},
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Send through this httpx.Client instead; its own settings count, not those given here"""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The httpx.Client in use, made on the first call"""
        if self._client is None:
            self._client = httpx.Client(**self._settings())
        return self._client

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.get_httpx_client().__exit__(exc_type, exc_value, traceback)

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Send through this httpx.AsyncClient instead; its own settings count, not those given here"""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The httpx.AsyncClient in use, made on the first call"""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._settings())
        return self._async_client

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.get_async_httpx_client().__aexit__(exc_type, exc_value, traceback)


@define
class AuthenticatedClient:
    """Sends a token or an API key with every request. The keyword arguments are those of httpx.Client; timeouts are in seconds.

    For an API key: prefix="" and auth_header_name="x-aurorax-api-key".
    """

    raise_on_unexpected_status: bool = field(default=False, kw_only=True)
    """Raise errors.UnexpectedStatus for a status that the description does not have"""
    _base_url: str = field(alias="base_url")
    _cookies: dict[str, str] = field(factory=dict, kw_only=True, alias="cookies", repr=False)
    _headers: dict[str, str] = field(factory=dict, kw_only=True, alias="headers", repr=False)
    _timeout: httpx.Timeout | None = field(default=_TIMEOUT, kw_only=True, alias="timeout")
    _verify_ssl: str | bool | ssl.SSLContext = field(default=True, kw_only=True, alias="verify_ssl")
    _follow_redirects: bool = field(default=False, kw_only=True, alias="follow_redirects")
    _httpx_args: dict[str, Any] = field(factory=dict, kw_only=True, alias="httpx_args", repr=False)
    _client: httpx.Client | None = field(default=None, init=False, repr=False)
    _async_client: httpx.AsyncClient | None = field(default=None, init=False, repr=False)

    token: str = field(repr=False)
    """The secret that is sent with every request"""
    prefix: str = "Bearer"
    """What stands before the token; empty for an API key"""
    auth_header_name: str = "Authorization"
    """The header that carries the token"""

    def with_headers(self, headers: dict[str, str]) -> Self:
        """A new client like this one, with additional headers"""
        return evolve(self, headers={**self._headers, **headers})

    def with_cookies(self, cookies: dict[str, str]) -> Self:
        """A new client like this one, with additional cookies"""
        return evolve(self, cookies={**self._cookies, **cookies})

    def with_timeout(self, timeout: httpx.Timeout) -> Self:
        """A new client like this one, with another timeout"""
        return evolve(self, timeout=timeout)

    def _settings(self) -> dict[str, Any]:
        credentials = {self.auth_header_name: f"{self.prefix} {self.token}" if self.prefix else self.token}
        return {
            "base_url": self._base_url,
            "cookies": self._cookies,
            "headers": {**self._headers, **credentials},
            "timeout": self._timeout,
            "verify": self._verify_ssl,
            "follow_redirects": self._follow_redirects,
            **self._httpx_args,
        }

    def set_httpx_client(self, client: httpx.Client) -> Self:
        """Send through this httpx.Client instead; its own settings count, not those given here"""
        self._client = client
        return self

    def get_httpx_client(self) -> httpx.Client:
        """The httpx.Client in use, made on the first call"""
        if self._client is None:
            self._client = httpx.Client(**self._settings())
        return self._client

    def __enter__(self) -> Self:
        self.get_httpx_client().__enter__()
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        self.get_httpx_client().__exit__(exc_type, exc_value, traceback)

    def set_async_httpx_client(self, async_client: httpx.AsyncClient) -> Self:
        """Send through this httpx.AsyncClient instead; its own settings count, not those given here"""
        self._async_client = async_client
        return self

    def get_async_httpx_client(self) -> httpx.AsyncClient:
        """The httpx.AsyncClient in use, made on the first call"""
        if self._async_client is None:
            self._async_client = httpx.AsyncClient(**self._settings())
        return self._async_client

    async def __aenter__(self) -> Self:
        await self.get_async_httpx_client().__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self.get_async_httpx_client().__aexit__(exc_type, exc_value, traceback)


__all__ = ["AuthenticatedClient", "Client"]

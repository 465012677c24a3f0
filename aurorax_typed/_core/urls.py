"""Addresses: which of them may be asked, and how a request id is read and written.

The server points to places (`Location`, `data_uri`). Such a pointer is followed only where it stays on the configured
origin, since the API key goes along; and only its request id is used, never its path.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urljoin, urlsplit
from uuid import UUID

from aurorax_typed._core.sanitize import shortened, without_credentials
from aurorax_typed.errors import (
    ConfigurationError,
    FileDownloadError,
    ProtocolError,
    QueryError,
    UnsafeRedirectError,
)

__all__ = [
    "check_base_url",
    "check_request_id",
    "file_address",
    "is_host",
    "origin_of",
    "redirected",
    "request_id_of",
    "same_origin",
]

_DEFAULT_PORTS = {"http": 80, "https": 443}
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?", re.ASCII | re.IGNORECASE)


def is_host(host: str) -> bool:
    """Whether a resolver may take this for a host: an IP address, or a name whose labels are of the right length.

    Names in other scripts are looked at as they are sent, in Punycode. Source: RFC 1123, section 2.1; with `_`, which
    names in container networks have.
    """
    try:
        if ":" in host or re.fullmatch(r"[0-9]+(\.[0-9]+){3}", host, re.ASCII):
            ip_address(host)
            return True
        name = host if host.isascii() else host.encode("idna").decode()
        labels = name.removesuffix(".").split(".")
        for label in labels:
            if label.lower().startswith("xn--"):
                label.lower().encode().decode("idna")
    except ValueError:  # UnicodeError among them
        return False
    return len(name) <= 254 and all(map(_LABEL.fullmatch, labels))


def check_base_url(url: str) -> str:
    """A base URL as it will be used: scheme and host in lower case, no slash at the end.

    Raises:
        ConfigurationError: it is not an http(s) address, names a host that can't exist, or carries credentials, a
            query or a fragment.
    """
    shown = repr(shortened(without_credentials(url), 300) if isinstance(url, str) else url)
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except (ValueError, AttributeError):
        raise ConfigurationError(f"The base URL {shown} can't be read as an address.") from None
    if parts.scheme.lower() not in _DEFAULT_PORTS or not parts.hostname:
        raise ConfigurationError(f"The base URL {shown} must begin with https:// or http:// and name a host.")
    if parts.username is not None or parts.password is not None:
        raise ConfigurationError("The base URL must not carry a user name or password; use api_key= instead.")
    if parts.query or parts.fragment:
        raise ConfigurationError(f"The base URL {shown} must not carry a query or a fragment.")
    if not is_host(parts.hostname):
        raise ConfigurationError(f"The base URL {shown} has no valid host name; check it for typing errors.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    address = f"{parts.scheme.lower()}://{host}" + (f":{port}" if port is not None else "")
    # The paths of the API begin with /api/v1; an address that ends so, as documentation has it, means the same server.
    return address + parts.path.rstrip("/").removesuffix("/api/v1").rstrip("/")


def origin_of(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or _DEFAULT_PORTS.get(scheme, 0)


def same_origin(url: str, base_url: str) -> bool:
    """Whether an address is on the configured server: same scheme, host and port."""
    try:
        return origin_of(url) == origin_of(base_url)
    except ValueError:
        return False


def check_request_id(request_id: str) -> str:
    """A request id, checked before it becomes part of an address: a UUID, in lower case.

    Raises:
        QueryError: it is something else.
    """
    text = request_id.strip() if isinstance(request_id, str) else ""
    try:
        if len(text) != 36 or not text.isascii():  # UUID() takes the digits of every script
            raise ValueError
        return str(UUID(text))
    except ValueError:
        raise QueryError(
            f"{shortened(str(request_id), 100)!r} is not a request id. "
            "It looks like 091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55; a search shows its own as search.request_id."
        ) from None


def request_id_of(location: str, base_url: str) -> str:
    """The request id that a `Location` header ends in.

    Raises:
        UnsafeRedirectError: it points to another server.
        ProtocolError: it does not end in a request id.
    """
    nowhere = ProtocolError(
        f"The Location in the answer to the submission, {location[:200]!r}, does not end in a request id. "
        "Is the base URL that of an AuroraX server?"
    )
    try:
        absolute = urljoin(base_url + "/", location.strip())
    except ValueError:
        raise nowhere from None
    if not same_origin(absolute, base_url):
        raise UnsafeRedirectError(
            f"The answer to the submission pointed to another server ({location[:200]!r}); it was not followed. "
            "If that is your server's public name, use it as the base URL."
        )
    last = urlsplit(absolute).path.rstrip("/").rsplit("/", 1)[-1]
    try:
        return check_request_id(last)
    except QueryError:
        raise nowhere from None


def file_address(url: str) -> tuple[str, str]:
    """The address of a file in two parts: the server, and what is asked of it.

    Raises:
        FileDownloadError: it is no web address.
    """
    try:
        if not url.isprintable():
            raise ValueError
        parts = urlsplit(url)
        origin = check_base_url(f"{parts.scheme}://{parts.netloc}")
    except (ValueError, ConfigurationError):
        raise FileDownloadError(
            f"{url[:200]!r} is not an address that can be fetched "
            "(https:// or http://, a valid host name, no password).",
            url=url,
        ) from None
    return origin, (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def redirected(url: str, location: str) -> str:
    """Where a redirect leads to.

    Raises:
        FileDownloadError: nowhere, or from https to http.
    """
    try:
        target = urljoin(url, location.strip())
        secure, still = urlsplit(url).scheme.lower() == "https", urlsplit(target).scheme.lower() == "https"
    except ValueError:
        target, secure, still = "", False, False
    if not location.strip() or not target:
        raise FileDownloadError(f"{url}: redirected to {location[:200]!r}, which is no address.", url=url)
    if secure and not still:
        raise FileDownloadError(
            f"{url}: redirected from https to {target[:200]!r}, which nobody vouches for; it was not followed.", url=url
        )
    try:
        file_address(target)
    except FileDownloadError as error:
        raise FileDownloadError(f"{url}: redirected to {error}", url=url) from None
    return target

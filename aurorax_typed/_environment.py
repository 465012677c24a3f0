"""What the environment says about proxies and certificates: what is used, and which variable is wrong.

httpx reads the same variables, but its errors do not name the one that is wrong, and it can't read every form that curl
and others accept. Each connection pool here serves one server, so that its proxy is known from the start.
"""

from __future__ import annotations

import errno
import os
import re
import ssl
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.util import find_spec
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from stat import S_ISREG
from typing import Final
from urllib.parse import SplitResult, urlsplit
from urllib.request import getproxies

import httpx
from attrs import frozen

from aurorax_typed._core.sanitize import shortened, without_credentials
from aurorax_typed._core.urls import is_host, origin_of
from aurorax_typed.errors import ConfigurationError

__all__ = [
    "OUT_OF_FILES",
    "Proxy",
    "Variable",
    "certificates",
    "is_out_of_files",
    "proxy_for",
    "variables",
]

_SCHEMES: Final = ("http", "https", "socks5", "socks5h")
_PROXIES: Final = ("http_proxy", "https_proxy", "all_proxy")
_CERTIFICATES: Final = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
_CERTIFICATE_NAME: Final = re.compile(r"[0-9a-f]{8}\.[0-9]+")
"""How OpenSSL finds a certificate in a folder: by the hash of its subject."""

OUT_OF_FILES: Final = (
    "too many files are open. Close streams and clients that are no longer used, or raise the limit (ulimit -n)."
)


@frozen
class Proxy:
    """The proxy on the way to a server.

    Attributes:
        address: its URL without credentials.
        variable: where it was set.
    """

    address: str
    variable: str

    def __str__(self) -> str:
        return f"the proxy {self.address} from {self.variable}"

    @property
    def scheme(self) -> str:
        """Of its URL."""
        return self.address.partition("://")[0]


@frozen
class Variable:
    """A variable that is set.

    Attributes:
        name: as it is spelled in the environment.
        value: without credentials.
        problem: why it can't be used, and what to do; None if it can.
    """

    name: str
    value: str
    problem: str | None

    def error(self) -> ConfigurationError:
        """The error for its problem."""
        return ConfigurationError(f"{self.name}={self.value} can't be used: {self.problem}")


def variables() -> Iterator[Variable]:
    """Every variable about proxies and certificates that is set, used or not."""
    for name in (*_PROXIES, "no_proxy"):
        for spelled in sorted(os.environ):
            value = os.environ[spelled].strip()
            if spelled.lower() == name and value:
                if name == "no_proxy":
                    yield Variable(spelled, shortened(value, 200), _problem_of_exceptions(value))
                else:
                    read = _read_proxy(value)
                    yield Variable(
                        spelled, shortened(without_credentials(value), 200), read if isinstance(read, str) else None
                    )
    for name in _CERTIFICATES:
        if path := os.environ.get(name):
            yield Variable(name, shortened(path, 200), _problem_of_certificates(name, path))


# -- proxies -----------------------------------------------------------------------------------------------------------


def proxy_for(base_url: str) -> tuple[Proxy | None, httpx.Proxy | None]:
    """The proxy that leads to a server, and the same for httpx; None and None if it is asked directly.

    Raises:
        ConfigurationError: a variable that counts for this server can't be used.
    """
    proxy, settings = _proxy_for(base_url)
    if isinstance(proxy, Variable):
        raise proxy.error()
    if settings is not None and settings.url.scheme == "https":
        settings.ssl_context = certificates()
    return proxy, settings


def _proxy_for(base_url: str) -> tuple[Proxy | Variable | None, httpx.Proxy | None]:
    """Never raises: a traceback would show the password."""
    scheme, host, port = origin_of(base_url)
    found = {name: value.strip() for name, value in getproxies().items() if value.strip()}
    chosen = next((name for name in (scheme, "all") if name in found), None)
    if chosen is None:
        return None, None
    exceptions: str = found.get("no", "")
    problem = _problem_of_exceptions(exceptions)
    if problem is not None:
        return Variable(_spelled("no_proxy", exceptions), shortened(exceptions, 200), problem), None
    if any(_matches(entry, scheme, host.rstrip("."), port) for entry in _entries(exceptions)):
        return None, None
    variable = _spelled(f"{chosen}_proxy", found[chosen])
    address = shortened(without_credentials(found[chosen]), 200)
    read = _read_proxy(found[chosen])
    if isinstance(read, str):
        return Variable(variable, address, read), None
    return Proxy(address if "://" in address else f"http://{address}", variable), read


def _spelled(name: str, value: str) -> str:
    """The variable that holds a value of `getproxies`, in upper or lower case."""
    for spelled in (name, name.upper(), *os.environ):
        if spelled.lower() == name and os.environ.get(spelled, "").strip() == value:
            return spelled
    return "the proxy settings of this system"


def _read_proxy(value: str) -> httpx.Proxy | str:
    """The proxy, or what is wrong with its URL and what to do."""
    text = value if "://" in value else f"http://{value}"
    scheme, _, rest = text.partition("://")
    problem = _problem_of_proxy(scheme.lower(), text)
    if problem is None and scheme.lower().startswith("socks"):
        if find_spec("socksio") is None:
            return 'a SOCKS proxy needs the extra "socks". Run: pip install "aurorax-typed[socks]"'
        text = f"socks5://{rest}"  # httpx 0.27 knows no socks5h; either way the proxy looks the names up
    try:
        if problem is None:
            return httpx.Proxy(text)
    except (httpx.InvalidURL, ValueError):
        problem = "it is not a URL"
    return f"{problem}. Set it to the URL of your proxy, such as http://proxy.example.org:3128, or unset it."


def _problem_of_proxy(scheme: str, url: str) -> str | None:
    if scheme not in _SCHEMES:
        return f"{scheme}:// is not a supported kind of proxy; http, https, socks5 and socks5h are"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "it is not a URL"
    if "@" in parts.path + parts.query + parts.fragment:
        return "special characters in its user name or password must be percent-encoded, such as %2F for /"
    if not is_host(parts.hostname or ""):
        return "it has no valid host name"
    if not _has_valid_port(parts):
        return "its port must be a number from 1 to 65535"
    return None


def _has_valid_port(parts: SplitResult) -> bool:
    try:
        return parts.port != 0
    except ValueError:
        return False


def _entries(exceptions: str) -> list[str]:
    return [entry for entry in re.split(r"[\s,;]+", exceptions.lower()) if entry]


def _problem_of_exceptions(exceptions: str) -> str | None:
    for entry in _entries(exceptions):
        try:
            _matches(entry, "http", "localhost", 80)
        except ValueError:
            return (
                f"{shortened(entry, 100)!r} is not a host name, an address or a network. Use a list such as "
                "localhost,127.0.0.1,[::1],.example.org,10.0.0.0/8."
            )
    return None


def _matches(entry: str, scheme: str, host: str, port: int) -> bool:
    """Whether an entry of NO_PROXY means a server; it may have any form that curl, requests, httpx or macOS reads.

    Raises:
        ValueError: it has none of them.
    """
    only, mark, rest = entry.rpartition("://")
    if mark:
        rest = rest.removesuffix("/")
    network = _network(rest)
    wanted = ""
    if network is None and (found := re.fullmatch(r"(.+):([0-9]+)", rest)):
        rest, wanted = found.groups()
        network = _network(rest)
        if not 0 < int(wanted) <= 65535:
            raise ValueError(entry)
    meant = (not mark or only in ("all", scheme)) and wanted in ("", str(port))
    try:
        address = ip_address(host)
    except ValueError:
        address = None
    if network is not None:
        return meant and address is not None and address in network
    if not is_host(rest.removeprefix(".").replace("*", "x")):
        raise ValueError(entry)
    name, host = _ascii(rest.removeprefix(".").rstrip(".")), _ascii(host)
    if "*" in name:
        return meant and fnmatchcase(host, name)
    return meant and (host == name or (address is None and host.endswith(f".{name}")))


def _network(text: str) -> IPv4Network | IPv6Network | None:
    """An address or a network: `::1`, `[::1]`, `fe80::/10`, `10.0.0.0/8`, `169.254/16`."""
    text = re.sub(r"%[^/]*", "", re.sub(r"^\[([^\]]*)\](?!:)", r"\1", text))
    if re.fullmatch(r"[0-9]+(\.[0-9]+){0,2}/[0-9]+", text):
        digits, _, bits = text.partition("/")
        text = f"{digits}{'.0' * (3 - digits.count('.'))}/{bits}"
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _ascii(host: str) -> str:
    return host if host.isascii() else host.encode("idna").decode()


# -- certificates ------------------------------------------------------------------------------------------------------


def certificates() -> ssl.SSLContext:
    """The certificates to trust, loaded once for all clients: it takes longer than most requests.

    They are loaded again when the environment names other files, or a file changes.

    Raises:
        ConfigurationError: a variable that counts can't be used.
    """
    found = {name: value for name in _CERTIFICATES if (value := os.environ.get(name))}
    if "SSL_CERT_FILE" in found:
        found.pop("SSL_CERT_DIR", None)
    state = [(name, os.path.abspath(value), _changed(value)) for name, value in found.items()]
    try:
        return _loaded(found.get("SSL_CERT_FILE"), found.get("SSL_CERT_DIR"), *state)
    except OSError as error:  # what ssl raises names neither the file nor the variable
        reason = OUT_OF_FILES if is_out_of_files(error) else str(error)
    for name, value in found.items():
        if reason != OUT_OF_FILES and (problem := _problem_of_certificates(name, value)):
            raise Variable(name, shortened(value, 200), problem).error()
    raise ConfigurationError(f"The certificates can't be loaded: {reason}")


def _changed(path: str) -> float:
    try:
        return os.path.getmtime(path)
    except OSError:
        return 0


@lru_cache(maxsize=4)
def _loaded(file: str | None, folder: str | None, *_: object) -> ssl.SSLContext:
    if folder and _problem_of_certificates("SSL_CERT_DIR", folder):  # OpenSSL would trust nobody, and say nothing
        raise FileNotFoundError(folder)
    if file or folder:
        return ssl.create_default_context(cafile=file, capath=folder)
    return httpx.create_ssl_context(trust_env=False)


def _problem_of_certificates(name: str, value: str) -> str | None:
    """What is wrong with what a variable names, and what to do."""
    if name == "SSLKEYLOGFILE":
        remedy = "Set it to a file that can be written, or unset it."
    else:
        remedy = "Set it to certificates in PEM format, or unset it to use those that come with certifi."
    try:
        if name == "SSL_CERT_DIR":
            return _problem_of_folders(value.split(os.pathsep))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        if name == "SSLKEYLOGFILE":
            context.keylog_filename = value
        elif not S_ISREG(os.stat(value).st_mode):
            return f"it is not a file. {remedy}"
        else:
            context.load_verify_locations(cafile=value)
    except ssl.SSLError:
        return f"it holds no certificate in PEM format. {remedy}"
    except OSError as error:
        return OUT_OF_FILES if is_out_of_files(error) else f"it can't be opened ({error.strerror}). {remedy}"
    return None


def _problem_of_folders(folders: list[str]) -> str | None:
    failure: OSError | None = None
    names: list[str] = []
    for folder in folders:
        try:
            names += os.listdir(folder)
        except OSError as error:
            failure = error
    if any(map(_CERTIFICATE_NAME.fullmatch, names)):
        return None
    if failure is not None:
        raise failure
    return "it holds no certificate under the name that OpenSSL looks for, such as 5ed36f99.0. Run: openssl rehash"


def is_out_of_files(error: BaseException) -> bool:
    """Whether an error came of too many open files, of this process or in total; some errors hide their cause."""
    if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE):
        return True
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as again:
        return again.errno in (errno.EMFILE, errno.ENFILE)
    return False

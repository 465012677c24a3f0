"""What the client logs, and how secrets are kept out of it.

Loggers of the standard library, silent until a program gives them a handler:

- `aurorax_typed.http`: each request with its answer (DEBUG), each retry (WARNING);
- `aurorax_typed.search`: each change of state and each download (INFO), each poll and the end of each operation
  (DEBUG), each poll that failed (WARNING);
- `aurorax_typed.upload`: each chunk that was taken in (DEBUG);
- `aurorax_typed.scan`: each window that was read to its end (INFO).

Bodies and headers are never logged. Records carry what they tell as attributes too, for structured logs: `request_id`,
`method`, `path`, `status`, `attempt`, `seconds`, `wait`, `state` and so on, as the events of the same name have them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

import attrs

from aurorax_typed._core.redaction import Redacted, masked
from aurorax_typed.events import (
    Event,
    OperationEnded,
    Polled,
    PollFailed,
    RequestFailed,
    ResponseReceived,
    RetryScheduled,
    StateChanged,
    Uploaded,
    WindowDone,
)

__all__ = ["SecretFilter"]

_LONGEST = 500
_RENAMED = {"name": "window"}  # the names of a record's own attributes are taken

_HEADER = r"""\b(x-aurorax-api-key|(?:proxy-)?authorization|(?:set-)?cookie)\b
    (?: (?P<quoted>['"]?\s*[,:=]\s*b?(?P<quote>['"])) (?:\\.|(?!(?P=quote)).)* (?P=quote)
      | (?P<plain>\s*[:=]\s*) [^\s'"][^\r\n]* )"""
"""A header that carries a secret, as libraries write it: `name: value`, `('name', b'value')`, `{"name": "value"}`."""


class SecretFilter(logging.Filter):
    """Takes secrets out of log records: API keys, passwords and tokens that this library holds, and the values of the
    headers that carry such things, known or not.

    Our own loggers have it, and so have those of httpx, httpcore and hpack, which show headers at DEBUG. Give it to
    other loggers or to handlers with `addFilter`. It passes every record on; where it finds a secret, the record's
    message, arguments, attributes and traceback hold `***` in its place.

    Args:
        others: further texts to hide.
    """

    def __init__(self, *others: str) -> None:
        super().__init__()
        self._others = [Redacted(text) for text in others]

    def filter(self, record: logging.LogRecord) -> bool:
        try:
            text = record.getMessage()
        except (TypeError, ValueError, KeyError):  # logging would show the arguments when it complains of them
            text = f"{record.msg} {record.args!r}"
            record.msg, record.args = text, ()
        clean = _clean(text)
        arguments = repr(record.args)
        if clean != text or _clean(arguments) != arguments:
            record.msg, record.args = clean, ()
        if record.exc_info and record.exc_text is None:
            told = logging.Formatter().formatException(record.exc_info)
            clean = _clean(told)
            if clean != told:
                record.exc_info, record.exc_text = None, clean
        for name, value in list(vars(record).items()):
            if name in ("msg", "args", "exc_info"):
                continue
            if isinstance(value, str):
                setattr(record, name, _clean(value))
            elif isinstance(value, bytes | dict | list | tuple | set | frozenset | BaseException):
                text = repr(value)
                clean = _clean(text)
                if clean != text:
                    setattr(record, name, clean)
        return True


def _clean(text: str) -> str:
    # Compiled on first use, and kept by re, so that importing costs nothing.
    return re.sub(_HEADER, _without_value, masked(text), flags=re.IGNORECASE | re.VERBOSE | re.DOTALL)


def _without_value(match: re.Match[str]) -> str:
    if match["quote"]:
        return f"{match[1]}{match['quoted']}***{match['quote']}"
    return f"{match[1]}{match['plain']}***"


_FILTER = SecretFilter()


def protect(names: Iterable[str]) -> None:
    """Let these loggers show no secret."""
    for name in names:
        logging.getLogger(name).addFilter(_FILTER)


_ROOT = logging.getLogger("aurorax_typed")
_HTTP = logging.getLogger("aurorax_typed.http")
_SEARCH = logging.getLogger("aurorax_typed.search")
_UPLOAD = logging.getLogger("aurorax_typed.upload")
_SCAN = logging.getLogger("aurorax_typed.scan")
_ROOT.addHandler(logging.NullHandler())
protect(logger.name for logger in (_ROOT, _HTTP, _SEARCH, _UPLOAD, _SCAN))


def log_event(event: Event) -> None:
    """Log an event, where anybody listens."""
    match event:
        case ResponseReceived():
            _log(
                _HTTP, logging.DEBUG, "%(method)s %(path)s: %(status)d in %(seconds).3f s (attempt %(attempt)d)", event
            )
        case RequestFailed():
            text = "%(method)s %(path)s: %(error_type)s after %(seconds).3f s (attempt %(attempt)d): %(reason)s"
            _log(_HTTP, logging.DEBUG, text, event)
        case RetryScheduled():
            text = "%(method)s %(path)s failed (attempt %(attempt)d), trying again in %(wait).1f s: %(reason)s"
            _log(_HTTP, logging.WARNING, text, event)
        case StateChanged():
            _log(_SEARCH, logging.INFO, "Search %(request_id)s is %(after)s (was %(before)s)", event)
        case Polled():
            _log(_SEARCH, logging.DEBUG, "Search %(request_id)s is %(state)s after %(elapsed).1f s of waiting", event)
        case PollFailed():
            text = "The status of search %(request_id)s could not be had, waiting goes on: %(reason)s"
            _log(_SEARCH, logging.WARNING, text, event)
        case Uploaded():
            _log(_UPLOAD, logging.DEBUG, "%(records)d records of source %(identifier)d taken in", event)
        case OperationEnded(operation="download", error_type=None):
            text = "Search %(request_id)s: %(records)d records received in %(seconds).3f s (%(bytes)d bytes)"
            _log(_SEARCH, logging.INFO, text, event)
        case OperationEnded():
            how = "took" if event.error_type is None else "was ended by %(error_type)s after"
            _log(_SEARCH, logging.DEBUG, f"%(operation)s (%(family)s) {how} %(seconds).3f s", event)
        case WindowDone():
            text = "Window %(window)s (%(number)d of %(windows)d) is done, %(records)d records"
            _log(_SCAN, logging.INFO, text, event)


def _log(logger: logging.Logger, level: int, text: str, event: Event) -> None:
    if not logger.isEnabledFor(level):
        return
    told = {
        _RENAMED.get(name, name): _line(value) if isinstance(value, str) else value
        for name, value in attrs.asdict(event, recurse=False).items()
        if name != "logs"  # the server's words may be long, and come again with each poll
    }
    if isinstance(event, Polled | StateChanged):
        told["state"] = str(event.state if isinstance(event, Polled) else event.after)
    logger.log(level, text, told, extra=told)


def _line(text: str) -> str:
    """What a server said, made one line, without anything that steers a terminal."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "..."
    return cut if cut.isprintable() else "".join(c if c.isprintable() else repr(c)[1:-1] for c in cut)

"""How decoding fails: the server's report inside a document, and the internal signals of values that do not fit."""

from __future__ import annotations

from aurorax_typed._core.sanitize import shortened
from aurorax_typed.errors import ResultError

__all__ = ["EnvelopeError", "LimitReached", "Mismatch"]


class EnvelopeError(ResultError):
    """The document carries the server's error in place of a result: `{"error": {"error_code": …, "error_message": …}}`.

    The server answers 200 with such a document when it has removed a result (code `NotFound`).

    Attributes:
        error_code: the server's code; None where it gave none.
        error_message: its own words.
    """

    def __init__(self, *, error_code: str | None, error_message: str, offset: int | None = None) -> None:
        told = shortened(f"{error_code}: {error_message}" if error_code else error_message).rstrip(". ")
        super().__init__(
            f"The server reports an error in place of the result: {told}. Fetch it again later.", offset=offset
        )
        self.error_code = error_code
        self.error_message = error_message


class Mismatch(Exception):
    """A value that a record can't hold. `path` leads to it from the record, `reason` says what is wrong with it."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def under(self, prefix: str) -> Mismatch:
        """The same fault, seen from one level above."""
        joint = "" if not self.path or self.path.startswith("[") else "."
        return Mismatch(prefix + joint + self.path, self.reason)


class LimitReached(Exception):
    """A value goes beyond a limit: `at` bytes after its start; `limit` is the name in `DecoderLimits`."""

    def __init__(self, limit: str, at: int, reason: str) -> None:
        super().__init__(limit, at, reason)
        self.limit = limit
        self.at = at
        self.reason = reason

"""What a document may cost: limits that protect the process from a broken or hostile reply."""

from __future__ import annotations

from attrs import Attribute, field, frozen, validators

from aurorax_typed._arguments import names_its_arguments
from aurorax_typed._core.sanitize import shortened
from aurorax_typed.errors import ConfigurationError, ResultError

__all__ = ["DecoderLimits", "EnvelopeError", "LimitReached", "Mismatch"]


def _positive(_: object, attribute: Attribute[int], value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ConfigurationError(f"DecoderLimits.{attribute.name} must be a whole number, 1 or more, not {value!r}.")


@names_its_arguments(ConfigurationError)
@frozen(kw_only=True)
class DecoderLimits:
    """Bounds that a result must keep; beyond them decoding stops with `ResultLimitError`.

    The defaults are far above anything that AuroraX sends, and low enough that no document can take more than about
    100 MB. Lower limits than the defaults are held exactly as well, but some of them (see each) switch the fast path
    off.

    Attributes:
        max_depth: how deep lists and objects may nest, the record itself counted as 1. Real records reach 7; the
            parser's own stack is safe up to some hundreds. Values that no field keeps (an unknown member of a
            location) may escape the count. Below 12: slow.
        max_record_bytes: length of one record, bytes. A record is held in memory whole; a conjunction of many criteria
            with full sources can reach a megabyte. Below 256 KiB: slow.
        max_record_brackets: opening brackets in the text of one record, those in strings included. An empty list is
            two bytes of text but some eighty of memory. Below 262,144: slow.
        max_string_bytes: length of one string as it is written, bytes. Below 256 KiB: slow.
        max_number_digits: characters of one number. 4300 is where Python itself refuses to convert, since that takes
            time that grows with the square of the length.
        max_envelope_bytes: length of all members of the envelope beside `result` together, bytes. The server sends none
            or a few words.
        max_total_bytes: length of the whole document, bytes (after decompression). None for no limit: results of
            gigabytes are normal, and memory doesn't grow with them.
    """

    max_depth: int = field(default=64, validator=_positive)
    max_record_bytes: int = field(default=8 * 1024 * 1024, validator=_positive)
    max_record_brackets: int = field(default=400_000, validator=_positive)
    max_string_bytes: int = field(default=1024 * 1024, validator=_positive)
    max_number_digits: int = field(default=4300, validator=_positive)
    max_envelope_bytes: int = field(default=256 * 1024, validator=_positive)
    max_total_bytes: int | None = field(default=None, validator=validators.optional(_positive))


# How decoding fails: the server's report inside a document, and the internal signals of values that do not fit.


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

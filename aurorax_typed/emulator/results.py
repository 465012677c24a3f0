"""Result files: one record to a line, written once with everything known, read back in whatever form is asked for.

A file is a JSON array, ``[``, the records each on its own line, ``]``; an empty one has the server's 5 bytes. Records
carry their whole source, as the server keeps them, and the source comes first. So a reader finds the end of the source
without parsing it: it meets few different sources, knows the text of each after the first, and puts the form that was
asked for in its place. Memory stays at one chunk whatever the size of the file.
"""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from threading import Event
from typing import BinaryIO

from aurorax_typed.emulator.archive import FORMATS, Source
from aurorax_typed.emulator.replies import Json, JsonObject, bad_request, decode, encode

__all__ = [
    "Cancelled",
    "Reshape",
    "as_format",
    "as_tree",
    "check_tree",
    "project",
    "read_result",
    "record_line",
    "shape_records",
    "wanted",
    "write_result",
]

Reshape = Callable[[bytes], bytes]

# Large enough that the work per chunk does not show, small enough to leave the event loop within a few milliseconds.
_CHUNK = 256 * 1024
_OPEN = b'{"data_source":'
_IDENTIFIER = len(_OPEN + b'{"identifier":')


class Cancelled(Exception):
    """The search was cancelled while its result was being written."""


def record_line(source_text: bytes, rest: JsonObject) -> bytes:
    """One record as the file has it: the source's text, then the other members."""
    return _OPEN + source_text + b"," + encode(rest)[1:]


def write_result(path: Path, batches: Iterable[Iterable[bytes]], cancelled: Event) -> tuple[int, int]:
    """Write records to a file; gives their number and the size of the file in bytes.

    Runs in a thread. When ``cancelled`` is set it leaves no file behind and raises ``Cancelled``.
    """
    count = 0
    partial = path.with_suffix(".part")
    try:
        with partial.open("wb", buffering=1 << 20) as file:
            file.write(b"[\n")
            for batch in batches:
                if cancelled.is_set():
                    raise Cancelled
                lines = list(batch)
                if lines:
                    file.write(b",\n" if count else b"")
                    file.write(b",\n".join(lines))
                    count += len(lines)
            file.write(b"\n]\n")
        if cancelled.is_set():
            raise Cancelled
        size = partial.stat().st_size
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
    return count, size


def read_result(file: BinaryIO, reshape: Reshape | None) -> Iterator[bytes]:
    """The body of an answer, ``{"result":[…]}``, in chunks. ``None`` leaves the records as they are stored."""
    file.readline()
    yield b'{"result":['
    first = True
    while lines := file.readlines(_CHUNK):
        if lines[-1] == b"]\n":
            # The line before it ends in the newline that closes the array, or is empty for an empty result.
            lines = [line for line in lines[:-1] if line != b"\n"]
        if not lines:
            break
        records = (line.rstrip(b",\n") for line in lines)
        chunk = b",".join(records if reshape is None else map(reshape, records))
        yield chunk if first else b"," + chunk
        first = False
    yield b"]}"


class _Sources:
    """The source texts met so far in a file, and what to write in their place."""

    def __init__(self, render: Callable[[JsonObject], bytes]) -> None:
        self._render = render
        self._known: dict[bytes, tuple[bytes, bytes]] = {}

    def split(self, line: bytes) -> tuple[bytes, int]:
        """What to write for the source of a record, and where the rest of the record begins."""
        identifier = line[_IDENTIFIER : line.index(b",", _IDENTIFIER)]
        known = self._known.get(identifier)
        if known is None or not line.startswith(known[0], len(_OPEN)):
            known = self._learn(line)
            self._known[identifier] = known
        return known[1], len(_OPEN) + len(known[0])

    def _learn(self, line: bytes) -> tuple[bytes, bytes]:
        record = decode(line)
        assert isinstance(record, dict)
        source = record["data_source"]
        assert isinstance(source, dict)
        return encode(source), self._render(source)


def shape_records(form: str, tree: Json) -> Reshape | None:
    """How records with one source are shown: by a response format where there is one, else by the form of the source.

    ``None`` shows them as they are stored.
    """
    return as_format(form) if tree is None else as_tree(tree)


def as_format(form: str) -> Reshape | None:
    """Records whose source has one of the forms of the API; ``full_record`` is how they are stored."""
    if form not in FORMATS:
        raise bad_request(f"data_source_record_format must be one of {', '.join(FORMATS)}, not '{form}'")
    if form == "full_record":
        return None
    members = set(Source.members(form))
    sources = _Sources(lambda source: encode({key: value for key, value in source.items() if key in members}))

    def reshape(line: bytes) -> bytes:
        text, end = sources.split(line)
        return _OPEN + text + line[end:]

    return reshape


def check_tree(tree: Json) -> JsonObject:
    """A response format, or 400."""
    if not isinstance(tree, dict):
        raise bad_request("a response format must be an object of booleans")
    _check(tree, "")
    return tree


def as_tree(given: Json) -> Reshape:
    """Records with only those members that a response format marks with true."""
    tree = check_tree(given)
    asked = tree.get("data_source")
    sources = _Sources(lambda source: encode(project(source, asked)) if wanted(asked) else b"")

    def reshape(line: bytes) -> bytes:
        text, end = sources.split(line)
        rest = decode(b"{" + line[end + 1 :])
        written = encode(project(rest, tree))
        if not text:
            return written
        return _OPEN + text + (b"}" if written == b"{}" else b"," + written[1:])

    return reshape


def _check(tree: JsonObject, path: str) -> None:
    for key, asked in tree.items():
        if isinstance(asked, dict):
            _check(asked, f"{path}{key}.")
        elif asked is not None and not isinstance(asked, bool):
            raise bad_request(f"response format: {path}{key} must be true, false or an object")


def wanted(asked: Json) -> bool:
    """Whether a branch of a response format asks for anything."""
    return asked is True or isinstance(asked, dict)


def project(value: object, asked: Json) -> object:
    """What of a value a branch of a response format asks for."""
    if asked is True:
        return value
    if isinstance(value, list):
        return [project(item, asked) for item in value]
    if isinstance(value, dict) and isinstance(asked, dict):
        return {key: project(item, asked[key]) for key, item in value.items() if wanted(asked.get(key))}
    return value

"""`aurorax upload …`: records from a file into AuroraX."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar, cast

import typer

from aurorax_typed.cli.options import ProgressOption, QuietOption
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.sources import named, read_input
from aurorax_typed.errors import ConfigurationError, QueryError, ResultError
from aurorax_typed.records import DataProduct, Ephemeris

if TYPE_CHECKING:
    from collections.abc import Callable

    from aurorax_typed import AuroraX

__all__ = ["FileError", "RecordFile", "app"]


app: typer.Typer = typer.Typer(help="Send records in. Needs an API key that may write them.")


FileArgument: TypeAlias = Annotated[
    Path,
    typer.Argument(metavar="FILE", help="Records as .ndjson, .json, .csv or .parquet; - for JSON on standard input."),
]
SourceOption: TypeAlias = Annotated[
    int | None,
    typer.Option(
        "--source", metavar="IDENTIFIER", help="Whose records. Default: that of the first.", show_default=False
    ),
]
ChunkOption: TypeAlias = Annotated[int, typer.Option(min=1, metavar="N", help="So many go at once.")]
ValidateOption: TypeAlias = Annotated[
    bool,
    typer.Option("--validate/--no-validate", help="Check metadata against the source's schema, and locations."),
]
DryRunOption: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Check all of it; send nothing.")]


@app.command("data-products")
def upload_data_products(
    context: typer.Context,
    file: FileArgument,
    *,
    source: SourceOption = None,
    chunk_size: ChunkOption = 500,
    validate: ValidateOption = True,
    dry_run: DryRunOption = False,
    quiet: QuietOption = False,
    progress: ProgressOption = None,
) -> None:
    """Send data products in: start, end, url and data_product_type of each, and metadata.

    All is checked before anything is sent. Safe to repeat: a record takes the place of the one with its URL.

    \b
    Examples:
      aurorax upload data-products keograms.csv --source 103 --dry-run
      aurorax upload data-products keograms.csv --source 103
    """
    from aurorax_typed.records import DataProduct

    def send(client: AuroraX, records: RecordFile[DataProduct]) -> int:
        return client.data_products.upload(
            records.own_source, records, chunk_size=chunk_size, validate=validate, dry_run=dry_run
        )

    _run(context, RecordFile(file, DataProduct, source=source), send, dry_run=dry_run, quiet=quiet, shown=progress)


@app.command("ephemeris")
def upload_ephemeris(
    context: typer.Context,
    file: FileArgument,
    *,
    source: SourceOption = None,
    chunk_size: ChunkOption = 500,
    validate: ValidateOption = True,
    dry_run: DryRunOption = False,
    quiet: QuietOption = False,
    progress: ProgressOption = None,
) -> None:
    """Send ephemeris in: epoch (on the minute) and locations of each, and metadata.

    All is checked before anything is sent. Safe to repeat: a record takes the place of the one with its epoch.

    \b
    Examples:
      aurorax upload ephemeris swarma.parquet --dry-run
      aurorax upload ephemeris orbit.ndjson --source 3
    """
    from aurorax_typed.records import Ephemeris

    def send(client: AuroraX, records: RecordFile[Ephemeris]) -> int:
        return client.ephemeris.upload(
            records.own_source, records, chunk_size=chunk_size, validate=validate, dry_run=dry_run
        )

    _run(context, RecordFile(file, Ephemeris, source=source), send, dry_run=dry_run, quiet=quiet, shown=progress)


def _run(
    context: typer.Context,
    records: RecordFile[R],
    send: Callable[[AuroraX, RecordFile[R]], int],
    *,
    dry_run: bool,
    quiet: bool,
    shown: bool | None,
) -> None:
    from aurorax_typed._core.sanitize import counted
    from aurorax_typed.cli.progress import Progress, say

    with (
        Progress(quiet=quiet, shown=shown, first="checking") as progress,
        cast(Settings, context.obj).client(progress.counting) as client,
    ):
        try:
            count = send(client, records)
        except KeyboardInterrupt:
            progress.stop()
            say("interrupted")
            say(f"{counted(progress.records, 'record')} taken in before. Uploading all of them again does no harm.")
            raise typer.Exit(130) from None
        except QueryError as error:
            raise QueryError(f"{records.name}: {_from_one(error.message)}") from None
    if quiet:
        return
    if not count:
        say(f"{records.name} holds no records; nothing was sent.")
        return
    what = f"{counted(count, 'record')} for source {records.own_source}"
    say(f"{what} can be sent. Nothing was sent yet." if dry_run else f"{what} taken in. They show in searches soon.")


def _from_one(message: str) -> str:
    """The library counts records as lists do; people count from one."""
    return re.sub(r"^Record (\d+)", lambda found: f"Record {int(found[1]) + 1}", message)


R = TypeVar("R", bound=Ephemeris | DataProduct)

_NUMBERS = ("lat", "lon")
_SPARE = ", ".join((".ndjson", ".jsonl", ".json", ".csv", ".parquet"))


class FileError(ConfigurationError):
    """A file does not hold records; the message names it."""


class RecordFile(Generic[R]):
    """The records of a file, read anew whenever they are gone through, so that none of them are kept.

    Args:
        path: the file; `-` for standard input, which is read once: lines of JSON, or an array.
        record_type: what it holds.
        source: the identifier that records get which name none.

    Raises:
        FileError: the file can't be read, or its name does not tell what it holds.
    """

    def __init__(self, path: Path, record_type: type[R], *, source: int | None = None) -> None:
        self.source = source
        self._path = path
        self._type = record_type
        self._read: bytes | None = None
        self._suffix = path.suffix.lower()
        if str(path) == "-":
            self._read = read_input(path)
            self._suffix = ".json" if self._read.lstrip().startswith(b"[") else ".ndjson"
        elif self._suffix not in _SPARE.split(", "):
            raise FileError(f"The name {path} does not say what it holds. It must end in one of {_SPARE}.")
        elif not path.is_file():
            raise FileError(f"{path} can't be read: there is no such file.")

    @property
    def name(self) -> str:
        """For messages."""
        return named(self._path)

    @property
    def own_source(self) -> int:
        """The source of the upload: as given, else that of the first record.

        Raises:
            FileError: neither says it.
        """
        if self.source is None:
            for record in self:
                self.source = record.data_source.identifier
                break
            else:
                raise FileError(f"{self.name} holds no records.")
        return self.source

    def __iter__(self) -> Iterator[R]:
        from aurorax_typed._core.decoder import iter_records
        from aurorax_typed.export import read_results

        try:
            if self._suffix == ".parquet":
                yield from cast("Iterator[R]", read_results(self._path, self._type))
            else:
                yield from iter_records(_chunks(self._documents()), self._type)
        except ResultError as error:
            # Where in our own rewriting of the file something stands is no help.
            reason = re.sub(r" \(byte \d+\).*", ".", str(error)).replace("..", ".")
            raise FileError(f"{self.name}: {reason}") from None

    def _documents(self) -> Iterator[dict[str, Any]]:
        if self._suffix == ".csv":
            rows: Iterable[object] = self._csv()
        elif self._suffix == ".json":
            rows = self._array()
        else:
            rows = self._lines()
        for number, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise FileError(f"{self.name}: record {number} must be a JSON object, not {row!r}.")
            if row.get("data_source") is None:
                if self.source is None:
                    raise FileError(
                        f"{self.name}: record {number} does not say whose it is. "
                        "Add --source IDENTIFIER, such as --source 103."
                    )
                row["data_source"] = {"identifier": self.source}
            yield row

    def _text(self) -> Iterator[str]:
        if self._read is not None:
            yield from io.StringIO(self._read.decode("utf-8-sig"), newline="")
            return
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            yield from file

    def _lines(self) -> Iterator[object]:
        for number, line in enumerate(self._sound(self._text()), 1):
            if line.strip():
                yield self._json(line, f"line {number}")

    def _array(self) -> Iterable[object]:
        found = self._json("".join(self._sound(self._text())), "")
        # The server's own documents hold their records in a member.
        if isinstance(found, dict) and isinstance(found.get("result"), list):
            found = found["result"]
        if not isinstance(found, list):
            raise FileError(f"{self.name} must hold a JSON array of records, not {type(found).__name__}.")
        return found

    def _csv(self) -> Iterator[dict[str, Any]]:
        from aurorax_typed.export.rows import layout

        reader = csv.DictReader(self._sound(self._text()), strict=True)
        known = layout(self._type)
        unknown = [name for name in reader.fieldnames or [] if name not in known]
        if unknown:
            raise FileError(f"{self.name} has a column {unknown[0]!r}. Known: {', '.join(known)}.")
        try:
            for row in reader:
                yield self._document(row, f"line {reader.line_num}")
        except csv.Error as error:
            raise FileError(f"{self.name}, line {reader.line_num}: {error}.") from None

    def _document(self, row: dict[str, str | None], where: str) -> dict[str, Any]:
        from aurorax_typed.export.rows import kinds, layout

        found: dict[str, Any] = {}
        members = kinds(self._type)
        for column, (name, part) in layout(self._type).items():
            text = row.get(column)
            if not text:
                continue
            if members[name] == "json":
                found[name] = self._json(text, f"{where}, {column}")
            elif part in _NUMBERS:
                found.setdefault(name, {})[part] = self._number(text, where, column)
            elif part is not None:
                found.setdefault(name, {})[part] = self._whole(text, where) if part == "identifier" else text
            else:
                found[name] = text
        if "identifier" not in found.get("data_source", {"identifier": 0}):
            # Names without a number: the upload's own source, whose names are held against them.
            found["data_source"]["identifier"] = self._needed(where)
        extra = found.pop("extra", None)
        return found | (extra if isinstance(extra, dict) else {})

    def _needed(self, where: str) -> int:
        if self.source is None:
            raise FileError(f"{self.name}, {where}: no identifier. Add --source IDENTIFIER, such as --source 103.")
        return self.source

    def _number(self, text: str, where: str, column: str) -> float:
        try:
            return float(text)
        except ValueError:
            raise FileError(f"{self.name}, {where}: {column} must be degrees, not {text!r}.") from None

    def _whole(self, text: str, where: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise FileError(f"{self.name}, {where}: identifier must be a number, not {text!r}.") from None

    def _json(self, text: str, where: str) -> Any:
        try:
            return json.loads(text)
        except (ValueError, RecursionError) as error:
            place = f"{self.name}, {where}" if where else named(self._path)
            raise FileError(f"{place} is not JSON: {error}.") from None

    def _sound(self, lines: Iterator[str]) -> Iterator[str]:
        try:
            yield from lines
        except UnicodeDecodeError:
            raise FileError(f"{self.name} is not UTF-8 text.") from None
        except OSError as error:
            raise FileError(f"{self.name} can't be read: {error.strerror or error}.") from None


def _chunks(documents: Iterator[dict[str, Any]]) -> Iterator[bytes]:
    before = b"["
    for document in documents:
        yield before + json.dumps(document).encode()
        before = b","
    yield b"[]" if before == b"[" else b"]"

"""`aurorax upload …`: records from a file into AuroraX."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Generic, TypeAlias, TypeVar, cast

import typer

from aurorax_typed._arguments import local_path
from aurorax_typed._core.sanitize import shortened
from aurorax_typed.cli.options import ProgressOption, QuietOption
from aurorax_typed.cli.settings import Settings
from aurorax_typed.cli.sources import named, read_input
from aurorax_typed.errors import ConfigurationError, QueryError
from aurorax_typed.records import DataProduct, DataSource, Ephemeris

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
            # The library counts records from 0; a file has lines or rows.
            message, of_record = re.subn(r"^Record \d+", records.place, error.message)
            raise QueryError(message if of_record else f"{records.name}: {message}") from None
    if quiet:
        return
    if not count:
        say(f"{records.name} holds no records; nothing was sent.")
        return
    what = f"{counted(count, 'record')} for source {records.own_source}"
    say(f"{what} can be sent. Nothing was sent yet." if dry_run else f"{what} taken in. They show in searches soon.")


R = TypeVar("R", bound=Ephemeris | DataProduct)

_SPARE = ", ".join((".ndjson", ".jsonl", ".json", ".csv", ".parquet"))
_INDEX = re.compile(r"__index_level_\d+__|")
"""The columns in which pandas writes the numbers of rows; in CSV the name is empty."""


class FileError(ConfigurationError):
    """A file does not hold records; the message names it."""


class RecordFile(Generic[R]):
    """The records of a file, read anew whenever they are gone through, so that none of them are kept.

    Args:
        path: the file; `-` for standard input, which is read once: lines of JSON, or an array.
        record_type: what it holds.
        source: the identifier that records get which name none.

    Attributes:
        place: where the last record stands, for messages.

    Raises:
        FileError: the file can't be read, or its name does not tell what it holds.
    """

    def __init__(self, path: Path, record_type: type[R], *, source: int | None = None) -> None:
        from aurorax_typed._core.record_fields import fields_of
        from aurorax_typed.export.rows import kinds, layout

        self.source = source
        self.place: str = ""
        self._path = local_path(path)
        self._type = record_type
        self._kinds = kinds(record_type)
        self._columns = layout(record_type)
        self._source_members = [field.name for field in fields_of(DataSource)]
        self._seen: frozenset[str] = frozenset()
        self._read: bytes | None = None
        self._suffix = path.suffix.lower()
        if str(path) == "-":
            self._read = read_input(path)
            self._suffix = ".json" if self._read.lstrip().startswith(b"[") else ".ndjson"
        elif path.is_dir():
            raise FileError(f"{path} is a folder. Upload its files one by one, such as those of a scan's dataset.")
        elif self._suffix not in _SPARE.split(", "):
            raise FileError(f"The name {path} does not say what it holds. It must end in one of {_SPARE}.")
        elif not self._path.is_file():
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
        from aurorax_typed._core.decoder.build import build_source, builder
        from aurorax_typed._core.decoder.limits import Mismatch

        build = builder(self._type, source=build_source)
        read = {".parquet": self._table, ".csv": self._csv, ".json": self._array}.get(self._suffix, self._lines)
        for place, row in read():
            self.place = f"{self.name}, {place}"
            if not isinstance(row, Mapping):
                raise self._error(f"a record is a JSON object, not {shortened(repr(row), 100)}")
            try:
                record = build(self._with_source(self._document(row)))
            except Mismatch as fault:
                raise self._error(f"{fault.path} {fault.reason}") from None
            yield record

    def _error(self, reason: str) -> FileError:
        return FileError(f"{self.place}: {reason}" if reason[-1] in ".?" else f"{self.place}: {reason}.")

    # -- one row as the record's JSON ---------------------------------------------------------------------------------

    def _document(self, row: Mapping[str, Any]) -> dict[str, Any]:
        """The record's own JSON of a row, in which any field may be flat, as in our tables, or nested.

        Raises:
            FileError: a name is unknown, or a field comes in both forms.
        """
        kinds, columns = self._kinds, self._columns
        found: dict[str, Any] = {}
        nested: set[str] = set()
        unknown: dict[str, Any] = {}
        for name, value in row.items():
            if name == "data_source" and isinstance(value, Mapping):
                nested.add(name)
                found[name] = self._members(name, value, self._source_members) | found.get(name, {})
            elif kinds.get(name) == "location":
                nested.add(name)
                if value is not None and not isinstance(value, Mapping):
                    raise self._error(
                        f"{name} must be an object with lat and lon, or the columns {name}_lat and {name}_lon"
                    )
                found[name] = self._members(name, value or {}, ("lat", "lon")) | found.get(name, {})
            elif name in columns:
                member, part = columns[name]
                read = self._value(name, kinds[member], part, value)
                if part is None:
                    found[member] = read
                elif read is not None or kinds[member] == "location":
                    found.setdefault(member, {})[part] = read
            elif not (isinstance(name, str) and _INDEX.fullmatch(name)):
                unknown[name] = value
        flat = {columns[name][0]: name for name in row if name in columns and columns[name][1] and name not in nested}
        for name in nested & flat.keys():
            raise self._error(f"{name} comes twice, nested and as the column {flat[name]}. Give it in one form")
        unknown |= found.pop("extra", None) or {}
        self._check_unknown(unknown, found.get("metadata") or {})
        return {name: value for name, value in found.items() if value is not None}

    def _check_unknown(self, unknown: Mapping[Any, Any], metadata: Mapping[str, Any]) -> None:
        """Refuse what would be lost. A column that only repeats a field of the metadata, as ours may, is not."""
        from aurorax_typed._arguments import did_you_mean

        for name, value in unknown.items():
            if name in metadata or ("metadata" in self._seen and value in (None, "")):
                if _repeats(value, metadata.get(name)):
                    continue
                raise self._error(f"the column {shortened(name, 60)} differs from this field of the metadata")
            known = [*self._columns, *(field for field in self._kinds if field not in self._columns)]
            raise self._error(f"there is no field {shortened(str(name), 60)!r}. {did_you_mean(str(name), known)}")

    def _members(self, name: str, value: Mapping[str, Any], known: Sequence[str]) -> dict[str, Any]:
        from aurorax_typed._arguments import did_you_mean

        for member in value:
            if member not in known:
                raise self._error(
                    f"{name} has no member {shortened(str(member), 60)!r}. {did_you_mean(str(member), known)}"
                )
        return dict(value)

    def _value(self, column: str, kind: str, part: str | None, value: Any) -> Any:
        """What a cell says, of text or of another type."""
        if value is None or value == "":
            return None
        if kind == "json":
            value = self._json(value, column) if isinstance(value, str) else value
            if not isinstance(value, Mapping):
                raise self._error(f"{column} must be a JSON object, not {shortened(repr(value), 60)}")
            return value
        if kind == "location" or part == "identifier":
            return self._number(value, column, whole=part == "identifier")
        if kind == "time":
            if isinstance(value, date):  # also a datetime, and pandas' Timestamp
                return value.isoformat()
            if isinstance(value, int | float):
                raise self._error(
                    f"{column} must be a time as text, such as 2020-02-01T12:00:00, not {value}. "
                    "pandas writes text with to_json(date_format='iso')"
                )
        return value

    def _number(self, value: Any, column: str, *, whole: bool) -> Any:
        number = value
        if isinstance(value, str):
            try:
                number = int(value) if whole else float(value)
            except ValueError:
                number = _float(value)
        if whole and isinstance(number, float) and number.is_integer():
            number = int(number)  # of a table with gaps
        is_number = isinstance(number, int if whole else int | float) and not isinstance(number, bool)
        if not is_number or not -math.inf < cast(float, number) < math.inf:
            wanted = "a whole number" if whole else "degrees, or empty if there is no position"
            raise self._error(f"{column} must be {wanted}, not {shortened(repr(value), 60)}")
        return number

    def _with_source(self, document: dict[str, Any]) -> dict[str, Any]:
        source = document.setdefault("data_source", {})
        if source.get("identifier") is None:
            if self.source is None:
                raise self._error("it does not say whose it is. Add --source IDENTIFIER, such as --source 103")
            # Names without a number: the upload's own source, whose names are held against them.
            source["identifier"] = self.source
        if self.source is not None and source["identifier"] != self.source:
            columns = ", ".join(name for name, (member, _) in self._columns.items() if member == "data_source")
            raise self._error(
                f"it is of source {source['identifier']}, and this upload is for source {self.source}. To file it "
                f"there, leave out {columns}"
            )
        return document

    # -- the rows of each format --------------------------------------------------------------------------------------

    def _table(self) -> Iterator[tuple[str, Any]]:
        from aurorax_typed._optional import require

        parquet = require("pyarrow.parquet", "Parquet files")
        before = 0
        try:
            with parquet.ParquetFile(self._path) as file:
                self._seen = frozenset(file.schema_arrow.names)
                if file.num_row_groups:  # pyarrow 18 and 19 fail on a file that has none
                    for batch in file.iter_batches(batch_size=4096):
                        for number, row in enumerate(batch.to_pylist(), before + 1):
                            yield f"row {number}", row
                        before += batch.num_rows
        except (OSError, require("pyarrow", "Parquet files").ArrowException) as error:
            raise FileError(f"{self.name} can't be read as Parquet: {shortened(str(error), 200)}.") from None

    def _lines(self) -> Iterator[tuple[str, Any]]:
        for number, line in enumerate(self._sound(self._text()), 1):
            self.place = f"{self.name}, line {number}"
            if line.strip():
                yield f"line {number}", self._json_row(line)

    def _array(self) -> Iterator[tuple[str, Any]]:
        self.place = self.name
        found = self._json("".join(self._sound(self._text())), "")
        # The server's own documents hold their records in a member.
        if isinstance(found, dict) and isinstance(found.get("result"), list):
            found = found["result"]
        if not isinstance(found, list):
            raise FileError(f"{self.name} must hold a JSON array of records, not {type(found).__name__}.")
        for number, row in enumerate(found, 1):
            self._seen = frozenset(row) if isinstance(row, dict) else frozenset()
            yield f"record {number}", row

    def _json_row(self, line: str) -> Any:
        row = self._json(line, "")
        self._seen = frozenset(row) if isinstance(row, dict) else frozenset()
        return row

    def _csv(self) -> Iterator[tuple[str, Any]]:
        from aurorax_typed._arguments import did_you_mean
        from aurorax_typed.export.rows import without_apostrophe

        csv.field_size_limit(2**31 - 1)  # the metadata of one record can be long
        reader = csv.reader(self._sound(self._text()), strict=True)
        try:
            header = [without_apostrophe(name) for name in next(reader, [])]
            self._seen = frozenset(header)
            for name in header:
                if header.count(name) > 1:
                    raise FileError(f"{self.name} has the column {shortened(name, 60)!r} twice.")
                # Without metadata no column can repeat a field of it.
                if name not in self._columns and name and "metadata" not in header:
                    raise FileError(
                        f"{self.name} has a column {shortened(name, 60)!r}. {did_you_mean(name, self._columns)}"
                    )
            for cells in reader:
                if not cells:
                    continue
                where = f"line {reader.line_num}"
                if len(cells) != len(header):
                    raise FileError(f"{self.name}, {where}: {len(cells)} cells, and the header has {len(header)}.")
                yield where, dict(zip(header, map(without_apostrophe, cells), strict=True))
        except csv.Error as error:
            raise FileError(f"{self.name}, line {reader.line_num}: {error}.") from None

    def _text(self) -> Iterator[str]:
        if self._read is not None:
            yield from io.StringIO(self._read.decode("utf-8-sig"), newline="")
            return
        with self._path.open(encoding="utf-8-sig", newline="") as file:
            yield from file

    def _json(self, text: str, column: str) -> Any:
        def refuse(word: str) -> None:
            raise ValueError(f"{word} is not a number that JSON has")

        def once(members: list[tuple[str, Any]]) -> dict[str, Any]:
            found = dict(members)
            for name, _ in members if len(found) < len(members) else ():
                if sum(name == other for other, _ in members) > 1:
                    raise ValueError(f"the name {shortened(name, 60)!r} comes twice")
            return found

        try:
            return json.loads(text, parse_constant=refuse, object_pairs_hook=once)
        except (ValueError, RecursionError) as error:
            raise FileError(f"{', '.join(filter(None, (self.place, column)))} is not JSON: {error}.") from None

    def _sound(self, lines: Iterator[str]) -> Iterator[str]:
        try:
            yield from lines
        except UnicodeDecodeError:
            raise FileError(f"{self.name} is not UTF-8 text.") from None
        except OSError as error:
            raise FileError(f"{self.name} can't be read: {error.strerror or error}.") from None


def _float(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _repeats(value: Any, held: Any) -> bool:
    """Whether a cell has the same value as a field of the metadata, also as text."""
    from aurorax_typed.export.json import json_bytes

    if value == held or held is None:
        return value in (None, "", held)
    text = str(value)
    if isinstance(held, bool):
        return text.lower() == json_bytes(held).decode()
    if isinstance(held, int | float):
        return _float(text) == held
    return text == (held if isinstance(held, str) else json_bytes(held).decode())

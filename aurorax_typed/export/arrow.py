"""Records as Arrow record batches with a fixed schema, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aurorax_typed._optional import require
from aurorax_typed.errors import ResultDecodeError, ResultError
from aurorax_typed.export.metadata_columns import MetadataColumns, MetadataFields, MetadataType
from aurorax_typed.export.rows import SOURCE_MEMBERS, JsonCells, Kind, column_names, kinds, layout, sound
from aurorax_typed.records import ConjunctionEvent, DataSource, JSONValue, Location, Record, naive_utc

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BatchConverter", "SettlingConverter", "arrow_schema", "batch_to_arrow", "records_from_arrow", "table_of"]

R = TypeVar("R", bound=Record)

_UNITS = {"min_distance": "km", "max_distance": "km", "_lat": "degrees north", "_lon": "degrees east"}
_MOST_SOURCES = 4096


def _pyarrow() -> Any:
    return require("pyarrow", "Arrow tables and Parquet files")


def _type(kind: Kind) -> pa.DataType:
    arrow = _pyarrow()
    if kind == "choice":
        return arrow.dictionary(arrow.int32(), arrow.string())
    plain = {
        "time": arrow.timestamp("us"),
        "number": arrow.float64(),
        "whole": arrow.int64(),
        "flag": arrow.bool_(),
    }
    return plain.get(kind, arrow.string())


def _field(name: str, kind: Kind) -> pa.Field:
    unit = next((unit for end, unit in _UNITS.items() if name.endswith(end)), "UTC" if kind == "time" else None)
    return _pyarrow().field(name, _type(kind), metadata={"unit": unit} if unit else None)


def arrow_schema(record_type: type[Record], metadata: Mapping[str, MetadataType] | None = None) -> pa.Schema:
    """The columns of such records in Arrow, Parquet and DataFrames: fixed, whatever the records hold.

    Times are microseconds in UTC without a time zone, as records have them. Text with few different values (a source's
    members, types) is dictionary-encoded. A location is two columns in degrees. `metadata` and `extra` (null if there
    is none) are JSON text, since their fields differ in name and type from one record to the next; so are the
    `data_sources` and `events` of a conjunction, so that a table can be compared, merged, freed of duplicates and
    written to any format. A column's unit is in the metadata of its Arrow field.

    Args:
        record_type: `DataProduct`, `Ephemeris` or `Conjunction`.
        metadata: fields of the metadata that get columns of their own after these, with their types.

    Raises:
        QueryError: `metadata` is not valid, or gives no types.
        MissingExtraError: pyarrow is not installed.
    """
    columns = MetadataColumns(record_type, metadata)
    columns.check_typed()
    return _schema(record_type, columns)


def _schema(record_type: type[Record], columns: MetadataColumns) -> pa.Schema:
    members = kinds(record_type)
    fields = []
    for column, (name, part) in layout(record_type).items():
        kind = members[name]
        if kind == "location":
            kind = "number"
        elif kind == "source":
            kind = "whole" if part == "identifier" else "choice"
        fields.append(_field(column, kind))
    fields += [_pyarrow().field(name, _type(kind or "text")) for name, kind in columns.kinds.items()]
    return _pyarrow().schema(fields, metadata={"aurorax_record": record_type.__name__})


class _Choices:
    """A dictionary that grows: a value keeps its number from batch to batch."""

    def __init__(self) -> None:
        self._pa = _pyarrow()
        self._numbers: dict[str, int] = {}
        self._values: pa.Array | None = None

    def number(self, value: str | None) -> int | None:
        if value is None:
            return None
        number = self._numbers.get(value)
        if number is None:
            number = self._numbers[value] = len(self._numbers)
            self._values = None
        return number

    def array(self, numbers: pa.Array) -> pa.Array:
        if self._values is None:
            self._values = self._pa.array(map(sound, self._numbers), self._pa.string())
        return self._pa.DictionaryArray.from_arrays(numbers, self._values)

    def encode(self, values: Iterable[str | None]) -> pa.Array:
        if len(self._numbers) > _MOST_SOURCES:
            self._numbers = {}
        return self.array(self._pa.array([self.number(value) for value in values], self._pa.int32()))


class _Sources:
    """The columns of sources. Each different source is taken apart once; a row has its number."""

    def __init__(self) -> None:
        self._pa = _pyarrow()
        self._clear()

    def _clear(self) -> None:
        self._numbers: dict[int, int] = {}
        self._held: list[DataSource] = []
        self._choices = {name: _Choices() for name in SOURCE_MEMBERS if name != "identifier"}
        self._parts: dict[str, pa.Array] = {}

    def columns(self, sources: Sequence[DataSource]) -> list[pa.Array]:
        """A column for each member of a source that tables have."""
        arrow = self._pa
        if len(self._held) > _MOST_SOURCES:
            self._clear()
        known = self._numbers.get
        numbers = [known(id(source)) for source in sources]
        if None in numbers:
            numbers = [self._number(source) for source in sources]
        rows = arrow.array(numbers, arrow.int32())
        if not self._parts:
            self._parts = {name: self._part(name) for name in SOURCE_MEMBERS}
        return [
            self._parts[name].take(rows)
            if name == "identifier"
            else self._choices[name].array(self._parts[name].take(rows))
            for name in SOURCE_MEMBERS
        ]

    def _number(self, source: DataSource) -> int:
        number = self._numbers.get(id(source))
        if number is None:
            number = self._numbers[id(source)] = len(self._held)
            self._held.append(source)  # also keeps its id from being given to another
            self._parts = {}
        return number

    def _part(self, name: str) -> pa.Array:
        values = [getattr(source, name) for source in self._held]
        if name != "identifier":
            number = self._choices[name].number
            return self._pa.array([number(value) for value in values], self._pa.int32())
        try:
            return self._pa.array(values, self._pa.int64())
        except (OverflowError, self._pa.ArrowInvalid):
            raise ResultError(
                "An identifier of a data source does not fit in 64 bits, so that no table can hold it. "
                "Write newline-delimited JSON instead."
            ) from None


class BatchConverter(Generic[R]):
    """Makes Arrow record batches of records of one type; text that repeats is stored once.

    One converter for all batches of a result keeps the numbers of dictionary values the same from batch to batch.

    Args:
        record_type: what the records are.
        metadata: fields of the metadata that get columns of their own, with their types.

    Attributes:
        schema: that of every batch, see `arrow_schema`.

    Raises:
        QueryError: `metadata` is not valid, or gives no types.
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, record_type: type[R], metadata: Mapping[str, MetadataType] | None = None) -> None:
        columns = MetadataColumns(record_type, metadata)
        columns.check_typed()
        self._begin(record_type, columns)

    def _begin(self, record_type: type[R], columns: MetadataColumns) -> None:
        self.schema: pa.Schema = _schema(record_type, columns)
        self._pa = _pyarrow()
        self._type = record_type
        self._columns = columns
        self._json = JsonCells()
        self._sources = _Sources()
        self._choices: dict[str, _Choices] = {}

    def convert(self, records: Sequence[R]) -> pa.RecordBatch:
        """A batch with a row for each record.

        Raises:
            ResultError: an identifier does not fit in 64 bits, or a value is not of the type asked for.
        """
        columns: list[pa.Array] = []
        for name, kind in kinds(self._type).items():
            values = [getattr(record, name) for record in records]
            if kind == "source":
                columns += self._sources.columns(values)
            elif kind == "location":
                columns += [self._numbers([place.lat for place in values]), self._numbers([p.lon for p in values])]
            else:
                columns.append(self._column(name, kind, values))
        for name, open_or_kind in self._columns.kinds.items():
            columns.append(self._pa.array(self._columns.values(name, records), _type(open_or_kind or "text")))
        return self._pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _numbers(self, values: list[float | None]) -> pa.Array:
        return self._pa.array(values, self._pa.float64())

    def _column(self, name: str, kind: Kind, values: list[Any]) -> pa.Array:
        arrow = self._pa
        if kind == "choice":
            return self._choices.setdefault(name, _Choices()).encode(values)
        if kind in ("json", "sources", "events"):
            return arrow.array([None if value is None else self._json(kind, value) for value in values], arrow.string())
        if kind == "time":
            values = [_time(value) for value in values]
        return self._text(values) if kind == "text" else arrow.array(values, _type(kind))

    def _text(self, values: list[str]) -> pa.Array:
        try:
            return self._pa.array(values, self._pa.string())
        except UnicodeEncodeError:
            return self._pa.array(map(sound, values), self._pa.string())


class SettlingConverter(BatchConverter[R]):
    """The same for fields of the metadata that were asked for without a type: `settled` gives it, once all are seen.

    Attributes:
        open: whether there are such fields; if not, the batches are right as they are.

    Raises:
        QueryError: `metadata` is not valid.
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, record_type: type[R], metadata: MetadataFields | None = None) -> None:
        columns = MetadataColumns(record_type, metadata)
        self.open: bool = columns.open
        self._begin(record_type, columns)

    def settle(self) -> pa.Schema:
        """The schema that the tables have at the end. All records have been converted."""
        self._settled = self._columns.settle()
        return _schema(self._type, self._columns)

    def settled(self, table: pa.Table) -> pa.Table:
        """A table of batches of this converter with the types found; `settle` comes first."""
        for name, kind in self._settled.items():
            texts = table.column(name).to_pylist()
            values = [self._columns.read(name, text) for text in texts]
            place = self.schema.get_field_index(name)
            table = table.set_column(place, name, self._pa.array(values, _type(kind)))
        return table


def batch_to_arrow(
    records: Sequence[R], record_type: type[R], metadata: MetadataFields | None = None
) -> pa.RecordBatch:
    """An Arrow record batch with a row for each record, see `arrow_schema`.

    Args:
        records: the records.
        record_type: what they are.
        metadata: fields of the metadata that get columns of their own, with or without types.

    Raises:
        QueryError: `metadata` is not valid.
        MissingExtraError: pyarrow is not installed.
        ResultError: an identifier does not fit in 64 bits, or a value is not of the type asked for.
    """
    converter = SettlingConverter(record_type, metadata)
    batch = converter.convert(records)
    if not converter.open:
        return batch
    schema = converter.settle()
    columns = converter.settled(_pyarrow().Table.from_batches([batch])).combine_chunks().columns
    chunks = [column.chunk(0) if column.num_chunks else _pyarrow().array([], column.type) for column in columns]
    return _pyarrow().RecordBatch.from_arrays(chunks, schema=schema)


def table_of(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """A table of batches from one converter, or of none; each column has one dictionary for all of them."""
    return _pyarrow().Table.from_batches(batches, schema).unify_dictionaries()


def _loads(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _metadata(text: str | None) -> dict[str, JSONValue]:
    return _loads(text) or {}


def _time(value: datetime | None) -> datetime | None:
    return None if value is None else naive_utc(value)


def _event_time(text: str | None) -> datetime | None:
    return None if text is None else _time(datetime.fromisoformat(text))


class _Reader(Generic[R]):
    """Makes records from the columns of tables."""

    def __init__(self, record_type: type[R]) -> None:
        self._type: Any = record_type
        self._sources: dict[tuple[object, ...], DataSource] = {}

    def records(self, batch: pa.RecordBatch) -> Iterator[R]:
        members = kinds(self._type)
        columns = {name: batch.column(name).to_pylist() for name in column_names(self._type)}
        values: list[list[Any]] = []
        for name, kind in members.items():
            parts = [columns[column] for column, (member, _) in layout(self._type).items() if member == name]
            if kind == "source":
                values.append(
                    [self._source(dict(zip(SOURCE_MEMBERS, row, strict=True))) for row in zip(*parts, strict=True)]
                )
            elif kind == "location":
                values.append([Location(*row) for row in zip(*parts, strict=True)])
            else:
                values.append([self._value(name, kind, value) for value in parts[0]])
        for row in zip(*values, strict=True):
            yield self._type(**dict(zip(members, row, strict=True)))

    def _source(self, members: Mapping[str, Any]) -> DataSource:
        key = tuple(members[name] for name in SOURCE_MEMBERS)
        source = self._sources.get(key)
        if source is None:
            if len(self._sources) >= _MOST_SOURCES:
                self._sources.clear()
            source = self._sources[key] = DataSource(**{name: members[name] for name in SOURCE_MEMBERS})
        return source

    def _value(self, name: str, kind: Kind, value: Any) -> Any:
        match kind:
            case "time":
                return _time(value)
            case "json":
                return _metadata(value) if name == "metadata" else _loads(value)
            case "sources":
                return [self._source(item) for item in _loads(value)]
            case "events":
                return [self._event(item) for item in _loads(value)]
            case _:
                return value

    def _event(self, members: Mapping[str, Any]) -> ConjunctionEvent:
        values: dict[str, Any] = {}
        for name, kind in kinds(ConjunctionEvent).items():
            value = members[name]
            values[name] = self._source(value) if kind == "source" else _event_time(value) if kind == "time" else value
        return ConjunctionEvent(**values)


def records_from_arrow(batches: Iterable[pa.RecordBatch], record_type: type[R]) -> Iterator[R]:
    """Records from Arrow batches (or a table's `to_batches()`) in the columns of `arrow_schema`, in whatever order.

    Their sources have the six basic members; the others are not in tables.

    Raises:
        ResultDecodeError: a column is missing: the batches are of another kind of record, or of another origin.
    """
    reader: _Reader[R] = _Reader(record_type)
    for batch in batches:
        missing = [name for name in column_names(record_type) if name not in batch.schema.names]
        if missing:
            raise ResultDecodeError(
                f"These are no {record_type.__name__} records: the column {missing[0]} is not there. "
                f"It has {', '.join(batch.schema.names[:20])}."
            )
        yield from reader.records(batch)

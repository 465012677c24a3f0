"""Records as Arrow record batches with a fixed schema, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from aurorax_typed._optional import require
from aurorax_typed.errors import ResultDecodeError, ResultError
from aurorax_typed.export.json import json_bytes
from aurorax_typed.export.rows import SOURCE_MEMBERS, Kind, column_names, kinds, layout, sound
from aurorax_typed.records import ConjunctionEvent, DataSource, JSONValue, Location, Record, naive_utc

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["BatchConverter", "arrow_schema", "batch_to_arrow", "records_from_arrow", "table_of"]

R = TypeVar("R", bound=Record)

_UNITS = {"min_distance": "km", "max_distance": "km", "_lat": "degrees north", "_lon": "degrees east"}
_MOST_SOURCES = 4096


def _pyarrow() -> Any:
    return require("pyarrow", "Arrow tables and Parquet files")


def _source_fields() -> list[pa.Field]:
    return [_field(name, "whole" if name == "identifier" else "choice") for name in SOURCE_MEMBERS]


def _type(kind: Kind) -> pa.DataType:
    arrow = _pyarrow()
    if kind in ("sources", "events"):
        return arrow.list_(arrow.field("element", _type("source") if kind == "sources" else _event_type()))
    if kind == "source":
        return arrow.struct(_source_fields())
    if kind == "choice":
        return arrow.dictionary(arrow.int32(), arrow.string())
    plain = {
        "time": arrow.timestamp("us", tz="UTC"),
        "number": arrow.float64(),
        "whole": arrow.int64(),
        "flag": arrow.bool_(),
        "text": arrow.string(),
        "json": arrow.string(),
    }
    return plain[kind]


def _event_type() -> pa.DataType:
    return _pyarrow().struct([_field(name, kind) for name, kind in kinds(ConjunctionEvent).items()])


def _field(name: str, kind: Kind) -> pa.Field:
    unit = next((unit for end, unit in _UNITS.items() if name.endswith(end)), None)
    return _pyarrow().field(name, _type(kind), metadata={"unit": unit} if unit else None)


def arrow_schema(record_type: type[Record]) -> pa.Schema:
    """The columns of such records in Arrow and Parquet: fixed, whatever the records hold.

    Times are microseconds in UTC. Text with few different values (a source's members, types) is dictionary-encoded.
    A location is two columns in degrees. `metadata` and `extra` (null where there is none) are JSON text: their
    members differ in name and type from one record to the next, and only text keeps them all. The `data_sources` of a
    conjunction are a list of structs, as are its `events`. A column's unit is in the metadata of its field.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """
    members = kinds(record_type)
    fields = []
    for column, (name, part) in layout(record_type).items():
        kind = members[name]
        if kind == "location":
            kind = "number"
        elif kind == "source":
            kind = "whole" if part == "identifier" else "choice"
        fields.append(_field(column, kind))
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

    def struct(self, sources: Sequence[DataSource]) -> pa.Array:
        return self._pa.StructArray.from_arrays(self.columns(sources), fields=_source_fields())

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

    Attributes:
        schema: that of every batch, see `arrow_schema`.

    Raises:
        MissingExtraError: pyarrow is not installed.
    """

    def __init__(self, record_type: type[R]) -> None:
        self.schema: pa.Schema = arrow_schema(record_type)
        self._pa = _pyarrow()
        self._type = record_type
        self._sources = _Sources()
        self._choices: dict[str, _Choices] = {}

    def convert(self, records: Sequence[R]) -> pa.RecordBatch:
        """A batch with a row for each record.

        Raises:
            ResultError: an identifier does not fit in 64 bits.
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
        return self._pa.RecordBatch.from_arrays(columns, schema=self.schema)

    def _numbers(self, values: list[float | None]) -> pa.Array:
        return self._pa.array(values, self._pa.float64())

    def _column(self, name: str, kind: Kind, values: list[Any]) -> pa.Array:
        arrow = self._pa
        if kind in ("sources", "events"):
            return self._list(values, self._sources.struct if kind == "sources" else self._events)
        if kind == "source":
            return self._sources.struct(values)
        if kind == "choice":
            return self._choices.setdefault(name, _Choices()).encode(values)
        if kind == "json":
            return arrow.array([None if value is None else json_bytes(value) for value in values], arrow.string())
        return self._text(values) if kind == "text" else arrow.array(values, _type(kind))

    def _text(self, values: list[str]) -> pa.Array:
        try:
            return self._pa.array(values, self._pa.string())
        except UnicodeEncodeError:
            return self._pa.array(map(sound, values), self._pa.string())

    def _list(self, values: list[list[Any]], inner: Callable[[list[Any]], pa.Array]) -> pa.Array:
        starts = self._pa.array(accumulate(map(len, values), initial=0), self._pa.int32())
        items = inner([item for value in values for item in value])
        return self._pa.ListArray.from_arrays(starts, items, type=self._pa.list_(self._pa.field("element", items.type)))

    def _events(self, events: list[ConjunctionEvent]) -> pa.Array:
        members = kinds(ConjunctionEvent)
        arrays = [
            self._column(f"events.{name}", kind, [getattr(event, name) for event in events])
            for name, kind in members.items()
        ]
        fields = [_field(name, kind) for name, kind in members.items()]
        return self._pa.StructArray.from_arrays(arrays, fields=fields)


def batch_to_arrow(records: Sequence[R], record_type: type[R]) -> pa.RecordBatch:
    """An Arrow record batch with a row for each record, see `arrow_schema`.

    Raises:
        MissingExtraError: pyarrow is not installed.
        ResultError: an identifier does not fit in 64 bits.
    """
    return BatchConverter(record_type).convert(records)


def table_of(batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> pa.Table:
    """A table of batches from one converter, or of none; each column has one dictionary for all of them."""
    return _pyarrow().Table.from_batches(batches, schema).unify_dictionaries()


def _loads(text: str | None) -> Any:
    return None if text is None else json.loads(text)


def _metadata(text: str | None) -> dict[str, JSONValue]:
    return _loads(text) or {}


def _time(value: datetime | None) -> datetime | None:
    return None if value is None else naive_utc(value)


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
            case "source":
                return self._source(value)
            case "sources":
                return [self._source(item) for item in value]
            case "events":
                return [self._event(item) for item in value]
            case _:
                return value

    def _event(self, members: Mapping[str, Any]) -> ConjunctionEvent:
        return ConjunctionEvent(
            **{name: self._value(name, kind, members[name]) for name, kind in kinds(ConjunctionEvent).items()}
        )


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

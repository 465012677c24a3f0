"""Result files of conjunctions: what is stored of a record, and the forms in which it is shown.

A record is stored with its sources in full under ``data_sources``, once; its events name theirs. Which form the sources
of both take is decided when the result is asked for, so that each source is put into words once for a whole file.
"""

from collections.abc import Callable, Iterator, Sequence

import msgspec
import numpy as np

from aurorax_typed.emulator.archive import FORMATS, Source
from aurorax_typed.emulator.conjunction_pairs import Candidates, Integers
from aurorax_typed.emulator.conjunction_search import SuperEvents
from aurorax_typed.emulator.jsons import Json, JsonObject, decode, encode
from aurorax_typed.emulator.replies import bad_request
from aurorax_typed.emulator.results import Reshape, check_tree, project, wanted

__all__ = ["conjunction_lines", "shape_conjunctions"]

# As many digits as the server writes.
_DIGITS = 11


def conjunction_lines(found: SuperEvents, candidates: Sequence[Candidates], kind: str) -> Iterator[bytes]:
    """The records of a search as result files have them."""
    full: dict[int, msgspec.Raw] = {}
    brief: dict[int, msgspec.Raw] = {}

    def text(source: Source) -> int:
        if source.identifier not in full:
            full[source.identifier] = msgspec.Raw(encode(source.document("full_record")))
            brief[source.identifier] = msgspec.Raw(encode(source.document("basic_info")))
        return source.identifier

    epochs = [_texts(minutes) for minutes in (found.start, found.end, found.closest_epoch, found.farthest_epoch)]
    distances = [_kilometres(values) for values in (found.nearest, found.farthest)]
    events = _event_rows(found)
    for row, members in enumerate(found.members.tolist()):
        sources = [candidate.source(member) for candidate, member in zip(candidates, members, strict=True)]
        identifiers = [text(source) for source in sources]
        yield encode(
            {
                "conjunction_type": kind,
                "start": epochs[0][row],
                "end": epochs[1][row],
                "data_sources": [full[identifier] for identifier in identifiers],
                "min_distance": distances[0][row],
                "max_distance": distances[1][row],
                "closest_epoch": epochs[2][row],
                "farthest_epoch": epochs[3][row],
                "events": [
                    {
                        "conjunction_type": kind,
                        "e1_source": brief[identifiers[one]],
                        "e2_source": brief[identifiers[other]],
                        "start": start[row],
                        "end": end[row],
                        "min_distance": nearest[row],
                        "max_distance": farthest[row],
                    }
                    for (one, other), (start, end, nearest, farthest) in events
                ],
            }
        )


def _event_rows(
    found: SuperEvents,
) -> list[tuple[tuple[int, int], tuple[list[str], list[str], list[float], list[float]]]]:
    rows = []
    for pair, intervals in found.intervals.items():
        at = found.parts[pair]
        columns = (
            _texts(intervals.start[at]),
            _texts(intervals.end[at]),
            _kilometres(intervals.nearest[at]),
            _kilometres(intervals.farthest[at]),
        )
        rows.append((pair, columns))
    return rows


def _texts(minutes: Integers) -> list[str]:
    texts: list[str] = np.datetime_as_string(minutes.astype("datetime64[m]"), unit="s").tolist()
    return texts


def _kilometres(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> list[float]:
    rounded: list[float] = np.round(values, _DIGITS).tolist()
    return rounded


def shape_conjunctions(form: str, tree: Json, *, queries: bool) -> Reshape:
    """How records are shown: by a response format where there is one, else with all sources in the form asked for.

    ``queries`` adds to each event the ephemeris searches that find its two sources in its time.
    """
    if tree is not None:
        return _as_tree(check_tree(tree), queries)
    if form not in FORMATS:
        raise bad_request(f"data_source_record_format must be one of {', '.join(FORMATS)}, not '{form}'")
    members = set(Source.members(form))
    render = _Rendering(lambda source: {key: value for key, value in source.items() if key in members})

    def reshape(line: bytes) -> bytes:
        record, sources, events = _parts(line)
        record["data_sources"] = [render.source(source) for source in sources]
        for event in events:
            if queries:
                _add_queries(event, sources)
            event["e1_source"] = render.source(_of(event["e1_source"], sources))
            event["e2_source"] = render.source(_of(event["e2_source"], sources))
        return encode(record)

    return reshape


def _as_tree(tree: JsonObject, queries: bool) -> Reshape:
    of_event = tree.get("events")
    asked = of_event if isinstance(of_event, dict) else {}
    queries = queries or any(wanted(asked.get(f"generated_e{number}_ephemeris_query")) for number in (1, 2))

    def reshape(line: bytes) -> bytes:
        record, sources, events = _parts(line)
        if wanted(of_event):
            for event in events:
                if queries:
                    _add_queries(event, sources)
                event["e1_source"] = _of(event["e1_source"], sources)
                event["e2_source"] = _of(event["e2_source"], sources)
        return encode(project(record, tree))

    return reshape


class _Rendering:
    """The forms of the sources met so far."""

    def __init__(self, show: Callable[[JsonObject], JsonObject]) -> None:
        self._show = show
        self._known: dict[object, msgspec.Raw] = {}

    def source(self, source: JsonObject) -> msgspec.Raw:
        """What is shown of a source."""
        identifier = source["identifier"]
        if identifier not in self._known:
            self._known[identifier] = msgspec.Raw(encode(self._show(source)))
        return self._known[identifier]


def _parts(line: bytes) -> tuple[dict[str, object], list[JsonObject], list[dict[str, object]]]:
    """A stored record, its sources and its events."""
    record = decode(line)
    assert isinstance(record, dict)
    shown: dict[str, object] = {**record}
    sources, events = record["data_sources"], record["events"]
    assert isinstance(sources, list)
    assert isinstance(events, list)
    copies: list[dict[str, object]] = [{**event} for event in events if isinstance(event, dict)]
    shown["events"] = copies
    return shown, [source for source in sources if isinstance(source, dict)], copies


def _of(source: object, sources: list[JsonObject]) -> JsonObject:
    """The whole of a source that an event names."""
    assert isinstance(source, dict)
    return next(whole for whole in sources if whole["identifier"] == source["identifier"])


def _add_queries(event: dict[str, object], sources: list[JsonObject]) -> None:
    for number in (1, 2):
        source = _of(event[f"e{number}_source"], sources)
        event[f"generated_e{number}_ephemeris_query"] = {
            "request_id": None,
            "start": event["start"],
            "end": event["end"],
            "data_sources": {
                "programs": [source["program"]],
                "platforms": [source["platform"]],
                "instrument_types": [source["instrument_type"]],
                "ephemeris_metadata_filters": None,
            },
        }

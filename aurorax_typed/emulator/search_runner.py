"""Running searches in the background, at the pace and with the logs of the real server."""

import asyncio
import time
import uuid
from collections.abc import Iterable
from pathlib import Path
from threading import Event
from typing import Protocol

from attrs import field, frozen

from aurorax_typed.emulator.parsing import now, status_text
from aurorax_typed.emulator.replies import ApiError, Json, JsonObject, bad_request
from aurorax_typed.emulator.results import Reshape, write_result
from aurorax_typed.emulator.settings import EmulatorSettings
from aurorax_typed.emulator.store import LogEntry, Search, Store, new_search

__all__ = ["Family", "Job", "Outcome", "Query", "SearchFailure", "Searches"]


class SearchFailure(Exception):
    """The search ends with an error; the message becomes the last entry of its logs."""


class Query(Protocol):
    """A query that was understood."""

    def echo(self) -> JsonObject:
        """The normalised query, without ``request_id``, as the status document repeats it."""
        ...

    def describe(self) -> str:
        """The query in the server's words."""
        ...


@frozen
class Outcome:
    """What a finished search found. ``file_size`` is in bytes."""

    result_count: int
    file_size: int


class Family(Protocol):
    """One kind of search. ``name`` is its part of the path, ``request_type`` its name in status documents, and
    ``describe_name`` its name below ``utils/describe/query``."""

    name: str
    request_type: str
    describe_name: str

    def parse(self, given: Json) -> Query:
        """Understand the body of a search, or raise ``ApiError`` 400."""
        ...

    def describe(self, given: Json) -> str:
        """Put a query into words without checking it."""
        ...

    def shape(self, form: str, tree: Json, *, queries: bool) -> Reshape | None:
        """How the records of a result are shown: by a response format where there is one, else with sources in this
        form; ``queries`` asks conjunctions for the ephemeris queries of their events. 400 when it cannot be."""
        ...

    async def run(self, query: Query, job: "Job") -> Outcome:
        """Carry out a search: log its steps, write its result, say what came of it."""
        ...


@frozen
class Job:
    """A running search as its family sees it."""

    request_id: str
    path: Path
    store: Store
    time_scale: float
    cancelled: Event = field(factory=Event)
    _began: float = field(factory=time.monotonic)

    def log(self, level: str, summary: str) -> None:
        """Add an entry to the logs."""
        self.store.log(self.request_id, LogEntry(level, summary, status_text(now())))

    def elapsed(self) -> float:
        """Seconds since the search arrived."""
        return time.monotonic() - self._began

    async def pause(self, seconds: float) -> None:
        """Take as long as the real server would, in seconds; scaled by the settings."""
        await asyncio.sleep(seconds * self.time_scale)

    async def write(self, batches: Iterable[Iterable[bytes]]) -> tuple[int, int]:
        """Write the result; gives the number of records and the bytes of the file."""
        return await asyncio.to_thread(write_result, self.path, batches, self.cancelled)


class Searches:
    """All searches of an emulator."""

    def __init__(self, store: Store, folder: Path, settings: EmulatorSettings) -> None:
        self._store = store
        self._folder = folder
        self.settings = settings
        self._running: dict[str, tuple[Job, asyncio.Task[None]]] = {}
        self._next_sweep = 0.0
        # Set by the faults: ends the next searches with an error, or makes them count wrong.
        self.failures: list[str] = []
        self.miscounts: list[int] = []
        for search in store.unfinished():
            moment = status_text(now())
            entry = LogEntry("error", "The search was interrupted by a restart of the server.", moment)
            store.finish(search.request_id, entry, completed=moment, failed=True, query_duration=0)

    def submit(self, family: Family, given: Json) -> str:
        """Take a search in and start it; gives its identifier."""
        query = family.parse(given)
        assert isinstance(given, dict)
        self._sweep()
        chosen = _chosen_identifier(given.get("request_id"))
        request_id = chosen or str(uuid.uuid4())
        echo = query.echo() | {"request_id": chosen}
        search = new_search(request_id, family.name, family.request_type, echo, status_text(now()))
        if not self._store.add(search):
            raise ApiError(409, "Duplicate", f"There is already a search request with the identifier {request_id}")
        job = Job(request_id, self.result_path(request_id), self._store, self.settings.time_scale)
        job.log("debug", "Search request arrived and saved")
        failure = self.failures.pop(0) if self.failures else None
        miscount = self.miscounts.pop(0) if self.miscounts else 0
        task = asyncio.create_task(self._run(family, query, job, failure, miscount), name=request_id)
        self._running[request_id] = (job, task)
        task.add_done_callback(lambda _: self._running.pop(request_id, None))
        return request_id

    async def _run(self, family: Family, query: Query, job: Job, failure: str | None, miscount: int) -> None:
        try:
            if failure is not None:
                await job.pause(0.05)
                raise SearchFailure(failure)
            outcome = await family.run(query, job)
            completed, seconds = status_text(now()), job.elapsed()
            await job.pause(0.004)
        except asyncio.CancelledError:
            self._fail(job, "Search request was cancelled by the user.")
            raise
        except SearchFailure as error:
            self._fail(job, str(error))
        except Exception:
            self._fail(job, "An internal error ended the search.")
            raise
        else:
            count = outcome.result_count
            summary = f"Finished search in {seconds:.2f} seconds and found {count} records."
            self._store.finish(
                job.request_id,
                LogEntry("info", summary, status_text(now())),
                completed=completed,
                failed=False,
                query_duration=round(seconds * 1000),
                file_size=outcome.file_size,
                result_count=count + miscount,
            )

    def _fail(self, job: Job, summary: str) -> None:
        moment = status_text(now())
        entry = LogEntry("error", summary, moment)
        duration = round(job.elapsed() * 1000)
        self._store.finish(job.request_id, entry, completed=moment, failed=True, query_duration=duration)

    def get(self, family: str, request_id: str) -> Search:
        """A search; 404 when there is none. A result whose time is over is removed here."""
        search = self._store.get(family, request_id.lower())
        if search is None:
            raise ApiError(404, "NotFound", f"No search request found in AuroraX with the identifier {request_id}")
        path = self.result_path(search.request_id)
        if search.succeeded and search.file_deleted is None and path.exists():
            age = time.time() - path.stat().st_mtime
            if age > self.settings.result_lifetime:
                return self.remove_result(search)
        return search

    def _sweep(self) -> None:
        """Remove every result whose time is over, so that a long row of searches does not fill the disk."""
        moment = time.time()
        if moment < self._next_sweep:
            return
        # Looking at every file for every search would cost the square of their number.
        self._next_sweep = moment + self.settings.result_lifetime / 10
        for path in self._folder.glob("*.json"):
            if path.stem not in self._running and moment - path.stat().st_mtime > self.settings.result_lifetime:
                path.unlink()
                self._store.mark_deleted(path.stem, status_text(now()))

    def find(self, family: str, request_id: str) -> Search | None:
        """A search, as it stands."""
        return self._store.get(family, request_id.lower())

    def document(self, search: Search) -> JsonObject:
        """The status document of a search."""
        return search.document(self._store.logs(search.request_id))

    async def cancel(self, search: Search) -> None:
        """Stop a search that runs. One that has ended stays as it is."""
        running = self._running.get(search.request_id)
        if running is not None:
            job, task = running
            job.cancelled.set()
            task.cancel()
            await asyncio.wait([task])

    def remove_result(self, search: Search) -> Search:
        """Delete the result file of a search, if it is there."""
        path = self.result_path(search.request_id)
        if path.exists():
            path.unlink()
            self._store.mark_deleted(search.request_id, status_text(now()))
        found = self._store.get(search.family, search.request_id)
        assert found is not None
        return found

    def all(self) -> list[Search]:
        """Every search, oldest first."""
        return self._store.all()

    async def forget(self, request_id: str) -> None:
        """Stop a search and remove all that is known of it; 404 when there is none."""
        found = [search for search in self._store.all() if search.request_id == request_id.lower()]
        if not found:
            raise ApiError(404, "NotFound", f"No search request found in AuroraX with the identifier {request_id}")
        await self.cancel(found[0])
        self.result_path(found[0].request_id).unlink(missing_ok=True)
        self._store.forget(found[0].request_id)

    def result_path(self, request_id: str) -> Path:
        """Where the result of a search lies."""
        return self._folder / f"{request_id}.json"

    async def close(self) -> None:
        """Stop everything that runs."""
        tasks = [task for _, task in self._running.values()]
        for job, task in self._running.copy().values():
            job.cancelled.set()
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)


def _chosen_identifier(given: Json) -> str | None:
    if given is None:
        return None
    try:
        if not isinstance(given, str) or len(given) != 36:
            raise ValueError
        return str(uuid.UUID(given))
    except ValueError:
        raise bad_request(f"request_id must be a UUID of 36 characters, not {given!r}") from None

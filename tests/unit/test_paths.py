"""Every path that the package takes is read by one function: found by the signatures, so that none is forgotten."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pytest
from typer.main import get_command

import aurorax_typed
from aurorax_typed import (
    AsyncAuroraX,
    AuroraX,
    ConjunctionQuery,
    DataProductQuery,
    Ephemeris,
    EphemerisQuery,
    GroundCriteria,
    QueryError,
    SpaceCriteria,
    emulator,
    export,
    plots,
)
from aurorax_typed._arguments import local_path
from aurorax_typed.cli import main
from aurorax_typed.cli.app import app


class Mine:
    """A path of one's own."""

    def __init__(self, text: Any) -> None:
        self.text = text

    def __fspath__(self) -> Any:
        return self.text


SPAN = ("2020-02-01", "2020-02-02")
QUERIES: dict[str, Any] = {
    "data_products": DataProductQuery(*SPAN, programs=["trex"]),
    "ephemeris": EphemerisQuery(*SPAN, programs=["swarm"]),
    "conjunctions": ConjunctionQuery(
        *SPAN, distance=300, ground=GroundCriteria(programs=["trex"]), space=SpaceCriteria(programs=["swarm"])
    ),
}
OTHERS: dict[str, Any] = {
    "record_type": Ephemeris,
    "products": [],
    "figure": None,
    "request_id": "11111111-2222-3333-4444-555555555555",
}
"""What else they need, by the name of the argument."""

MODULES = [
    aurorax_typed,
    export,
    plots,
    emulator,
    *(getattr(aurorax_typed, name) for name in (*QUERIES, "swarmaurora")),
]


def takers(client: Any) -> Iterator[tuple[str, Callable[[object], Any]]]:
    """All that is public and takes a path."""
    things: list[tuple[str, Any]] = [(module.__name__, module) for module in MODULES]
    things += [("client", client), ("swarmaurora", client.swarmaurora)]
    for family, query in QUERIES.items():
        resource = getattr(client, family)
        things += [
            (family, resource),
            (f"{family} search", resource.prepare(query)),
            (f"{family} scan", resource.scan(query)),
        ]
    for what, thing in things:
        for name in dir(thing):
            # Properties are left alone: they may ask the server. A scan is made by `scan`.
            if name.startswith("_") or name.endswith("Scan") or not callable(inspect.getattr_static(thing, name, None)):
                continue
            taker = getattr(thing, name)
            if not callable(taker) or inspect.isabstract(taker):
                continue
            try:
                parameters = inspect.signature(taker).parameters.values()
            except ValueError:
                continue
            needed = {
                one.name: QUERIES.get(what.rpartition(".")[2]) if one.name == "query" else OTHERS[one.name]
                for one in parameters
                if one.default is one.empty
                and "PathLike" not in str(one.annotation)
                and one.kind is not one.VAR_KEYWORD
                if any("PathLike" in str(other.annotation) for other in parameters)
            }
            for one in parameters:
                if "PathLike" in str(one.annotation):
                    yield f"{what}.{name}({one.name}=)", _call(taker, one.name, needed)


def _call(taker: Any, name: str, needed: dict[str, Any]) -> Callable[[object], Any]:
    def call(path: object) -> Any:
        found = taker(**needed, **{name: path})
        return found.__enter__() if hasattr(found, "__enter__") else found

    return call


NOT_PATHS: list[Any] = ["", "a\0b", b"bytes", Mine(b"bytes"), 3, "~no-such-user-here/f.png", "\ud800.png", Mine("")]
WORDS = "is empty|NUL|not bytes|takes a str or|home folder of no-such-user-here|that no file name can have"


def test_what_is_no_path() -> None:
    tried = []
    with AuroraX(base_url="http://127.0.0.1:1") as client:
        for name, call in takers(client):
            tried.append(name)
            for value in NOT_PATHS:
                with pytest.raises(QueryError, match=WORDS):
                    pytest.fail(f"{name}: {value!r} gave {call(value)}")
    assert len(tried) >= 38
    assert {"client.load(path=)", "ephemeris.scan(ledger=)", "data_products scan.to_parquet(folder=)"} <= set(tried)


def test_what_is_no_path_awaited() -> None:
    async def scenario() -> None:
        async with AsyncAuroraX(base_url="http://127.0.0.1:1") as client:
            for name, call in takers(client):
                for value in NOT_PATHS:
                    with pytest.raises(QueryError, match=WORDS):
                        found = call(value)
                        found = await found if inspect.isawaitable(found) else found
                        pytest.fail(f"{name}: {value!r} gave {found}")

    asyncio.run(scenario())


@pytest.mark.parametrize("kind", [str, Path, Mine])
def test_home(kind: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    export.CsvSink(kind("~/there.csv"), Ephemeris).commit()
    with AuroraX(base_url="http://127.0.0.1:1") as client:
        assert client.data_products.download_files([], kind("~/here")).folder == tmp_path / "here"
        client.ephemeris.prepare(QUERIES["ephemeris"]).save(kind("~/saved"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["here", "saved", "there.csv"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("~", "HOME"),
        ("~/a b", "HOME/a b"),
        ("a/~/b", "a/~/b"),
        ("a~", "a~"),
        ("/x/~root", "/x/~root"),
        ("./~no-such-user-here", "HOME/~no-such-user-here"),  # where the working folder is
    ],
)
def test_where_a_tilde_means_the_home_folder(
    text: str, found: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert local_path(text) == Path(found.replace("HOME", str(tmp_path)))
    assert local_path(local_path(text)) == local_path(text)


# -- the command line -------------------------------------------------------------------------------------------------

BASE = ["search", "ephemeris", "--start", "2020-02-01", "--end", "2020-02-01", "--program", "swarm"]
SOURCE = ["sources", "add", "--file"]
COMMANDS = {
    "--output": [*BASE, "--output"],
    "--plot": [*BASE, "--plot"],
    "--save": [*BASE, "--save"],
    "--query": ["search", "ephemeris", "--query"],
    "--file": SOURCE,
    "--data": ["emulator", "--port", "0", "--data"],
    "FOLDER": ["download", "11111111-2222-3333-4444-555555555555"],
    "FILE": ["upload", "ephemeris", "--source", "3"],
}


def paths_of(command: Any) -> Iterator[str]:
    """How the options and arguments that are paths are written."""
    for name in command.list_commands(None) if hasattr(command, "list_commands") else []:
        yield from paths_of(command.get_command(None, name))
    for parameter in command.params:
        if parameter.metavar in ("FILE", "DIR", "FOLDER"):
            yield next((word for word in parameter.opts if word.startswith("--")), str(parameter.metavar))


def test_each_path_of_the_command_line_is_tried() -> None:
    assert set(paths_of(cast("Any", get_command(app)))) == set(COMMANDS)


@pytest.mark.parametrize("option", COMMANDS)
@pytest.mark.usefixtures("clean_environment")
def test_a_home_that_is_not_there(option: str, capfd: pytest.CaptureFixture[str], unused_port: int) -> None:
    address = f"http://127.0.0.1:{unused_port}"
    code = main(
        [
            "--base-url",
            address,
            *COMMANDS[option],
            "~no-such-user-here/f.png",
            *(["--format", "csv"] if option == "--output" else []),
        ]
    )
    said = capfd.readouterr()
    assert "home folder of no-such-user-here" in said.err, said.err
    assert (code, said.out, len(said.err.splitlines())) == (2, "", 1)

"""Ask an emulator the same questions with the real pyaurorax and with this package, and compare what each gets.

    python scripts/parity/searches.py [--environment FOLDER] [--version 1.27.0]

pyaurorax is installed into an environment of its own (600 MB): FOLDER when given, which is kept and used again the next
time, else a temporary one. The script starts an emulator, runs itself once more in that environment as the other party
(``--ask ADDRESS``), and compares record for record. It ends with status 1 on any difference.

Nothing of pyaurorax is changed or replaced: it talks to the emulator as it would to the real server.
"""

import argparse
import datetime
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import positions

START, END = datetime.datetime(2020, 2, 1), datetime.datetime(2020, 2, 5, 23, 59, 59)
YEAR = datetime.datetime(2022, 2, 1), datetime.datetime(2022, 2, 3, 23, 59, 59)


def _filter(key: str, operator: str, *values: object) -> dict[str, Any]:
    return {"key": key, "operator": operator, "values": list(values)}


# name, start, end, search arguments; metadata filters as (operator, expressions)
SEARCHES: list[tuple[str, datetime.datetime, datetime.datetime, dict[str, Any]]] = [
    ("a program", START, END, {"programs": ["trex"]}),
    ("a program and an instrument", START, END, {"programs": ["trex"], "instrument_types": ["RGB ASI"]}),
    ("platforms", START, END, {"programs": ["trex"], "platforms": ["gillam", "pinawa"]}),
    ("types", START, END, {"programs": ["trex"], "data_product_types": ["movie", "montage"]}),
    ("nothing", START, END, {"programs": ["no such program"]}),
    (
        "a filter with in",
        START,
        END,
        {"programs": ["trex"], "metadata_filters": ("AND", [_filter("keogram_type", "in", "daily", "hourly")])},
    ),
    (
        "a filter with between",
        *YEAR,
        {"programs": ["trex"], "metadata_filters": ("AND", [_filter("wavelength", "between", 480, 560)])},
    ),
    (
        "filters joined by or",
        *YEAR,
        {
            "programs": ["trex"],
            "metadata_filters": ("OR", [_filter("wavelength", "=", 630.0), _filter("montage_type", "=", "daily")]),
        },
    ),
    (
        "filters joined by and",
        *YEAR,
        {
            "programs": ["trex"],
            "metadata_filters": ("AND", [_filter("wavelength", ">=", 557.7), _filter("keogram_type", "!=", "daily")]),
        },
    ),
]

FORMAT = {"data_source": {"identifier": True, "display_name": True}, "start": True, "url": True, "metadata": False}
SOURCE_MEMBERS = (
    "identifier",
    "program",
    "platform",
    "instrument_type",
    "source_type",
    "display_name",
    "metadata",
    "owner",
    "maintainers",
    "ephemeris_metadata_schema",
    "data_product_metadata_schema",
)


# --- what pyaurorax gets, in its own environment, where this package does not exist -----------------------------------


def ask_pyaurorax(address: str) -> dict[str, Any]:
    import pyaurorax  # type: ignore[import-not-found]

    aurorax = pyaurorax.PyAuroraX()
    aurorax.api_base_url = address
    search = aurorax.search
    answers: dict[str, Any] = {}
    for name, start, end, asked in SEARCHES:
        arguments = dict(asked)
        if "metadata_filters" in arguments:
            joined, expressions = arguments["metadata_filters"]
            made = [
                pyaurorax.search.MetadataFilterExpression(e["key"], e["values"], e["operator"]) for e in expressions
            ]
            arguments["metadata_filters"] = pyaurorax.search.MetadataFilter(made, operator=joined.lower())
        found = search.data_products.search(start, end, poll_interval=0.05, **arguments)
        answers[f"search: {name}"] = [_plain_product(record) for record in found.data]
        answers[f"describe: {name}"] = search.data_products.describe(found)

    found = search.data_products.search(START, END, programs=["trex"], response_format=FORMAT, poll_interval=0.05)
    answers["search: response format"] = [dict(record, start=record["start"].isoformat()) for record in found.data]
    status = search.requests.get_status(found.request_url)
    answers["status members"] = {part: sorted(status[part]) for part in ("search_request", "search_result")}
    answers["log levels"] = [entry["level"] for entry in search.requests.get_logs(found.request_url)]

    unfinished = search.data_products.search(START, END, programs=["trex"], return_immediately=True)
    search.requests.cancel(unfinished.request_url, wait=True, poll_interval=0.05)
    status = search.requests.get_status(unfinished.request_url)
    result, last = status["search_result"], status["logs"][-1]
    answers["cancel"] = [result["error_condition"], result["data_uri"] is None, result["result_count"], last["level"]]

    answers["sources: list"] = [_plain_source(source) for source in search.sources.list()]
    answers["sources: get"] = _plain_source(search.sources.get("swarm", "swarma", "footprint"))
    answers["sources: identifier"] = _plain_source(search.sources.get_using_identifier(102))
    searched = search.sources.search(programs=["trex"], platforms=["gillam"])
    answers["sources: search"] = [_plain_source(source) for source in searched]
    stats = search.sources.get("trex", "gillam", "RGB ASI", include_stats=True).stats
    answers["sources: stats"] = {
        name: str(getattr(stats, name))
        for name in ("data_product_count", "earliest_data_product_loaded", "latest_data_product_loaded")
    }
    answers["error: no such source"] = _error(lambda: search.sources.get_using_identifier(12345678))
    answers["error: no key"] = _error(search.requests.list)
    return answers | positions.ask_pyaurorax(search, pyaurorax.search)


def _error(call: Callable[[], object]) -> str:
    try:
        call()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "no error"


# --- what this package gets -------------------------------------------------------------------------------------------


def ask_ourselves(address: str) -> dict[str, Any]:
    from aurorax_typed import AuroraX, DataProductQuery, MetadataExpression, MetadataFilter, NotFoundError

    answers: dict[str, Any] = {}
    with AuroraX(base_url=address) as client:
        for name, start, end, asked in SEARCHES:
            arguments = dict(asked)
            if "metadata_filters" in arguments:
                joined, expressions = arguments["metadata_filters"]
                made = [MetadataExpression(e["key"], e["operator"], e["values"]) for e in expressions]
                arguments["metadata_filters"] = MetadataFilter(made, joined)
            found = client.data_products.search(start, end, **arguments)
            answers[f"search: {name}"] = [_plain_product(record) for record in found.get_data()]
            answers[f"describe: {name}"] = client.data_products.describe(DataProductQuery(start, end, **arguments))
        listed = client.sources.list(format="full_record")
        answers["sources: list"] = [_plain_source(source) for source in listed]
        answers["sources: get"] = _plain_source(client.sources.get("swarm", "swarma", "footprint"))
        answers["sources: identifier"] = _plain_source(client.sources.get_by_identifier(102))
        searched = client.sources.search(programs=["trex"], platforms=["gillam"], format="full_record")
        answers["sources: search"] = [_plain_source(source) for source in searched]
        stats = client.sources.get("trex", "gillam", "RGB ASI", include_stats=True).stats
        answers["sources: stats"] = {
            name: str(getattr(stats, name))
            for name in ("data_product_count", "earliest_data_product_loaded", "latest_data_product_loaded")
        }
        try:
            client.sources.get_by_identifier(12345678)
        except NotFoundError as error:
            answers["error: no such source"] = str(error)
        answers |= positions.ask_ourselves(client)
    # Our records in the shape that pyaurorax gives to those of a response format.
    answers["search: response format"] = [
        {
            "data_source": {key: record["data_source"][key] for key in ("identifier", "display_name")},
            "start": record["start"],
            "url": record["url"],
        }
        for record in answers["search: a program"]
    ]
    return answers


def _plain_product(record: Any) -> dict[str, Any]:
    source = record.data_source
    return {
        "data_source": {name: getattr(source, name) for name in SOURCE_MEMBERS[:6]},
        "data_product_type": record.data_product_type,
        "start": record.start.isoformat(),
        "end": record.end.isoformat(),
        "url": record.url,
        "metadata": dict(record.metadata),
    }


def _plain_source(source: Any) -> dict[str, Any]:
    return {name: _plain(getattr(source, name)) for name in SOURCE_MEMBERS}


def _plain(value: Any) -> Any:
    """Lists, mappings and schema items as JSON has them; members of a schema item that are absent or null are equal."""
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    if hasattr(value, "field_name"):
        names = ("field_name", "description", "data_type", "allowed_values", "additional_description", "searchable")
        return _plain({name: getattr(value, name) for name in names})
    return value


# --- the comparison ---------------------------------------------------------------------------------------------------


# What only pyaurorax asks for, and what the real server is known to answer.
_EXPECTED: dict[str, list[Any]] = {
    "log levels": [["debug", "info", "info", "debug", "info", "debug", "info"]],
    "status members": [
        {
            "search_request": ["query", "request_id", "request_type", "requested"],
            "search_result": [
                "completed_timestamp",
                "data_uri",
                "error_condition",
                "file_size",
                "query_duration",
                "result_count",
                "result_file_deleted_timestamp",
            ],
        }
    ],
    # Cancelled in time, or finished before.
    "cancel": [[True, True, None, "error"], [False, False, 1490, "info"]],
}


def compare(theirs: dict[str, Any], ours: dict[str, Any]) -> list[str]:
    """Print a line for every question; gives the differences."""
    differences = []
    for name, answer in theirs.items():
        size = f"{len(answer)} records" if isinstance(answer, list) else str(answer)[:60]
        if name == "error: no such source":
            words = answer.split(": ", 2)[-1]
            same = answer.startswith("AuroraXAPIError") and words in ours.get(name, "")
        elif name == "error: no key":
            same = answer.startswith("AuroraXUnauthorizedError")
        elif name in _EXPECTED:
            same = answer in _EXPECTED[name]
        else:
            same = answer == json.loads(json.dumps(ours[name]))
        print(f"{'agree ' if same else 'DIFFER'}  {name}: {size}", flush=True)
        if not same:
            differences.append(f"{name}\n  pyaurorax: {str(answer)[:1500]}\n  ours:      {str(ours.get(name))[:1500]}")
    return differences


def prepare(folder: Path, version: str) -> Path:
    """An environment with pyaurorax; gives its interpreter."""
    python = folder / "bin" / "python"
    if not python.exists():
        print(f"Installing pyaurorax {version} into {folder} ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", f"pyaurorax=={version}"], check=True)
    found = subprocess.run(
        [str(python), "-c", "import pyaurorax; print(pyaurorax.__version__)"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()
    if found != version:
        raise SystemExit(f"{folder} has pyaurorax {found}, not {version}; name another folder with --environment")
    return python


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environment", type=Path, help="folder of pyaurorax's environment, made when it is not there")
    parser.add_argument("--version", default="1.27.0", help="of pyaurorax")
    parser.add_argument("--ask", metavar="ADDRESS", help="be the other party: print what pyaurorax gets, as JSON")
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask_pyaurorax(options.ask)))
        return 0

    from aurorax_typed.emulator import serve

    with tempfile.TemporaryDirectory() as temporary, serve() as address:
        python = prepare(options.environment or Path(temporary) / "environment", options.version)
        run = subprocess.run([str(python), __file__, "--ask", address], stdout=subprocess.PIPE, text=True, check=False)
        if run.returncode:
            print("pyaurorax could not finish its questions; its message is above.", file=sys.stderr)
            return 1
        differences = compare(json.loads(run.stdout), ask_ourselves(address))
    if differences:
        print("\n" + "\n".join(differences), file=sys.stderr)
        return 1
    print(f"pyaurorax {options.version} and aurorax-typed got the same.")
    return 0


if __name__ == "__main__":
    sys.exit(main())

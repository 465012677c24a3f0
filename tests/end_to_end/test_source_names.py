"""Names that no data source has, and searches that find nothing: what is said of them, sync, async and in commands."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest
from support.faulty import faulty_server
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed.cli import main
from aurorax_typed.queries import (
    ConjunctionQuery,
    DataProductQuery,
    EphemerisQuery,
    EventsCriteria,
    GroundCriteria,
    MetadataExpression,
    SpaceCriteria,
)

DAY = ("2020-02-01", "2020-02-01")
FAST: dict[str, Any] = {"polling": at.PollingPolicy(initial_interval=0.01, max_interval=0.05)}


def products(**parts: Any) -> DataProductQuery:
    return DataProductQuery(*DAY, **parts)


def filtered(key: str, operator: Any, *values: str) -> DataProductQuery:
    return products(programs=["trex"], metadata_filters=MetadataExpression(key, operator, values))


def meetings(ground: str, space: str = "swarm") -> ConjunctionQuery:
    return ConjunctionQuery(
        *DAY, 500, ground=[GroundCriteria(programs=[ground])], space=[SpaceCriteria(programs=[space])]
    )


RESPELLED: list[tuple[Any, Any, tuple[str, ...]]] = [
    (products(programs=["TREX"]), products(programs=["trex"]), ("The program 'TREX' is spelled 'trex'.",)),
    (products(programs=["trex "]), products(programs=["trex"]), ("The program 'trex ' is spelled 'trex'.",)),
    (products(programs=["trex,Rego"]), products(programs=["trex", "rego"]),
     ("'trex,Rego' is not one program but 2: 'trex', 'rego'.",)),
    (products(platforms=["Fort  Smith", " GILLAM"]), products(platforms=["fort smith", "gillam"]),
     ("The platform 'Fort  Smith' is spelled 'fort smith'.", "The platform ' GILLAM' is spelled 'gillam'.")),
    (products(platforms=["gillam, "]), products(platforms=["gillam"]),
     ("The platform 'gillam, ' is spelled 'gillam'.",)),
    (products(instrument_types=["rgb asi"]), products(instrument_types=["RGB ASI"]),
     ("The instrument type 'rgb asi' is spelled 'RGB ASI'.",)),
    (products(instrument_types=["RGB ASI, Redline asi"]), products(instrument_types=["RGB ASI", "redline ASI"]),
     ("'RGB ASI, Redline asi' is not one instrument type but 2: 'RGB ASI', 'redline ASI'.",)),
    (filtered("Keogram_Type", "=", "daily"), filtered("keogram_type", "=", "daily"),
     ("The metadata field 'Keogram_Type' is spelled 'keogram_type'.",)),
    (filtered("keogram_type", "in", "Daily", "hourly "), filtered("keogram_type", "in", "daily", "hourly"),
     ("The value of keogram_type 'Daily' is spelled 'daily'.", "The value of keogram_type 'hourly ' is spelled")),
    (filtered("keogram_type", "=", "daily,hourly"), filtered("keogram_type", "in", "daily", "hourly"),
     ("'daily,hourly' is not one value of keogram_type but 2: 'daily', 'hourly'.",)),
    (meetings("THEMIS-ASI"), meetings("themis-asi"), ("The program 'THEMIS-ASI' is spelled 'themis-asi'.",)),
    (meetings("themis-asi", "Swarm "), meetings("themis-asi", "swarm"), ("The program 'Swarm ' is spelled 'swarm'.",)),
]  # fmt: skip

UNKNOWN: list[tuple[Any, str]] = [
    (products(programs=["terx"]), "There is no program 'terx'. Did you mean 'trex'?"),
    (products(programs=["TERX"]), "There is no program 'TERX'. Did you mean 'trex'?"),
    (products(programs=["zzz"]), "There is no program 'zzz'. Known: amisr, arase, "),
    (products(programs=["gillam"]), "There is no program 'gillam'. 'gillam' is a platform."),
    (products(programs=["TREx RGB GILL"]), "There is no program 'TREx RGB GILL'. That is a display name: "),
    (products(platforms=["gilam"]), "There is no platform 'gilam'. Did you mean 'gillam'?"),
    (products(instrument_types=["RGB imager", "RGB camera"]), "There is no instrument type 'RGB imager'. "),
    (products(programs=["trex"], instrument_types=["asi rgb"]), "There is no instrument type 'asi rgb'. "),
    (EphemerisQuery(*DAY, platforms=["swarmd"]), "There is no platform 'swarmd'. Did you mean 'swarm"),
    (filtered("keogramtype", "in", "daily"), "There is no metadata field 'keogramtype'. Did you mean 'keogram_type'?"),
    (filtered("keogram_type", "=", "dayly"), "There is no value of keogram_type 'dayly'. Did you mean 'daily'?"),
    (filtered("quality", "=", "good"), "There is no metadata field 'quality'. These sources have: "),
    (meetings("themis-asy"), "There is no program 'themis-asy'. Did you mean 'themis-asi'?"),
    (ConjunctionQuery(*DAY, 500, events=[EventsCriteria(instrument_types=["substorm"])],
                      space=[SpaceCriteria(programs=["swarm"])]),
     "There is no instrument type 'substorm'. Did you mean 'substorm onset'?"),
]  # fmt: skip

NOTHING: list[tuple[Any, str]] = [
    (DataProductQuery("1990-01-01", "1990-01-02", programs=["trex"]),
     "The 18 sources have data products from 2019-09-27 00:00 to 2025-12-31 23:59, and none in this span."),
    (products(programs=["trex"], platforms=["swarma"]),
     "No source has the program 'trex' together with the platform 'swarma'."),
    (EphemerisQuery("2000-01-01", "2000-01-01", platforms=["swarma"]),
     "The source has ephemeris from 2013-11-26 00:00 to 2021-12-10 23:59, and none in this span."),
    (EphemerisQuery("2020-02-01", "2020-02-01T00:05", platforms=["swarma"],
                    metadata_filters=MetadataExpression("nbtrace_region", "in", ["north cusp"])),
     "the filter or a gap excludes everything in this span."),
    (products(programs=["swarm"]), "The 3 sources have no data products."),
    (ConjunctionQuery("1990-01-01", "1990-01-01", 500, ground=[GroundCriteria(programs=["themis-asi"])],
                      space=[SpaceCriteria(programs=["swarm"])]),
     "sources in ground1 have ephemeris from 2005-11-01 00:00 to 2025-12-31 23:59, and none in this span."),
    (ConjunctionQuery("2020-02-01", "2020-02-01T00:10", 1, ground=[GroundCriteria(programs=["themis-asi"])],
                      space=[SpaceCriteria(programs=["swarm"])]), "no two blocks came this near. Try larger distances"),
]  # fmt: skip


def family(ax: Any, query: Any) -> Any:
    kind = {DataProductQuery: "data_products", EphemerisQuery: "ephemeris", ConjunctionQuery: "conjunctions"}
    return getattr(ax, kind[type(query)])


def said(caught: list[warnings.WarningMessage]) -> list[str]:
    assert all(warning.filename == __file__ or "runtimes" in warning.filename for warning in caught)
    return [str(warning.message) for warning in caught]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_names_that_differ_in_case_blanks_or_commas_are_corrected(runtime: Runtime, shared_emulator: str) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            for query, meant, messages in RESPELLED:
                with pytest.warns(at.UnknownNameWarning) as caught:
                    search = await family(ax, query).search(query)
                assert search.query == meant
                assert len(caught) == len(messages)
                assert all(text.startswith(start) for text, start in zip(said(list(caught)), messages, strict=True))
                wanted = await family(ax, meant).search(meant)
                assert search.result_count == wanted.result_count
                assert search.result_count

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_names_that_no_source_has_are_told_once(runtime: Runtime, shared_emulator: str) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            for query, message in UNKNOWN:
                with pytest.warns(at.UnknownNameWarning) as caught:
                    search = await family(ax, query).search(query)
                assert search.query == query
                assert search.result_count == 0
                found = said(list(caught))
                assert found[0].startswith(message)
                assert len(found) == len(set(found))
                name = caught[0].message
                assert isinstance(name, at.UnknownNameWarning)
                assert name.name in str(name)
                assert name.meant == ()

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_known_names_and_nothing_found(runtime: Runtime, shared_emulator: str) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            for query, message in NOTHING:
                with pytest.warns(at.NothingFoundWarning) as caught:
                    await family(ax, query).search(query)
                [text] = said(list(caught))
                assert message in text

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_as_an_error(runtime: Runtime) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url) as ax:
            with pytest.raises(at.UnknownNameWarning, match="'TREX' is spelled 'trex'"):
                await ax.data_products.search(*DAY, programs=["TREX"])

    with warnings.catch_warnings(), faulty_server() as server:
        warnings.simplefilter("error", at.UnknownNameWarning)
        run(scenario(server.url))
    assert server.requests == ["data_sources"]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_without_a_list_of_sources_names_are_sent_as_they_are(runtime: Runtime) -> None:
    def gone(exchange: Any) -> None:
        exchange.reset()

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url) as ax:
            search = await ax.data_products.search(*DAY, programs=["TREX"])
            assert search.query.programs == ("TREX",)

    with faulty_server(data_sources=[gone] * 9) as server:
        run(scenario(server.url))
    assert [kind for kind in server.requests if kind != "data_sources"] == ["submit", "status"]


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_scans_say_it_once(runtime: Runtime, shared_emulator: str, tmp_path: Path) -> None:
    span = ("2020-02-01", "2020-02-03")

    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator, **FAST) as ax:
            scan = ax.ephemeris.scan(EphemerisQuery(*span, platforms=["Swarma"]), window="day")
            with pytest.warns(at.UnknownNameWarning) as caught:
                records = [record async for record in scan.stream()]
            assert said(list(caught)) == ["The platform 'Swarma' is spelled 'swarma'."]
            assert len(records) == 3 * 1440

            scan = ax.ephemeris.scan(EphemerisQuery(*span, platforms=["swarmd"]), window="day")
            with pytest.warns(at.UnknownNameWarning) as caught:
                report = await scan.to_parquet(tmp_path)
            assert [text[:32] for text in said(list(caught))] == ["There is no platform 'swarmd'. D"]
            assert report.records == 0

    run(scenario())


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_listings(runtime: Runtime, shared_emulator: str) -> None:
    async def scenario() -> None:
        async with client(runtime, base_url=shared_emulator) as ax:
            for asked, wanted, message in [
                ({"program": "TREX"}, {"program": "trex"}, "The program 'TREX' is spelled 'trex'."),
                ({"platform": "Gillam "}, {"platform": "gillam"}, "The platform 'Gillam ' is spelled 'gillam'."),
                ({"instrument_type": "rgb asi"}, {"instrument_type": "RGB ASI"}, "The instrument type 'rgb asi' is"),
            ]:
                for call in (ax.sources.list, lambda **names: ax.availability.data_products(*DAY, **names)):
                    with pytest.warns(at.UnknownNameWarning) as caught:
                        found = await call(source_type="ground", **asked)
                    assert found == await call(source_type="ground", **wanted)
                    assert found
                    [text] = said(list(caught))
                    assert text.startswith(message)
            with pytest.warns(at.UnknownNameWarning, match="no program 'swarn'. Did you mean 'swarm'?"):
                assert await ax.availability.ephemeris(*DAY, program="swarn") == []
            with pytest.warns(at.UnknownNameWarning, match="'TREX' is spelled 'trex'"):
                found = await ax.sources.search(programs=["TREX"])
            assert found == await ax.sources.search(programs=["trex"])

    run(scenario())


@pytest.fixture
def at_the_emulator(shared_emulator: str, clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)


SEARCH = ["search", "data-products", "--start", DAY[0], "--end", DAY[1]]


@pytest.mark.parametrize(
    ("arguments", "code", "lines"),
    [
        ([*SEARCH, "--program", "TREX", "-q"], 0, []),
        ([*SEARCH, "--program", "trex,themis-asi", "--limit", "1"], 0,
         ["warning: 'trex,themis-asi' is not one program but 2: 'trex', 'themis-asi'.", "298 records found, the"]),
        ([*SEARCH, "--instrument-type", "rgb asi", "--limit", "1"], 0,
         ["warning: The instrument type 'rgb asi' is spelled 'RGB ASI'.", "298 records found, the first 1 shown"]),
        ([*SEARCH, "--program", "terx"], 0, ["warning: There is no program 'terx'. Did you ", "No records found."]),
        ([*SEARCH, "--program", "terx", "--strict"], 1, ["error: There is no program 'terx'. Did you mean 'trex'?"]),
        ([*SEARCH, "--program", "TREX", "--strict", "-q"], 1, ["error: The program 'TREX' is spelled 'trex'."]),
        ([*SEARCH, "--program", "trex", "--platform", "swarma", "--format", "csv", "--strict"], 0,
         ["warning: No source has the program 'trex' together with the platform", "No records found."]),
        (["sources", "list", "--program", "terx"], 0,
         ["warning: There is no program 'terx'. Did you mean 'trex'?", "No sources found."]),
        (["sources", "list", "--program", "TREX", "--strict"], 1, ["error: The program 'TREX' is spelled 'trex'."]),
        (["availability", "ephemeris", *SEARCH[2:], "--program", "swarmm", "--strict"], 1,
         ["error: There is no program 'swarmm'. Did you mean 'swarm'?"]),
        (["availability", "ephemeris", *SEARCH[2:], "--program", "swarn", "--program", "them"], 0,
         ["warning: There is no program 'swarn'. Did you mean 'swarm'?", "warning: There is no program 'them'. Did",
          "No sources found."]),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("at_the_emulator")
def test_commands(arguments: list[str], code: int, lines: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == code
    told = capfd.readouterr().err.splitlines()
    assert len(told) == len(lines)
    assert all(line.startswith(start) for line, start in zip(told, lines, strict=True))


@pytest.mark.usefixtures("at_the_emulator")
def test_an_empty_file_is_told_of(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("none.csv", "none.ndjson", "none.json", "none.parquet"):
        assert main([*SEARCH, "--program", "swarm", "--output", str(tmp_path / name)]) == 0
        assert capfd.readouterr().err.splitlines() == [
            "warning: The 3 sources have no data products.",
            "No records found.",
        ]

"""Parts of a result, where the emulator is asked to send them."""

import asyncio
from collections.abc import AsyncIterator, Iterator

import pytest
from emulator.emulator_http import FEBRUARY, Api
from hypothesis import given, strategies as st

from aurorax_typed import AuroraX, RetryPolicy, TransportError
from aurorax_typed.emulator import EmulatorSettings, serve
from aurorax_typed.emulator.ranges import cut, part_of

SETTINGS = EmulatorSettings(time_scale=0, ranges=True)


@pytest.fixture(scope="module")
def ranged() -> Iterator[Api]:
    with serve(settings=SETTINGS) as base:
        yield Api(base)


@pytest.fixture(scope="module")
def data(ranged: Api) -> str:
    path = ranged.submit(FEBRUARY)
    ranged.wait(path)
    return path + "/data"


def test_nobody_has_seen_it_of_the_real_server_so_it_is_off(api: Api) -> None:
    path = api.submit(FEBRUARY)
    api.wait(path)
    answer = api.call("GET", path + "/data", headers={"range": "bytes=10-19"})
    assert answer.status == 200
    assert not {"etag", "accept-ranges", "content-range"} & {name.lower() for name in answer.headers}


def test_a_part_is_cut_from_the_bytes_that_are_sent(ranged: Api, data: str) -> None:
    whole = ranged.get(data)
    size = len(whole.body)
    assert (whole.status, whole.headers["accept-ranges"]) == (200, "bytes")
    assert whole.headers["content-length"] == str(size)
    assert whole.headers["etag"].startswith('"')
    for asked, begin, end in (("10-19", 10, 20), ("300000-", 300_000, size), ("-7", size - 7, size), ("0-", 0, size)):
        part = ranged.call("GET", data, headers={"range": f"bytes={asked}"})
        assert (part.status, part.body) == (206, whole.body[begin:end])
        assert part.headers["content-range"] == f"bytes {begin}-{end - 1}/{size}"
        assert part.headers["etag"] == whole.headers["etag"]
        assert part.headers["content-type"] == "application/json"


def test_another_form_is_another_document(ranged: Api, data: str) -> None:
    short = ranged.get(data + "?data_source_record_format=identifier_only")
    tag = ranged.get(data).headers["etag"]
    assert short.headers["etag"] != tag
    part = ranged.call("GET", data + "?data_source_record_format=identifier_only", headers={"range": "bytes=90000-"})
    assert (part.status, part.body) == (206, short.body[90_000:])
    other = ranged.call(
        "GET", data + "?data_source_record_format=identifier_only", headers={"range": "bytes=90000-", "if-range": tag}
    )
    assert (other.status, other.body) == (200, short.body)


@pytest.mark.parametrize("asked", ["bytes=0-1,5-6", "lines=0-1", "bytes=9-2", "bytes=", "bytes=a-b", "bytes=-"])
def test_what_is_not_understood_gives_the_whole(ranged: Api, data: str, asked: str) -> None:
    answer = ranged.call("GET", data, headers={"range": asked})
    assert answer.status == 200
    assert "content-range" not in answer.headers


def test_behind_the_end_is_nothing(ranged: Api, data: str) -> None:
    size = len(ranged.get(data).body)
    answer = ranged.call("GET", data, headers={"range": f"bytes={size}-"})
    assert (answer.status, answer.body, answer.headers["content-range"]) == (416, b"", f"bytes */{size}")


def test_if_range_takes_the_strong_tag_only(ranged: Api, data: str) -> None:
    tag = ranged.get(data).headers["etag"]
    for condition, status in ((tag, 206), (f"W/{tag}", 200), ('"x"', 200), ("Wed, 21 Oct 2037 07:28:00 GMT", 200)):
        answer = ranged.call("GET", data, headers={"range": "bytes=5-9", "if-range": condition})
        assert answer.status == status


def test_a_post_has_no_parts(ranged: Api, data: str) -> None:
    answer = ranged.call("POST", data, {"url": True}, headers={"range": "bytes=5-9"})
    assert answer.status == 200
    assert "etag" not in answer.headers


@given(st.binary(max_size=60), st.integers(0, 70), st.integers(0, 70), st.integers(1, 20))
def test_any_part_of_anything(body: bytes, first: int, last: int, step: int) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        for begin in range(0, len(body), step):
            yield body[begin : begin + step]

    async def sent(asked: str) -> tuple[int, bytes]:
        part = part_of({"range": asked}, len(body), '"t"')
        pieces = b"".join([piece async for piece in cut(chunks(), part)])
        assert part.headers["content-length"] == str(len(pieces))
        return part.status, pieces

    for asked, wanted in ((f"{first}-{last}", body[first : last + 1]), (f"{first}-", body[first:])):
        status, pieces = asyncio.run(sent(f"bytes={asked}"))
        if asked.endswith(str(last)) and last < first:
            assert (status, pieces) == (200, body)
        else:
            assert (status, pieces) == ((206, wanted) if wanted else (416, b""))
    tail = body[-first:] if first else b""
    assert asyncio.run(sent(f"bytes=-{first}")) == ((206, tail) if tail else (416, b""))


@pytest.mark.parametrize("ranges", [True, False])
def test_a_client_gets_the_whole_in_parts_and_only_so(ranges: bool) -> None:
    """The connection never lives for more than 70,000 bytes, seven times in a row; whoever starts over gets nowhere."""
    settings = EmulatorSettings(time_scale=0, ranges=ranges)
    retry = RetryPolicy(initial_wait=0.001, max_wait=0.002)
    with serve(settings=settings) as base, AuroraX(base_url=base, retry=retry) as client:
        search = client.data_products.search("2020-02-01", "2020-02-05T23:59:59", programs=["trex"])
        Api(base).fault(kind="cut_result", size=70_000, count=20)
        if ranges:
            records = search.get_data()
            assert len(records) == search.result_count
            assert len({record.url for record in records}) == len(records)
        else:
            with pytest.raises(TransportError, match="/data failed"):
                search.get_data()

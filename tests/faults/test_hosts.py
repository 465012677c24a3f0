"""Host names that no resolver takes, wherever one comes from: a product, a redirect, a base URL."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from support.faulty import RECORD, faulty_server, whole
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed.cli import main

KEY = "0a1b2c3d:the-very-secret-key"
HOSTS = [
    *(
        "xn--a",
        "xn--",
        "XN--A.example",
        "a..b",
        ".a",
        "a" * 64,
        "ab." * 90 + "example",
        "é" * 64,
        "exa mple",
        "a\u200bb..c",
    ),
    *(
        "☃.net",
        "i❤.ws",
        "\U0001f600.example",
        "-a",
        "a-.example",
        "ex%61mple",
        "[::1",
        "[::zz]",
        "999.1.1.1",
        "a\\b",
        "a<b",
    ),
]
FAST: dict[str, Any] = {"retry": at.RetryPolicy(max_attempts=2, initial_wait=0.001), "timeout": 5.0, "api_key": KEY}


def shown(error: BaseException) -> str:
    """Messages and the values of all frames of ours."""
    parts = [str(error), repr(vars(error))]
    waiting: list[BaseException | None] = [error]
    while waiting:
        found = waiting.pop()
        if found is None:
            continue
        waiting += [found.__cause__, found.__context__]
        step = found.__traceback__
        while step is not None:
            if "tests" not in step.tb_frame.f_code.co_filename:
                parts.append(repr(step.tb_frame.f_locals))
            step = step.tb_next
    return " ".join(parts)


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("kind", [at.AuroraX, at.AsyncAuroraX])
def test_a_base_url(kind: Any, host: str) -> None:
    with pytest.raises(at.ConfigurationError, match="host name|can't be read as an address") as caught:
        kind(base_url=f"http://{host}:8080/x", api_key=KEY)
    assert KEY not in shown(caught.value)
    assert caught.value.__cause__ is None


@pytest.mark.parametrize("runtime", RUNTIMES)
def test_products_and_redirects(runtime: Runtime, tmp_path: Path) -> None:
    """Each is a failed entry of the report, and the files of the others come."""

    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url, **FAST) as ax:
            search = await ax.data_products.search("2020-02-01", "2020-02-02", programs=["trex"])
            [product] = await search.get_data()
            urls = [f"http://{host}/x.jpg" for host in HOSTS] + [f"{url}/{number}.jpg" for number in range(len(HOSTS))]
            products = []
            for address in [*urls, f"{url}/good.jpg"]:
                another = json.loads(json.dumps(RECORD))
                assert another
                products.append(at.DataProduct(**{**fields(product), "url": address}))
            report = await ax.data_products.download_files(products, tmp_path)
            assert [file.status for file in report.files] == ["failed"] * (2 * len(HOSTS)) + ["downloaded"]
            for file in report.files[:-1]:
                assert isinstance(file.error, at.FileDownloadError)
                assert "host name" in str(file.error) or "redirected to" in str(file.error)
                assert KEY not in shown(file.error)

    def fields(product: at.DataProduct) -> dict[str, Any]:
        return {
            name: getattr(product, name) for name in ("data_source", "data_product_type", "start", "end", "metadata")
        }

    def answer(exchange: Any) -> None:
        name = exchange.path.rsplit("/", 1)[-1].removesuffix(".jpg")
        if name == "good":
            exchange.send(whole(200, b"picture", {"content-type": "image/jpeg"}))
        else:
            location = f"http://{HOSTS[int(name)]}/x.jpg"
            head = f"HTTP/1.1 302 Found\r\nlocation: {location}\r\ncontent-length: 0\r\n\r\n"
            exchange.send(head.encode())

    def one(exchange: Any) -> None:
        exchange.send(whole(200, {"result": [RECORD]}))

    names = [f"{number}.jpg" for number in range(len(HOSTS))] + ["good.jpg"]
    faults: dict[str, Any] = {name: [answer] for name in names}
    counted = [lambda e: e.send(whole(200, e.status({**RESULT, "data_uri": "/x"})))]
    with faulty_server(status=counted, data=[one], **faults) as server:
        run(scenario(server.url))


RESULT = {"result_count": 1, "error_condition": False, "file_size": 300, "result_file_deleted_timestamp": None}


@pytest.mark.parametrize("host", ["a..b", "xn--a", "☃.net"])
def test_the_command_line(host: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--base-url", f"http://{host}", "sources", "list"]) == 2
    assert "host name" in capsys.readouterr().err
    assert main(["--base-url", f"http://{host}", "config", "check"]) == 1
    assert "host name" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("code", [500, 502, 504])
def test_a_submission_that_may_have_begun(
    code: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("aurorax_typed._sync.transport.sleep", lambda _: None)
    with faulty_server(submit=[lambda e: e.send(whole(code, b"<html>"))] * 9) as server:
        options = ["--start", "2020-02-01", "--end", "2020-02-02", "--program", "trex"]
        assert main(["--base-url", server.url, "search", "data-products", *options]) == 1
    said = capsys.readouterr().err
    assert "The search may have begun all the same: attach to " in said
    assert f"To see: aurorax --base-url {server.url} requests status " in said
    assert "Try again later" not in said

"""An id that is none gets into no address, wherever it comes from."""

from __future__ import annotations

import pytest
from support.faulty import faulty_server
from support.runtimes import RUNTIMES, Runtime, client, run

import aurorax_typed as at
from aurorax_typed.cli.app import run as run_cli

ID = "091c6ed8-5f3a-4b1c-9e46-0c9d2f1b7a55"
BAD = [
    "",
    " ",
    "..",
    "../../accounts",
    f"{ID}/..",
    f"{ID}/data",
    f"{ID}%2e%2e",
    f"{ID[:-6]}%2e%2e",
    f"{ID}\r\nx-evil: 1",
    f"{ID[:-1]}\n",
    f"{ID[:-1]}\0",
    f"{ID}?x=1",
    f"{ID}#x",
    ID.replace("-", "/"),
    ID.replace("0", "\uff10"),
    ID.replace("0", "\u0660"),
    "\x1b[2J\u202e" + ID,
    "x" * 100_000,
]


@pytest.mark.fault(
    "attach() with `/`, `..`, `%2e`, line breaks, NUL, other scripts' digits", "`QueryError`", requests=""
)
@pytest.mark.parametrize("runtime", RUNTIMES)
def test_attach(runtime: Runtime) -> None:
    async def scenario(url: str) -> None:
        async with client(runtime, base_url=url) as ax:
            for bad in BAD:
                with pytest.raises(at.QueryError, match="is not a request id. It looks like") as caught:
                    await ax.data_products.attach(bad).update_status()
                assert str(caught.value).isprintable()
                assert len(str(caught.value)) < 500

    with faulty_server() as server:
        run(scenario(server.url))
    assert server.requests == []


@pytest.mark.fault("the same on the command line", "exit status 2 and a line that can be shown", requests="")
@pytest.mark.parametrize("number", range(2, len(BAD)))
def test_command_line(number: int, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    with faulty_server() as server:
        monkeypatch.setenv("AURORAX_BASE_URL", server.url)
        assert run_cli(["requests", "status", "--", BAD[number]]) == 2
    assert server.requests == []
    said = capfd.readouterr().err
    assert "a request id" in said
    assert len(said) < 500
    assert all(line.isprintable() for line in said.splitlines())

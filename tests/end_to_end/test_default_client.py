"""The client behind the module-level calls."""

from __future__ import annotations

import pytest

import aurorax_typed
from aurorax_typed import AuroraX, ClientStateError, ConfigurationError, DataProductQuery


@pytest.fixture(autouse=True)
def forget() -> object:
    aurorax_typed.set_default_client(None)
    yield
    aurorax_typed.set_default_client(None)


def test_it_is_made_once_from_the_environment(monkeypatch: pytest.MonkeyPatch, shared_emulator: str) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator + "/")
    client = aurorax_typed.default_client()
    assert client.base_url == shared_emulator
    assert aurorax_typed.default_client() is client
    query = DataProductQuery("2020-02-01", "2020-02-01T12:00", programs=["trex"])
    assert aurorax_typed.data_products.describe(query).startswith("Find data_products")
    search = aurorax_typed.data_products.submit(DataProductQuery("2020-02-01", "2020-02-01T12:00", programs=["trex"]))
    assert aurorax_typed.data_products.attach(search.request_id).request_id == search.request_id
    assert {source.program for source in aurorax_typed.sources.list(program="trex")} == {"trex"}
    client.close()


def test_another_environment_needs_another_client(monkeypatch: pytest.MonkeyPatch) -> None:
    first = aurorax_typed.default_client()
    assert first.base_url == "https://api.aurorax.space"
    monkeypatch.setenv("AURORAX_BASE_URL", "http://127.0.0.1:1")
    second = aurorax_typed.default_client()
    assert second.base_url == "http://127.0.0.1:1"
    first.close()
    second.close()


def test_an_empty_address_is_no_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ConfigurationError, match="must begin with https://"):  # a setting of one's own that was not set
        AuroraX(base_url="")
    monkeypatch.setenv("AURORAX_BASE_URL", "")  # how a shell unsets it for one command
    with AuroraX() as client:
        assert client.base_url == "https://api.aurorax.space"


def test_ones_own_client_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    with AuroraX(base_url="http://127.0.0.1:1") as mine:
        aurorax_typed.set_default_client(mine)
        monkeypatch.setenv("AURORAX_BASE_URL", "http://127.0.0.1:2")
        assert aurorax_typed.default_client() is mine


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("AURORAX_BASE_URL", "api.aurorax.space", "must begin with https://"),
        ("AURORAX_API_KEY", "two words", "a character that no key has"),
    ],
)
def test_a_wrong_environment_says_so(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=message):
        aurorax_typed.default_client()


@pytest.mark.parametrize("timeout", [0, -1, float("nan"), float("inf"), "5", True])
def test_a_wrong_timeout_says_so(timeout: float) -> None:
    with pytest.raises(ConfigurationError, match="timeout must be a number of seconds above 0"):
        AuroraX(timeout=timeout)


def test_what_was_made_in_an_earlier_environment_works_until_all_are_closed(
    monkeypatch: pytest.MonkeyPatch, shared_emulator: str
) -> None:
    monkeypatch.setenv("AURORAX_BASE_URL", shared_emulator)
    earlier = aurorax_typed.default_client()
    assert earlier.sources.get_by_identifier(103).program == "trex"
    monkeypatch.setenv("AURORAX_BASE_URL", "http://127.0.0.1:1")
    assert aurorax_typed.default_client() is not earlier
    assert earlier.sources.get_by_identifier(103).program == "trex"
    aurorax_typed.set_default_client(None)
    with pytest.raises(ClientStateError, match="closed"):
        earlier.sources.get_by_identifier(103)

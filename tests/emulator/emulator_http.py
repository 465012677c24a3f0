"""A plain HTTP client for the emulator's tests: nothing of the package under test."""

import contextlib
import http.client
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

FEBRUARY = {
    "start": "2020-02-01T00:00:00",
    "end": "2020-02-05T23:59:59",
    "data_sources": {"programs": ["trex"]},
}


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> tuple[int, str, str]:
        assert self.headers["content-type"] == "application/json"
        document = self.json
        assert set(document) == {"error_code", "error_message"}
        return self.status, document["error_code"], document["error_message"]


class Api:
    def __init__(self, base: str) -> None:
        self.base = base
        self.netloc = urlsplit(base).netloc

    @contextlib.contextmanager
    def open(
        self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None
    ) -> Iterator[http.client.HTTPResponse]:
        connection = http.client.HTTPConnection(self.netloc, timeout=30)
        text = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()
        with contextlib.closing(connection):
            connection.request(method, path, text, {"content-type": "application/json", **(headers or {})})
            with connection.getresponse() as response:
                yield response

    def call(self, method: str, path: str, body: object = None, headers: dict[str, str] | None = None) -> Answer:
        with self.open(method, path, body, headers) as response:
            return Answer(response.status, response.headers, response.read())

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, body: object) -> Answer:
        return self.call("POST", path, body)

    def submit(self, query: object, family: str = "data_products") -> str:
        answer = self.post(f"/api/v1/{family}/search", query)
        assert answer.status == 202, answer
        return urlsplit(answer.headers["location"]).path

    def wait(self, path: str) -> Any:
        """The status document of a search that has ended."""
        give_up = time.monotonic() + 30
        while time.monotonic() < give_up:
            document = self.get(path).json
            if document["search_result"]["error_condition"] is not None:
                return document
        raise AssertionError(f"{path} has not ended after 30 s")

    def search(self, query: object) -> list[Any]:
        """All records of a search."""
        path = self.submit(query)
        status = self.wait(path)
        assert status["search_result"]["error_condition"] is False, status
        records = self.get(path + "/data").json["result"]
        assert len(records) == status["search_result"]["result_count"]
        return records

    def fault(self, **fault: object) -> None:
        answer = self.post("/emulator/faults", fault)
        assert answer.status == 201, answer

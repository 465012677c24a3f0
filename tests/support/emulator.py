"""The emulator as a test asks for it: faults at a moment of its choice."""

from __future__ import annotations

import json
from typing import Any
from urllib.request import Request, urlopen


def fault(base_url: str, kind: str, **options: Any) -> None:
    """Ask the emulator for a fault; see `aurorax_typed.emulator.faults` for the kinds."""
    body = json.dumps({"kind": kind, **options}).encode()
    request = Request(f"{base_url}/emulator/faults", data=body, headers={"content-type": "application/json"})
    with urlopen(request, timeout=10) as reply:
        assert reply.status < 300


def get_json(url: str) -> Any:
    """What an address answers, as Python values."""
    with urlopen(url, timeout=10) as reply:
        return json.load(reply)
